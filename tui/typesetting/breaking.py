"""A paragraph and a measure become lines, broken as Chinese print breaks them.

The rules are those of W3C *Requirements for Chinese Text Layout* (CLREQ): the prohibition rules for
line start and line end 避头尾 and those against parting what is one 避分离; the method is push-out 推出:
what may not be parted from the next line goes down to it. Nothing is squeezed and no mark hangs.

Every place between two code points gets a *grip*: how firmly it is held together. A line ends at the
last place within the measure that is free; when it has none, at the last of those held least. So
the measure comes before the prohibitions, and the prohibitions before whole words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from store.chinese.graphemes import compounds
from store.chinese.words import ALPHABETIC
from tui.typesetting.glyphs import edges
from tui.typesetting.justifying import justified_gaps
from tui.typesetting.notation import Notation

DASHES_AND_ELLIPSES = "—―─…‥⋯"
SLASHES = "/／"

_CLOSING_AND_PAUSES = (
    "、，；：。！？”’」』）〉》】〕·–～％‰"  # the common ones
    "｡､﹑﹐﹒﹔﹕﹖﹗．｝］〗〙〛〞〟｣‧・•〜－‱℃℉′″"  # their rarer relations
    ",.;:!?)]}%~-"  # half-width, as scraped text has them; CLREQ counts in connectors
)
NOT_AT_LINE_START = _CLOSING_AND_PAUSES + SLASHES + DASHES_AND_ELLIPSES
NOT_AT_LINE_END = "“‘「『（《〈【〔([{｛［〖〘〚〝｢"


class Prohibitions(NamedTuple):
    """What may not stand at the start and at the end of a line: a level of CLREQ's 避头尾."""

    line_start: str
    line_end: str


BASIC = Prohibitions(_CLOSING_AND_PAUSES, NOT_AT_LINE_END)
"""Basic processing 基本处理: pauses, stops, closing marks, connectors and interpuncts start no line,
opening marks end none."""
GB_STYLE = Prohibitions(_CLOSING_AND_PAUSES + SLASHES, NOT_AT_LINE_END + SLASHES)
"""GB style: slashes 分隔号 besides, which neither start a line nor end one."""
STRICT = Prohibitions(NOT_AT_LINE_START, NOT_AT_LINE_END)
"""Strict processing 严格处理: dashes and ellipses besides, which start no line."""

CURRENCY = "￥$¥＄€£￡"
"""Never parted from the digits that follow."""

_FREE, _WHOLE, _PROHIBITED, _PAIRED, _NEVER = range(5)
"""The grips. A line may end here; inside a word, a number, an address; 避头尾; inside ``——`` or ``……``;
inside a grapheme cluster, or before a space (which stays with what it follows)."""

HANGING = (
    " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u200e\u200f\u205f\u3000"
)
"""Spaces, and marks that take no cell: at the end of a line they hang beyond the measure."""

_hanging_from = re.compile(f"[{HANGING}]*").match

_HELD = re.compile(
    rf"""
    (?![一-鿿]) (?:  # most of the text: passed over at once
    (?P<whole>
        (?:https?|ftp):// [!\#-&(-;=?-\[\]_a-z~]* [\#/0-9A-Z_a-z=&~]  # an address, less what ends a sentence
      | [{CURRENCY}]? [-+−±\#@]? [{ALPHABETIC}_]+
        (?: (?: [-.'’@&+$] | (?<=\d)[,:/．，–](?=\d) ) [{ALPHABETIC}_]+ )*  # don't, 25.9, 1,500, 2020-03-24
        (?: [+\#%‰％‱℃℉′″] | °[CF]? )*
    )
    | (?P<run> (?P<mark>[{DASHES_AND_ELLIPSES}]) (?P=mark)* )
    | (?P<closing> [{re.escape(NOT_AT_LINE_START)}] )
    | (?P<opening> [{re.escape(NOT_AT_LINE_END)}] [{HANGING}]* )
    | (?P<quote> ["'＂＇] )
    | (?P<hanging> [{HANGING}]+ )
    | (?P<glue> [\u00a0\u2007\u202f\u2060\ufeff] )
    )
    """,
    re.VERBOSE,
)

