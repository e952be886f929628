"""The head of a press piece: section, kicker, title, subtitle, byline and date.

A head is a run of lines on display, with lines about authors and dates beside it, before the first
running text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from store.model.article import BlockKind
from store.press.byline import Imprint, read_imprint
from store.press.dates import date
from store.press.lines import Line, could_be_display, is_prose, width
from store.press.titles import LED_IN, Part, split_titles
from store.press.unwrapping import is_torn
from store.press.vocabulary import (
    ASIDE,
    COLUMN_END,
    COLUMN_MARK,
    CREDIT,
    DASHES,
    EDITORS_NOTE,
    FOLIO,
    GENRE,
    KICKER_END,
    MARKDOWN,
    NUMBERED,
    SLOGAN,
    SPEAKER,
    SPEAKERS,
    TRAIL,
)

_LONGEST_RUN = 4
"""More lines on display than section, kicker, title and subtitle are a list or a poem."""
_MOST_BESIDE = 20
"""Lines in a row about authors, dates and the site: more are a list of another kind."""
_NEAR = 500
"""Lines below the head that are looked at: far more than a poem has."""
_COLUMN_WIDTH = 12
"""Terminal cells of a section's name: six Han characters."""


class Head(NamedTuple):
    """The parts before the text, and how many of the lines they took."""

    parts: list[Part]
    used: int


def find_head(lines: list[Line]) -> Head:
    """The head of the piece that ``lines`` is, empty if it starts straight with its text.

    An editor's note may stand before it; it stays text, and the head must then have both title and byline.
    """
    noted = _note(lines)
    head = _find_head(lines[noted:])
    if not noted:
        return head
    if {BlockKind.TITLE, BlockKind.BYLINE} <= {kind for kind, _ in head.parts}:
        note = [(BlockKind.PARAGRAPH, line.text) for line in lines[:noted]]
        return Head(note + head.parts, noted + head.used)
    return _find_head(lines)


def _note(lines: list[Line]) -> int:
    """How many lines an editor's note before the head takes: one, or its label and one."""
    if not lines or not EDITORS_NOTE.match(lines[0].words):
        return 0
    if is_prose(lines[0].words):
        return 1
    return 2 if len(lines) > 1 and is_prose(lines[1].words) else 0


def _find_head(lines: list[Line]) -> Head:
    parts, start = _imprints(lines, 0, named=False)
    end = _run(lines, start)
    run = [line.words for line in lines[start:end]]
    beside, after = _imprints(lines, end, named=bool(run))
    while run and beside and len(run) <= 2 and all(_is_column(words, "") for words in run):
        following = _run(lines, after)  # the name of the paper, its date, and only then the title
        if following == after or is_prose(lines[after].words):
            break
        more, later = _imprints(lines, following, named=True)
        if not more and following - after > 1:
            break
        parts += [(BlockKind.COLUMN, line.text) for line in lines[start:end]] + beside
        run = [line.words for line in lines[after:following]]
        start, end, beside, after = after, following, more, later
    if not run:
        return Head(parts, after) if parts or beside else Head([], 0)
    display = _arrange(lines, start, end, signed=bool(beside))
    if len(display) < end - start and beside:
        rest = [(BlockKind.PARAGRAPH, line.text) for line in lines[start + len(display) : end]]
        parts += split_titles(display + rest) + beside
        return Head(parts, after)
    used = start + len(display)
    return (
        Head(parts + split_titles(display) + beside, after if used == end else used)
        if display or parts
        else Head([], 0)
    )


def imprint_kind(words: str, *, named: bool) -> BlockKind | None:
    """BYLINE or DATE if that is all that ``words`` is, CREDIT if it is what a site prints beside them.

    :param named: names without a role count too.
    """
    if is_prose(words) or len(words) > 120:
        return None
    found = read_imprint(words)
    if found.rest:
        return BlockKind.DATE if _is_dated(words, found) else None
    if found.authors and (named or found.explicit or found.dated):
        return BlockKind.BYLINE
    if found.dated:
        return BlockKind.DATE
    return _smaller_print(words, found)


def _smaller_print(words: str, found: Imprint) -> BlockKind | None:
    """The kind of a line that names a paper or a photographer, or says how often the piece was read."""
    if found.source or (found.others and not CREDIT.match(words)):
        return BlockKind.BYLINE
    nothing = not (found.authors or found.others) and any(char.isalnum() for char in words)
    return BlockKind.CREDIT if nothing else None


def _is_dated(words: str, found: Imprint) -> bool:
    """Whether a whole date leads or closes a line with little else: the weather, the page."""
    return bool(date(words)) and len(found.rest) <= 6 and not re.search(r"[，,。：:！？!?]", found.rest)


def _imprints(lines: list[Line], start: int, *, named: bool) -> tuple[list[Part], int]:
    """The lines from ``start`` on that say who, when and for whom."""
    parts: list[Part] = []
    for line in lines[start : start + _MOST_BESIDE]:
        if (kind := _beside(line.words, named=named)) is None:
            break
        parts.append((kind, line.text))
    return parts, start + len(parts)


def _beside(words: str, *, named: bool) -> BlockKind | None:
    """The kind of a line above or below the title that is no part of it."""
    if FOLIO.match(words):
        return BlockKind.COLUMN
    if SLOGAN.match(words) or TRAIL.match(words):
        return BlockKind.CREDIT
    if kind := imprint_kind(words, named=named):
        return kind
    return BlockKind.CREDIT if named and CREDIT.match(words) and not is_prose(words) else None


