"""Paragraphs that the way to this file has torn apart or wrapped, put together again.

Only positive evidence joins two lines: what may be the end of a paragraph is left as one.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from store.press.lines import Line, ends_sentence, han_share, usual_gap, width
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
"""Terminal cells: columns outside these are verse, or paragraphs of a line each."""
_SLACK = 4
"""Terminal cells a full line may lack: one character moved down for a mark that cannot begin a line, and
its mark.
"""
_SHARE = 0.6
_HAN_END = re.compile(r"[\u3400-\u9fff].{0,11}$")
_HAN_START = re.compile(r".{0,11}[\u3400-\u9fff]")
_ANY_MARK = frozenset(FINAL + PAUSE + CLOSING)


def unwrap(lines: list[Line]) -> list[Line]:
    """Joins the lines of text wrapped at a fixed column, if this is such text.

    It is if most lines reach the same column and yet do not end a sentence. A paragraph then ends with a
    short line, and where a gap or an indent begins the next.
    """
    column = _column(lines)
    if column is None:
        return lines
    gap, margin = (
        _usual_gap_inside(lines, column),
        Counter(line.indent for line in lines).most_common(1)[0][0],
    )
    marked = any(line.gap > gap or line.indent > margin for line in lines[1:])
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        flows = last is not None and line.gap <= gap and line.indent <= margin and is_full(last, line, column)
        if flows and last is not None and (marked or not ends_sentence(last.words)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_merge(group) for group in groups]


def mend(lines: list[Line]) -> list[Line]:
    """Joins each line that cannot be the end of a paragraph with the line after it."""
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
    """Whether ``before`` cannot end a paragraph and ``after`` is ordinary text that can go on from it.

    :param close: no wider gap stands between them than between any two paragraphs, so that it is not a
        caption that lacks its full stop.
    """
    if (
        ends_sentence(before)
        or not _goes_on(after)
        or not (_HAN_END.search(before) and _HAN_START.match(after))
    ):
        return False
    if after[0] in NEVER_FIRST and len(before) > 4:
        return True
    if DETERMINED.search(before) or _opens(before, after):
        return len(before) > 4
    return _cannot_end(before, after) or (close and _stops_short(before, after))


def _stops_short(before: str, after: str) -> bool:
    """Whether ``before`` is running text that breaks off inside a sentence or a number."""
    if NUMERAL_END.search(before) and NUMERAL_START.match(after):
        return len(before) >= 20
    whole = re.search(r"[。！？]", before) and len(before) >= 40
    return bool(
        whole and before[-1].isalnum() and after[0].isalnum() and not CAPTION_END.search(before[-40:])
    )


def _cannot_end(before: str, after: str) -> bool:
    """Whether the end of ``before`` wants another word, and it is no heading that ends alike."""
    if before[-1] == "、":
        return True
    if before[-1] in "，,":  # so does a line of verse
        return len(before) >= 15 and (len(after) >= 20 or len(before) >= 25)
    if len(before) <= 12 and not re.search(r"[，,。；;：:]", before):  # the shape of a heading
        return False
    return bool(CUT_AFTER_MEASURE.search(before[-8:]) or CUT_AFTER_WORD.search(before[-8:]))


def _goes_on(after: str) -> bool:
    """Whether this is ordinary text: no heading, no list, nobody speaking."""
    return (
        (ends_sentence(after) or len(after) >= 30) and not NUMBERED.match(after) and after[0] not in "▲△【—"
    )


def _opens(before: str, after: str) -> bool:
    """Whether ``before`` opens a quotation or a bracket that ``after`` closes.

    Quotations of several paragraphs open each anew, so one that ends a sentence does not count: see the
    caller.
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


def _column(lines: list[Line]) -> int | None:
    """The cell at which the text is wrapped, or None if it is not."""
    if len(lines) < 6 or sum(2 * len(line.text) >= _NARROWEST for line in lines) < len(lines) * _SHARE * 0.7:
        return None
    widths = sorted(
        (line.indent + width(line.text) for line in lines if len(line.text) <= _WIDEST), reverse=True
    )
    alike = max(3, len(widths) // 10)
    column = next((w for w, low in zip(widths, widths[alike - 1 :], strict=False) if w - low <= _SLACK), 0)
    if not _NARROWEST <= column <= _WIDEST or len(widths) < len(lines) * 0.9:
        return None
    pairs = [(before, after) for before, after in pairwise(lines) if is_full(before, after, column)]
    if len(pairs) < max(4, (len(lines) - 1) * _SHARE * 0.7):
        return None
    return column if _is_wrapped_prose(pairs) else None


def _is_wrapped_prose(pairs: list[tuple[Line, Line]]) -> bool:
    """Whether the full lines break off in the middle of sentences, as nothing but running text does.

    Chinese breaks anywhere, so few lines end with a mark, and yet there are sentences. Latin breaks between
    words: lines of many words, most of which go on with a small letter. A list or a program does neither.
    """
    words = "".join(before.text for before, _ in pairs)
    if han_share(words) >= 0.5:
        marked = sum(before.words[-1:] in _ANY_MARK for before, _ in pairs)
        return marked < len(pairs) * _SHARE and len(re.findall(r"[。！？，,；]", words)) * 4 > len(pairs)
    spoken = sum(before.text.count(" ") for before, _ in pairs) >= 5 * len(pairs)
    flowing = sum(after.text[:1].islower() for _, after in pairs)
    return spoken and flowing > len(pairs) * _SHARE


def is_full(before: Line, after: Line, column: int) -> bool:
    """Whether ``before`` had no room for the first word of ``after``."""
    first = re.match(r"[!-~]{1,20}|.", after.text)
    taken = width(before.text) + before.indent
    need = width(first[0]) if first else 0
    return taken + need + (_SLACK if need <= 2 or not before.text.isascii() else 1) > column


def _usual_gap_inside(lines: list[Line], column: int) -> int:
    pairs = pairwise(lines)
    gaps = Counter(after.gap for before, after in pairs if is_full(before, after, column))
    return gaps.most_common(1)[0][0] if gaps else usual_gap(lines)


def _merge(group: list[Line]) -> Line:
    """One line: nothing between Chinese, a space between Latin words."""
    if len(group) == 1:
        return group[0]
    pieces = [group[0].text]
    for line in group[1:]:
        latin = _is_latin(pieces[-1][-1]) and _is_latin(line.text[0]) and pieces[-1][-1] != "-"
        pieces += [" ", line.text] if latin else [line.text]
    return group[0].with_text("".join(pieces))


def _is_latin(char: str) -> bool:
    return char < "\u2e80" and (char.isalnum() or char in ",.!?;:)('\"%")
