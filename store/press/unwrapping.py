"""Joins paragraphs that were torn or hard-wrapped.

Two lines are joined only on positive evidence. A line that may be the end of a paragraph stays one.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from store.press.dates import date
from store.press.imprint.reading import read_imprint
from store.press.lines import Line, could_be_heading, ends_sentence, han_share, usual_gap, width
from store.press.vocabulary import (
    CAPTION_END,
    CLOSING,
    CUT_AFTER_MEASURE,
    CUT_AFTER_WORD,
    DETERMINED,
    FINAL,
    NEVER_FIRST,
    NUMBERED,
    NUMERAL_END,
    NUMERAL_START,
    PAIRS,
    PAUSE,
)

_NARROWEST, _WIDEST = 30, 160
"""Terminal cells: narrower text is verse, wider text has one paragraph a line."""
_SLACK = 4
"""Terminal cells that a full line may lack: a character and a mark that cannot begin a line."""
_SURE_COLUMN = 46
"""Terminal cells: prose in which no line is longer, and some break off just there, is wrapped."""
_LONGEST = 10**9
"""Terminal cells: no line is longer."""
_FEWEST_BROKEN = 3
"""Lines that break off at one column with which some paragraphs of a text are wrapped."""
_MAJORITY = 0.6
_LONGEST_IMPRINT = 60
"""Code points of the longest line of date or names that is looked for among wrapped lines."""
_IMPRINT_SIGN = re.compile("[12][0-9]{3}|[：:｜|/／]|记者|記者|编辑|編輯")
_PAUSE_WITHIN = re.compile("[，。；]")
_HAN_END = re.compile(r"[\u3400-\u9fff].{0,11}$")
_HAN_START = re.compile(r".{0,11}[\u3400-\u9fff]")
_ANY_MARK = frozenset(FINAL + PAUSE + CLOSING)


def unwrap(lines: list[Line]) -> list[Line]:
    """Join the lines of text that is wrapped at a fixed column. Other text is returned unchanged.

    Text is wrapped if most lines reach the same column without ending a sentence. A paragraph then ends with
    a short line, or before a gap or an indent.
    """
    column = _wrap_column(lines)
    longest = _LONGEST
    if column is None:
        column = _column_of_some(lines)
        if column is None:
            return lines
        longest = column + _SLACK
    gap, margin = (
        _usual_gap_in_paragraphs(lines, column),
        Counter(line.indent for line in lines).most_common(1)[0][0],
    )
    marked = any(line.gap > gap or line.indent > margin for line in lines[1:])
    groups: list[list[Line]] = []
    starts = [line.gap > gap or line.indent > margin for line in lines]
    for index, line in enumerate(lines):
        last = groups[-1][-1] if groups else None
        if last is not None and ends_sentence(last.words) and _heads(lines, starts, index):
            last = None
        flows = (
            last is not None
            and not _is_apart(line)
            and line.gap <= gap
            and line.indent <= margin
            and is_full(last, line, column)
            and width(last.text) + last.indent <= longest
        )
        if flows and last is not None and (marked or not ends_sentence(last.words)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_merge(group) for group in groups]


def _heads(lines: list[Line], starts: list[bool], index: int) -> bool:
    """Whether this line, or it and up to two more, have the form of headings above the start of a paragraph.

    The last line of a wrapped paragraph would end a sentence.
    """
    for below in range(index, min(index + 3, len(lines) - 1)):
        if not could_be_heading(lines[below].words):
            return False
        if starts[below + 1]:
            return True
    return False


def _is_apart(line: Line) -> bool:
    """Whether this is surely a line of date, names or buttons, which is never part of a wrapped paragraph."""
    words = line.words
    if len(words) > _LONGEST_IMPRINT or "。" in words or not _IMPRINT_SIGN.search(words):
        return False
    found = read_imprint(words)
    return not found.rest and (found.explicit or found.edited or bool(found.dated and date(words)))


def join_torn(lines: list[Line]) -> list[Line]:
    """Join each line that cannot end a paragraph with the next line."""
    groups: list[list[Line]] = []
    gap = usual_gap(lines)
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last and is_torn(last.words, line.words, close=line.gap <= gap >= last.gap - 1):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_merge(group) for group in groups]


def is_torn(before: str, after: str, *, close: bool = False) -> bool:
    """Whether ``before`` cannot end a paragraph and ``after`` is ordinary text that can continue it.

    :param close: whether the gap between them is not wider than usual, so that ``before`` is not a caption
        without a full stop.
    """
    if (
        ends_sentence(before)
        or not _can_continue(after)
        or not (_HAN_END.search(before) and _HAN_START.match(after))
    ):
        return False
    if after[0] in NEVER_FIRST and len(before) > 4:
        return True
    if DETERMINED.search(before) or _is_open_quotation(before, after):
        return len(before) > 4
    return _cannot_end(before, after) or (close and _breaks_off(before, after))


def _breaks_off(before: str, after: str) -> bool:
    """Whether ``before`` is running text that breaks off within a sentence or a number."""
    if NUMERAL_END.search(before) and NUMERAL_START.match(after):
        return len(before) >= 20
    whole = len(before) >= 40 and any(mark in before for mark in "。！？")
    return bool(
        whole and before[-1].isalnum() and after[0].isalnum() and not CAPTION_END.search(before[-40:])
    )


def _cannot_end(before: str, after: str) -> bool:
    """Whether ``before`` ends with a word that needs another one, and is not a heading with such an end."""
    if before[-1] == "、":
        return True
    if before[-1] in "，,":  # a line of verse also ends so
        return len(before) >= 15 and (len(after) >= 20 or len(before) >= 25)
    if len(before) <= 12 and not re.search(r"[，,。；;：:]", before):  # the form of a heading
        return False
    return bool(CUT_AFTER_MEASURE.search(before[-8:]) or CUT_AFTER_WORD.search(before[-8:]))


def _can_continue(after: str) -> bool:
    """Whether this is ordinary text: not a heading, list item, caption or speech."""
    return (
        (ends_sentence(after) or len(after) >= 30) and not NUMBERED.match(after) and after[0] not in "▲△【—"
    )


def _is_open_quotation(before: str, after: str) -> bool:
    """Whether ``before`` opens a quotation or bracket that ``after`` closes.

    In a quotation of several paragraphs each one begins with an opening mark. The caller excludes these,
    since ``before`` ends a sentence there.
    """
    waiting: list[str] = []
    for char in before[-400:]:
        if char in PAIRS:
            waiting.append(PAIRS[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
    if not waiting or before[-1] in "：:" or len(before) < 6:
        return False
    close, opening = (
        after.find(waiting[-1]),
        next(key for key, value in PAIRS.items() if value == waiting[-1]),
    )
    return close >= 0 and opening not in after[:close]


def _wrap_column(lines: list[Line]) -> int | None:
    """The column in terminal cells at which the text is wrapped, or None if it is not wrapped."""
    if (
        len(lines) < 6
        or sum(2 * len(line.text) >= _NARROWEST for line in lines) < len(lines) * _MAJORITY * 0.7
    ):
        return None
    widths = sorted(
        (line.indent + width(line.text) for line in lines if len(line.text) <= _WIDEST), reverse=True
    )
    alike = max(3, len(widths) // 10)
    column = next((w for w, low in zip(widths, widths[alike - 1 :], strict=False) if w - low <= _SLACK), 0)
    if not _NARROWEST <= column <= _WIDEST or len(widths) < len(lines) * 0.9:
        return None
    if sum(w > column + _SLACK for w in widths) > len(widths) * 0.1:
        return None  # longer lines show that it is the length of some titles by chance
    pairs = [(before, after) for before, after in pairwise(lines) if is_full(before, after, column)]
    sure = column >= _SURE_COLUMN and widths[0] <= column + _SLACK
    if len(pairs) < max(4, (len(lines) - 1) * (0.2 if sure else _MAJORITY * 0.7)):
        return None
    return column if _is_wrapped_prose(pairs) else None


def _column_of_some(lines: list[Line]) -> int | None:
    """The column at which some paragraphs are wrapped while the others are lines of their own; else None.

    Lines break off there within sentences, and longer ones end sentences.
    """
    broken = [
        width(line.text) + line.indent
        for line, below in pairwise(lines)
        if line.words[-1] not in _ANY_MARK
        and below.gap <= 1
        and below.words[0] not in "—▲△【"
        and len(line.text) <= _WIDEST
        and _PAUSE_WITHIN.search(line.words)
    ]
    if len(broken) < _FEWEST_BROKEN:
        return None
    column = sorted(broken)[-1 - len(broken) // 10]
    if not _SURE_COLUMN <= column <= _WIDEST or han_share(lines[len(lines) // 2].words) < 0.5:
        return None
    full = sum(abs(column - cells) <= _SLACK for cells in broken)
    longer = [line for line in lines if width(line.text) + line.indent > column + _SLACK]
    ended = sum(ends_sentence(line.words) for line in longer)
    return column if full >= max(_FEWEST_BROKEN, len(broken) * 0.9) and ended >= len(longer) * 0.9 else None


def _is_wrapped_prose(pairs: list[tuple[Line, Line]]) -> bool:
    """Whether the full lines break off within sentences, which is typical of running text.

    Chinese lines break anywhere: few end with punctuation, although the text has some. Latin lines break
    between words: they have many words, and most next lines begin in lower case. Lists and code do neither.
    """
    words = "".join(before.text for before, _ in pairs)
    if han_share(words) >= 0.5:
        marked = sum(before.words[-1:] in _ANY_MARK for before, _ in pairs)
        return marked < len(pairs) * _MAJORITY and len(re.findall(r"[。！？，,；]", words)) * 4 > len(pairs)
    spoken = sum(before.text.count(" ") for before, _ in pairs) >= 5 * len(pairs)
    flowing = sum(after.text[:1].islower() for _, after in pairs)
    return spoken and flowing > len(pairs) * _MAJORITY


_FIRST_WORD = re.compile("[!-~]{1,20}|.")


def is_full(before: Line, after: Line, column: int) -> bool:
    """Whether ``before`` has no room for the first word of ``after``."""
    first = _FIRST_WORD.match(after.text)
    taken = width(before.text) + before.indent
    need = width(first[0]) if first else 0
    return taken + need + (_SLACK if need <= 2 or not before.text.isascii() else 1) > column


def _usual_gap_in_paragraphs(lines: list[Line], column: int) -> int:
    pairs = pairwise(lines)
    gaps = Counter(after.gap for before, after in pairs if is_full(before, after, column))
    return gaps.most_common(1)[0][0] if gaps else usual_gap(lines)


def _merge(group: list[Line]) -> Line:
    """Join lines: with a space between Latin words, else with nothing."""
    if len(group) == 1:
        return group[0]
    pieces = [group[0].text]
    for line in group[1:]:
        latin = _is_latin(pieces[-1][-1]) and _is_latin(line.text[0]) and pieces[-1][-1] != "-"
        pieces += [" ", line.text] if latin else [line.text]
    return group[0].with_text("".join(pieces))


def _is_latin(char: str) -> bool:
    return char < "\u2e80" and (char.isalnum() or char in ",.!?;:)('\"%")
