"""Headings within a press article: short lines above text, recognised by number, mark or position."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median

from store.model.article import BlockKind
from store.press.lines import Line, could_be_heading, ends_sentence, width
from store.press.unwrapping import is_torn
from store.press.vocabulary import ADDRESSED, COMPLIMENT, MARKDOWN, NUMBERED, SPEAKER, SPEAKERS

_PROSE = 40
"""Code points: if the median paragraph is at least this long, the article is running prose."""
_LONGEST_QUESTION = 16
"""Code points of the longest question that is a heading."""
_MIN_HEADINGS = 3
"""Headings in an article for questions between paragraphs to count as headings."""
_FEWEST_ALIKE = 2
"""Headings of the same form with which an unnumbered line above a brief sentence is one too."""
_LONGEST_HEADING = 56
"""Code points of the longest of them."""
_LONGER = 4
"""Code points by which it may be longer than they are, and by which the sentence must be longer than it."""
_QUESTION = re.compile(r"^[^。！？!?：:；;“”「」『』]{3,}[？！?!]$")


def headings(lines: list[Line], kinds: list[BlockKind]) -> set[int]:
    """The indices of lines that look like headings and have text below them."""
    shaped = _headings_by_shape(lines, kinds)
    shaped |= _like_others(lines, kinds, shaped)
    shaped |= {index - 1 for index in shaped if _is_second_line(lines, kinds, index)}
    return shaped | _question_headings(lines, kinds, shaped)


def may_head(lines: list[Line], kinds: list[BlockKind], index: int) -> bool:
    """Whether the lines above allow a heading here: not within a list or verse."""
    above = next((i for i in range(index - 1, -1, -1) if kinds[i] is not BlockKind.CAPTION), None)
    if above is None or MARKDOWN.match(lines[index].words):
        return True
    words, before = lines[index].words, lines[above].words
    if kinds[above] is not BlockKind.PARAGRAPH:
        return True
    style = _style(words)
    if style:
        return _style(before) != style or not could_be_heading(before)
    if before[-1] in "：:" and len(before) > 1:
        return False
    bare = (_style(before) != "" and could_be_heading(before)) or _is_second_line(lines, kinds, index)
    labelled = SPEAKER.match(before) and not SPEAKER.match(words)  # 地点：青石书屋
    return bare or bool(labelled) or ends_sentence(before) or len(before) > 30


def _is_second_line(lines: list[Line], kinds: list[BlockKind], index: int) -> bool:
    """Whether this is the second of two lines that together head the text below: of similar length, without
    a number, and below the end of a paragraph. Three such lines are a list.
    """
    if index < 1 or kinds[index - 1] is not BlockKind.PARAGRAPH or not _is_half(lines[index].words):
        return False
    above = next((i for i in range(index - 2, -1, -1) if kinds[i] is not BlockKind.CAPTION), None)
    ended = above is None or ends_sentence(lines[above].words) or kinds[above] is not BlockKind.PARAGRAPH
    first, second = lines[index - 1].words, lines[index].words
    alike = abs(len(first) - len(second)) <= max(4, min(len(first), len(second)) // 2)
    long_below = index + 1 < len(lines) and len(lines[index + 1].words) >= _PROSE
    return ended and long_below and alike and _is_half(first)


def _is_half(words: str) -> bool:
    return (
        is_plain_heading(words)
        and could_be_heading(words)
        and 4 <= len(words) <= 22
        and not SPEAKER.match(words)
    )


def is_plain_heading(words: str) -> bool:
    """Whether a heading begins with neither a number nor a mark."""
    return not NUMBERED.match(words) and not MARKDOWN.match(words)


def _headings_by_shape(lines: list[Line], kinds: list[BlockKind]) -> set[int]:
    typical = median([len(line.words) for line in lines if ends_sentence(line.words)] or [0])
    speakers = _speakers(lines)
    questions = _numbered_questions(lines)
    fenced = _fenced(lines)
    found: set[int] = set()
    below: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        if kinds[index] is BlockKind.CAPTION:
            continue
        if kinds[index] is BlockKind.PARAGRAPH and below is not None and index not in fenced:
            words, after = lines[index].words, lines[below].words
            if (
                (index in questions or _looks_like_heading(words))
                and not _is_speech(words, speakers)
                and _can_head(words, below, after, found, kinds, typical=typical, speakers=speakers)
                and not is_torn(words, after)
            ):
                found.add(index)
        below = index
    return found


def _like_others(lines: list[Line], kinds: list[BlockKind], found: set[int]) -> set[int]:
    """The lines above a brief sentence that have the form of headings found elsewhere: their numbering, or
    their spacing and length.
    """
    candidates = [
        index
        for index in range(len(lines) - 1)
        if len(lines[index].words) <= _LONGEST_HEADING
        and index not in found
        and index + 1 not in found
        and kinds[index] is kinds[index + 1] is BlockKind.PARAGRAPH
        and _may_be_like_others(lines[index].words, lines[index + 1].words)
    ]
    if not candidates:
        return set()
    forms = {_form(lines, index) for index in found}
    numbered = Counter(_form(lines, index) for index in candidates if NUMBERED.match(lines[index].words))
    forms |= {form for form, times in numbered.items() if times >= _FEWEST_ALIKE}
    plain = Counter(_form(lines, index) for index in found if not _style(lines[index].words))
    forms -= {form for form, times in plain.items() if times < _FEWEST_ALIKE}
    longest = max((len(lines[index].words) for index in found), default=_LONGEST_HEADING)
    return {
        index
        for index in candidates
        if len(lines[index].words) <= longest + _LONGER and _form(lines, index) in forms
    }


def _form(lines: list[Line], index: int) -> tuple[str, bool, int]:
    """The numbering of a line, whether it stands in brackets, and the empty lines below it."""
    words = lines[index].words
    below = lines[index + 1].gap if index + 1 < len(lines) else 0
    return _style(words), words[0] in "【［[〔", below


def _may_be_like_others(words: str, below: str) -> bool:
    if len(below) <= len(words) + _LONGER or not ends_sentence(below) or SPEAKER.match(words):
        return False
    return (could_be_heading(words) or bool(_style(words) and _QUESTION.match(words))) and not _style(below)


def _looks_like_heading(words: str) -> bool:
    if MARKDOWN.match(words):
        return width(words) <= 100
    return could_be_heading(words)


def _can_head(
    words: str,
    below: int,
    after: str,
    found: set[int],
    kinds: list[BlockKind],
    *,
    typical: float,
    speakers: set[str],
) -> bool:
    """Whether the line ``below`` is text or a subordinate heading, so that ``words`` can be its heading."""
    if below in found:
        style, other = _style(words), _style(after)
        return style not in ("", other) or bool(MARKDOWN.match(words))
    if kinds[below] is not BlockKind.PARAGRAPH or COMPLIMENT.match(after):
        return False
    label = SPEAKER.match(after)
    spoken = label is not None and (label[1] in speakers or bool(SPEAKERS.fullmatch(label[1])))
    if MARKDOWN.match(words) or spoken or (label and NUMBERED.match(words)):
        return True
    if len(after) >= 30 and len(after) > len(words):
        return True
    return (ends_sentence(after) or after[-1] in "：:") and (
        typical >= _PROSE or len(after) >= 2 * len(words) >= 24
    )


def _style(words: str) -> str:
    """The style of a heading: the name of its numbering, or its mark. Empty for a plain heading."""
    if markdown := MARKDOWN.match(words):
        return markdown[1]
    match = NUMBERED.match(words)
    if match is None:
        return ""
    return match[0] if match.lastgroup == "mark" else match.lastgroup or ""


def _speakers(lines: list[Line]) -> set[str]:
    """The names before a colon that occur at least twice."""
    names = Counter(match[1] for line in lines if (match := SPEAKER.match(line.words[:12])))
    return {name for name, times in names.items() if times > 1}


def _is_speech(words: str, speakers: set[str]) -> bool:
    label = SPEAKER.match(words)
    return label is not None and (bool(SPEAKERS.fullmatch(label[1])) or label[1] in speakers)


def _numbered_questions(lines: list[Line]) -> set[int]:
    """The numbered questions and exclamations, if other short lines have the same numbering.

    Questions in consecutive lines are a list, not headings.
    """
    all_words = [line.words for line in lines]
    styles = [_style(words) if len(words) <= 56 and width(words) <= 56 else "" for words in all_words]
    often = {style for style, times in Counter(styles).items() if style and times > 1}
    return {
        index
        for index, (line, style) in enumerate(zip(lines, styles, strict=True))
        if style in often and _QUESTION.match(line.words) and style not in styles[index + 1 : index + 2]
    }


def _question_headings(lines: list[Line], kinds: list[BlockKind], shaped: set[int]) -> set[int]:
    """The short questions and exclamations between long paragraphs, if there are at least three headings.

    A single one may be rhetorical, and one with 您 or 你 is asked by an interviewer: these stay text.
    """
    asked = {
        index
        for index in range(1, len(lines) - 1)
        if kinds[index] is BlockKind.PARAGRAPH
        and len(lines[index].words) <= _LONGEST_QUESTION
        and _QUESTION.match(lines[index].words)
        and not ADDRESSED.search(lines[index].words)
        and _between_paragraphs(lines, kinds, index)
    }
    plain = [index for index in shaped if is_plain_heading(lines[index].words)]
    return asked if len(asked) + len(plain) >= _MIN_HEADINGS else set()


def _between_paragraphs(lines: list[Line], kinds: list[BlockKind], index: int) -> bool:
    """Whether the lines before and after are long paragraphs, captions aside."""
    sides = (range(index - 1, -1, -1), range(index + 1, len(lines)))
    for side in sides:
        beside = next((i for i in side if kinds[i] is not BlockKind.CAPTION), None)
        if beside is None or kinds[beside] is not BlockKind.PARAGRAPH or len(lines[beside].words) < 30:
            return False
    return True


def _fenced(lines: list[Line]) -> set[int]:
    """The lines of fenced code blocks of Markdown."""
    marks = [index for index, line in enumerate(lines) if line.text.startswith(("```", "~~~"))]
    return {
        index for first, last in zip(marks[::2], marks[1::2], strict=False) for index in range(first, last)
    }