def _run(lines: list[Line], start: int) -> int:
    """Where the lines on display that begin at ``start`` end."""
    end = start
    limit = min(len(lines), start + 3 * _LONGEST_RUN)
    while end < limit and could_be_display(lines[end].words) and width(lines[end].words) <= 130:
        words = lines[end].words
        if end == start and _speaks(words):
            break
        if end > start and _belongs_below(lines, end):
            break
        end += 1
    return end


def _belongs_below(lines: list[Line], index: int) -> bool:
    """Whether a line after the first one on display is no more of the head."""
    words = lines[index].words
    markdown = MARKDOWN.match(words)
    following = lines[index + 1].words if index + 1 < len(lines) else ""
    if _is_bare_name(words) and imprint_kind(following, named=True) is BlockKind.BYLINE:
        return False  # one piece is signed once: this is a title that looks like a name
    if (
        words[-1] in "：:"
        or _beside(words, named=True)
        or _speaks(words)
        or (markdown and len(markdown[1]) > 1)
    ):
        return True
    numbered = NUMBERED.match(words) and not COLUMN_MARK.match(words)
    return bool(numbered) or bool(following and is_torn(words, following))


def _is_bare_name(words: str) -> bool:
    found = read_imprint(words)
    return (
        len(found.authors) == 1 and not (found.explicit or found.dated or found.source) and " " not in words
    )


def _speaks(words: str) -> bool:
    match = SPEAKER.match(words)
    return bool(match and SPEAKERS.fullmatch(match[1]))


def _arrange(lines: list[Line], start: int, end: int, *, signed: bool) -> list[Part]:
    """The lines on display with their kinds; those left out belong to the text."""
    texts = [line.text for line in lines[start:end]]
    if len(texts) == 1 and texts[0][-1] in "：:":
        return []  # a salutation
    only_short = not signed and not any(is_prose(line.words) for line in lines[end : end + _NEAR])
    if only_short and not _stands_apart(lines, start):
        return []  # a poem, a list
    if len(texts) > _LONGEST_RUN or only_short:
        kinds = [BlockKind.TITLE]
        if len(texts) > 1 and texts[1].startswith(DASHES):
            kinds.append(BlockKind.SUBTITLE)
        return list(zip(kinds, texts, strict=False))
    kinds = []
    words = [line.words for line in lines[start:end]]
    while len(words) > 1 and _is_column(words[0], words[1]):
        kinds.append(BlockKind.COLUMN)
        words = words[1:]
    return list(zip(kinds + _title_kinds(words), texts, strict=False))


def _stands_apart(lines: list[Line], index: int) -> bool:
    """Whether a wider gap follows than stands between the next lines."""
    gaps = [line.gap for line in lines[index + 1 : index + _NEAR]]
    return len(gaps) > 1 and gaps[0] > min(gaps[1:])


def _is_column(words: str, title: str) -> bool:
    """Whether a line above the title names the section: marked as one, or very short."""
    if COLUMN_MARK.match(words) or FOLIO.match(words) or GENRE.match(words):
        return True
    if KICKER_END.search(words) or title.startswith(DASHES) or re.search(r"[\s，,。：:！？!?“”]", words):
        return False
    if COLUMN_END.search(words) and width(words) <= 20:
        return not title or len(title) > len(words) - 4
    return width(words) <= _COLUMN_WIDTH and (not title or len(title) > len(words))


def _title_kinds(words: list[str]) -> list[BlockKind]:
    """What one to four lines on display are, once the section is set aside."""
    if _is_broken_title(words[:2]):
        return [BlockKind.TITLE] * 2 + [BlockKind.SUBTITLE] * _subtitles(words[2:])
    title = _title_index(words)
    kinds = [BlockKind.KICKER] * title + [BlockKind.TITLE] + [BlockKind.SUBTITLE] * (len(words) - title - 1)
    return kinds[: title + 1 + _subtitles(words[title + 1 :])]


def _is_broken_title(words: list[str]) -> bool:
    """Whether these are two halves of one title: a comma between, and as long as each other."""
    return len(words) == 2 and words[0][-1] in "，," and abs(width(words[0]) - 2 - width(words[1])) <= 4


def _subtitles(words: list[str]) -> int:
    """How many lines after the title go on with it: one, and any more that begin with a dash."""
    marked = [index + 1 for index, line in enumerate(words) if line.startswith(DASHES)]
    return max([min(1, len(words)), *marked])


def _title_index(words: list[str]) -> int:
    """Which of the lines is the title itself."""
    if len(words) == 1:
        return 0
    for index, line in enumerate(words[1:], 1):
        if line.startswith(DASHES):
            return index - 1
    if MARKDOWN.match(words[0]) or LED_IN.match(words[0]) or ASIDE.match(words[1]):
        return 0
    if len(words) >= 3 or KICKER_END.search(words[0]):
        return 1
    first, second = words
    spaced = [bool(re.search(r"\S[ \u3000]+\S", line)) and not line.isascii() for line in words]
    if spaced[0] != spaced[1]:  # two balanced halves with a space between: only main titles are set so
        return int(spaced[1])
    return int(width(first) >= width(second) + 4)