_STARTS_NO_LINE = re.compile(f"[{re.escape(NOT_AT_LINE_START)}]")
_ENDS_NO_LINE = re.compile(f"[{re.escape(NOT_AT_LINE_END)}]")
_SEAM = re.compile(rf"(?<=[/?&\-.=#_])(?=[{ALPHABETIC}])")
"""Where an address that is longer than a line is best broken."""


class Line(NamedTuple):
    """One line: ``text[start:end]``, in code points of the whole text, after ``indent`` blank cells."""

    start: int
    end: int
    indent: int
    gaps: tuple[tuple[int, int], ...] = ()
    """(offset, cells): blank cells set before these code points, to justify or to make room above."""


def set_paragraph(
    text: str,
    start: int,
    end: int,
    measure: int,
    *,
    indent: int = 0,
    ambiguous: int = 1,
    prohibitions: Prohibitions = STRICT,
    justified: bool = False,
    notation: Sequence[Notation] = (),
) -> list[Line]:
    """``text[start:end]``, which has no newline, in lines of at most ``measure`` cells; one line at least.

    The lines put together are the text. ``indent`` cells are left before the first line, unless no
    character would fit beside them. Spaces at the end of a line belong to it and hang: they are not
    counted in its width. A grapheme cluster wider than the measure gets a line to itself.
    ``ambiguous`` is the width of the characters that Unicode calls ambiguous: 1 or 2 cells.

    :param justified: fill the lines but the last to the measure, by blank cells between characters.
    :param notation: what stands above words, in order; room is made for it.
    """
    paragraph = text[start:end]
    clusters = compounds(paragraph)
    before = edges(paragraph, clusters, ambiguous)
    grips = _grips(paragraph, clusters, before, measure, prohibitions)
    notes = [Notation(note.start - start, note.end - start, note.words) for note in notation]
    room = _make_room(paragraph, before, grips, notes, measure) if notes else {}
    if indent + 2 > measure:
        indent = 0
    lines: list[Line] = []
    at = 0
    while at < len(paragraph) or not lines:
        within = bisect_right(before, before[at] + measure - indent, at) - 1
        within = _hanging_from(paragraph, within).end()  # type: ignore[union-attr]  # it matches anywhere
        to = _last_break(grips, at, within) if within < len(paragraph) else len(paragraph)
        gaps = {place: cells for place, cells in room.items() if at < place < to} if room else {}
        if justified and to < len(paragraph):
            slack = measure - indent - (before[_hanging_back(paragraph, at, to)] - before[at])
            gaps = justified_gaps(paragraph, range(at, to), slack, gaps, lambda place: grips[place] == _FREE)
        lines.append(Line(start + at, start + to, indent, _absolute(gaps, start)))
        at, indent = to, 0
    return lines


def _last_break(grips: bytearray, at: int, within: int) -> int:
    """Where a line that starts at ``at`` ends, when the measure reaches to ``within``."""
    for grip in (_FREE, _WHOLE, _PROHIBITED, _PAIRED):
        found = grips.rfind(grip, at + 1, within + 1)
        if found >= 0:
            return found
    end = at + 1
    while end < len(grips) - 1 and grips[end] == _NEVER:
        end += 1
    return end


def _absolute(gaps: dict[int, int], start: int) -> tuple[tuple[int, int], ...]:
    return tuple((start + place, cells) for place, cells in sorted(gaps.items()))


def _hanging_back(paragraph: str, at: int, to: int) -> int:
    """Where the spaces that hang at the end of a line begin."""
    return at + len(paragraph[at:to].rstrip(HANGING))


def _make_room(
    paragraph: str, before: list[int], grips: bytearray, notation: Sequence[Notation], measure: int
) -> dict[int, int]:
    """Blank cells after the words whose notation is wider than they are; ``before`` and ``grips`` are told.

    They come after the closing marks that follow the word, which give room as well. A word with its
    notation is not broken, unless it is longer than a line. Two notations have a blank cell between them.
    """
    room: dict[int, int] = {}
    added = done = 0
    followings = [*(note.start for note in notation[1:]), len(paragraph)]
    for (first, last, words), upto in zip(notation, followings, strict=True):
        place = last
        while place < upto and paragraph[place] in NOT_AT_LINE_START:
            place += 1
        for at in range(done, place):
            before[at] += added
        done = place
        short = len(words) + 1 - (before[upto] + added - before[first])
        if short > 0 and len(words) < measure:
            room[place] = short
            added += short
        for at in range(first + 1, last):
            grips[at] = max(grips[at], _WHOLE)
    for at in range(done, len(before)):
        before[at] += added
    return room


def _grips(
    paragraph: str,
    clusters: list[tuple[int, int]],
    before: list[int],
    measure: int,
    prohibitions: Prohibitions = STRICT,
) -> bytearray:
    """The grip of the place before each code point, and, last, of the paragraph's end."""
    grips = bytearray(len(paragraph) + 1)
    opened: set[str] = set()
    for held in _HELD.finditer(paragraph):
        start, end = held.span()
        kind = held.lastgroup
        if kind == "whole":
            _hold_whole(grips, held, longer_than_line=before[end] - before[start] > measure)
        elif kind == "closing":
            _hold_mark(grips, paragraph, start, prohibitions)
        elif kind == "opening":
            grips[start + 1 : end] = bytes([_NEVER]) * (end - start - 1)
            grips[end] = _PROHIBITED
        elif kind == "hanging":
            grips[start:end] = bytes([_NEVER]) * (end - start)
        elif kind == "quote":
            closing = _closes(paragraph, start, opened)
            grips[start if closing else end] = _PROHIBITED
        elif kind == "glue":
            grips[start] = max(grips[start], _WHOLE)
            grips[end] = _WHOLE
        else:
            _hold_mark(grips, paragraph, start, prohibitions)
            grips[start + 1 : end] = bytes([_PAIRED]) * (end - start - 1)
    for start, end in clusters:
        grips[start + 1 : end] = bytes([_NEVER]) * (end - start - 1)
    return grips


def _hold_mark(grips: bytearray, paragraph: str, at: int, prohibitions: Prohibitions) -> None:
    """Hold a mark to what stands before it, and to what follows, as the level of the prohibitions has it."""
    if paragraph[at] in prohibitions.line_start:
        grips[at] = max(grips[at], _PROHIBITED)
    if paragraph[at] in prohibitions.line_end:
        grips[at + 1] = max(grips[at + 1], _PROHIBITED)


def _hold_whole(grips: bytearray, held: re.Match[str], *, longer_than_line: bool) -> None:
    """Hold a word, a number or an address together, and keep to 避头尾 where it must be broken."""
    start, end = held.span()
    grips[start + 1 : end] = bytes([_WHOLE]) * (end - start - 1)
    if held.group().isalnum():
        return
    if longer_than_line:
        for seam in _SEAM.finditer(held.string, start + 1, end):
            grips[seam.start()] = _FREE
    for mark in _STARTS_NO_LINE.finditer(held.string, start, end):
        grips[mark.start()] = _PROHIBITED
    for mark in _ENDS_NO_LINE.finditer(held.string, start, end):
        grips[mark.end()] = _PROHIBITED


def _closes(paragraph: str, at: int, opened: set[str]) -> bool:
    """Whether the straight quote at ``at`` closes; ``opened``, the quotes now open, is kept up to date.

    What stands beside it tells: a space or a mark. Between two characters, the second of a pair closes.
    """
    quote, preceding, following = paragraph[at], paragraph[at - 1 : at], paragraph[at + 1 : at + 2]
    if not following or following.isspace() or following in NOT_AT_LINE_START:
        closes = True
    elif not preceding or preceding.isspace() or preceding in NOT_AT_LINE_END:
        closes = False
    else:
        closes = quote in opened
    if closes:
        opened.discard(quote)
    else:
        opened.add(quote)
    return closes
