"""Breaks a paragraph into lines, as Chinese printed text is broken.

The *measure* is the length of a full line, here in cells.

The rules are those of W3C *Requirements for Chinese Text Layout* (CLREQ): prohibition rules for line
start and line end, 避头尾, and unbreakable marks, 避分离. The method is push-out, 推出: characters that
must not be separated from the next line move down to it. Punctuation is not compressed and does not hang.

Every place between two code points gets a *penalty*. A line ends at the last place within the measure
that has the lowest penalty. So the measure takes precedence over the prohibitions, and the prohibitions
take precedence over keeping words whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from store.chinese.graphemes import compounds
from store.chinese.tokens import ALPHABETIC
from store.patterns import late_pattern
from tui.typesetting.glyphs import columns
from tui.typesetting.justifying import justified_gaps
from tui.typesetting.ruby import Ruby

DASHES_AND_ELLIPSES = "—―─…‥⋯"
SLASHES = "/／"

_CLOSING_AND_PAUSES = (
    "、，；：。！？”’」』）〉》】〕·–～％‰"  # common marks
    "｡､﹑﹐﹒﹔﹕﹖﹗．｝］〗〙〛〞〟｣‧・•〜－‱℃℉′″"  # rarer forms of them
    ",.;:!?)]}%~-"  # half-width, found in scraped text; CLREQ includes connectors
)
NOT_AT_LINE_START = _CLOSING_AND_PAUSES + SLASHES + DASHES_AND_ELLIPSES
NOT_AT_LINE_END = "“‘「『（《〈【〔([{｛［〖〘〚〝｢"


class Prohibitions(NamedTuple):
    """Marks that must not start a line, and marks that must not end one: one level of CLREQ's 避头尾."""

    line_start: str
    line_end: str


BASIC = Prohibitions(_CLOSING_AND_PAUSES, NOT_AT_LINE_END)
"""Basic processing, 基本处理: no line starts with a pause, stop, closing mark, connector or interpunct, and
no line ends with an opening mark."""
GB_STYLE = Prohibitions(_CLOSING_AND_PAUSES + SLASHES, NOT_AT_LINE_END + SLASHES)
"""GB style: as basic, and no line starts or ends with a slash, 分隔号."""
STRICT = Prohibitions(NOT_AT_LINE_START, NOT_AT_LINE_END)
"""Strict processing, 严格处理: as basic, and no line starts with a slash, a dash or an ellipsis."""

CURRENCY = "￥$¥＄€£￡"
"""Currency signs are not separated from the digits after them."""

_FREE, _INSIDE_WORD, _PROHIBITED, _INSIDE_PAIR, _NEVER = range(5)
"""The penalties, lowest first: a line may end here; inside a word, number or address; forbidden by 避头尾;
inside ``——`` or ``……``; inside a grapheme cluster or before a space, which stays with the word before."""

HANGING = (
    " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u200e\u200f\u205f\u3000"
)
"""Spaces and characters without width. At the end of a line they hang: they may exceed the measure."""

_hanging_from = re.compile(f"[{HANGING}]*").match

_TOKEN = late_pattern(
    rf"""
    (?![一-鿿]) (?:  # most of the text: skipped quickly
    (?P<word>
        (?:https?|ftp):// [!\#-&(-;=?-\[\]_a-z~]* [\#/0-9A-Z_a-z=&~]  # a URL, without a final mark
      | [{CURRENCY}]? [-+−±\#@]? [{ALPHABETIC}_]+
        (?: (?: [-.'’@&+$] | (?<=\d)[,:/．，–](?=\d) ) [{ALPHABETIC}_]+ )*  # don't, 25.9, 1,500, 2020-03-24
        (?: [+\#%‰％‱℃℉′″] | °[CF]? )*
    )
    | (?P<run> (?P<mark>[{DASHES_AND_ELLIPSES}]) (?P=mark)* )
    | (?P<closing> [{re.escape(NOT_AT_LINE_START)}] )
    | (?P<opening> [{re.escape(NOT_AT_LINE_END)}] [{HANGING}]* )
    | (?P<quote> ["'＂＇] )
    | (?P<space> [{HANGING}]+ )
    | (?P<glue> [\u00a0\u2007\u202f\u2060\ufeff] )
    )
    """,
    re.VERBOSE,
)

_NOT_AT_START = late_pattern(f"[{re.escape(NOT_AT_LINE_START)}]")
_NOT_AT_END = late_pattern(f"[{re.escape(NOT_AT_LINE_END)}]")
_URL_BREAK = late_pattern(rf"(?<=[/?&\-.=#_])(?=[{ALPHABETIC}])")
"""Where a URL that is longer than a line is best broken."""


class Line(NamedTuple):
    """One line: ``text[start:end]`` after ``indent`` blank cells. The text is that of the whole article."""

    start: int
    end: int
    indent: int
    gaps: tuple[tuple[int, int], ...] = ()
    """(offset, cells): blank cells before these code points, which justify the line or make room for ruby."""


def break_lines(
    text: str,
    start: int,
    end: int,
    measure: int,
    *,
    indent: int = 0,
    ambiguous: int = 1,
    prohibitions: Prohibitions = STRICT,
    justified: bool = False,
    ruby: Sequence[Ruby] = (),
    hanging: int | None = None,
) -> list[Line]:
    """Break the paragraph ``text[start:end]`` into lines. There is at least one line.

    Joined together, the lines are the paragraph. Spaces at the end of a line belong to it and hang: its
    width does not include them. A grapheme cluster that is wider than the measure gets its own line.

    :param text: the text. The paragraph in it must not contain a newline.
    :param measure: the greatest width of a line, in cells.
    :param indent: blank cells before the first line. None if no character would fit after them.
    :param ambiguous: the width of characters that Unicode calls ambiguous: 1 or 2 cells.
    :param justified: whether to fill every line except the last to the measure with blank cells.
    :param ruby: the ruby of the paragraph, in text order. Lines have room for it.
    :param hanging: the most cells by which spaces may exceed the measure; more spaces go on to the next
        line. None if any number may.
    """
    paragraph = text[start:end]
    clusters = compounds(paragraph)
    before = columns(paragraph, clusters, ambiguous)
    penalties = _penalties(paragraph, clusters, before, measure, prohibitions)
    readings = [Ruby(each.start - start, each.end - start, each.reading) for each in ruby]
    room = _make_room(paragraph, before, penalties, readings, measure) if readings else {}
    if indent + 2 > measure:
        indent = 0
    lines: list[Line] = []
    at = hung = 0
    while at < len(paragraph) or not lines:
        within = bisect_right(before, before[at] + measure - indent, at) - 1
        if within >= hung:
            hung = _hanging_from(paragraph, within).end()  # type: ignore[union-attr]  # it always matches
        within = hung
        most = len(paragraph)
        if hanging is not None:
            most = bisect_right(before, before[at] + measure - indent + hanging, at) - 1
            most = most if most > at else len(paragraph)
        to = _last_break(penalties, at, within, most) if within < len(paragraph) else len(paragraph)
        to = min(to, most)
        gaps = {place: cells for place, cells in room.items() if at < place < to} if room else {}
        if justified and to < len(paragraph):
            slack = measure - indent - (before[_end_without_spaces(paragraph, at, to)] - before[at])
            gaps = justified_gaps(
                paragraph, range(at, to), slack, gaps, lambda place: penalties[place] == _FREE
            )
        lines.append(Line(start + at, start + to, indent, _absolute(gaps, start)))
        at, indent = to, 0
    return lines


def _last_break(penalties: bytearray, at: int, within: int, most: int) -> int:
    """The end of a line that starts at ``at``, when ``within`` is the last offset that fits the measure.

    :param most: how far a line goes at the most if it cannot be broken.
    """
    for penalty in (_FREE, _INSIDE_WORD, _PROHIBITED, _INSIDE_PAIR):
        found = penalties.rfind(penalty, at + 1, within + 1)
        if found >= 0:
            return found
    end = at + 1
    while end < most and penalties[end] == _NEVER:
        end += 1
    return end


def _absolute(gaps: dict[int, int], start: int) -> tuple[tuple[int, int], ...]:
    return tuple((start + place, cells) for place, cells in sorted(gaps.items()))


def _end_without_spaces(paragraph: str, at: int, to: int) -> int:
    """The end of a line without the spaces that hang."""
    return at + len(paragraph[at:to].rstrip(HANGING))


def _make_room(
    paragraph: str, before: list[int], penalties: bytearray, readings: Sequence[Ruby], measure: int
) -> dict[int, int]:
    """Add blank cells after words that are narrower than their ruby. Updates ``before`` and ``penalties``.

    Closing marks after a word give its ruby room too, so the blank cells come after them. There is a
    blank cell between two readings. A word with ruby is not broken, unless it is longer than a line.

    :return: the number of blank cells, by the offset that they come before.
    """
    room: dict[int, int] = {}
    added = done = 0
    followings = [*(each.start for each in readings[1:]), len(paragraph)]
    for (first, last, reading), following in zip(readings, followings, strict=True):
        place = last
        while place < following and paragraph[place] in NOT_AT_LINE_START:
            place += 1
        for at in range(done, place):
            before[at] += added
        done = place
        missing = len(reading) + 1 - (before[following] + added - before[first])
        if missing > 0 and len(reading) < measure:
            room[place] = missing
            added += missing
        for at in range(first + 1, last):
            penalties[at] = max(penalties[at], _INSIDE_WORD)
    for at in range(done, len(before)):
        before[at] += added
    return room


def _penalties(
    paragraph: str,
    clusters: list[tuple[int, int]],
    before: list[int],
    measure: int,
    prohibitions: Prohibitions = STRICT,
) -> bytearray:
    """The penalty of a break before each code point and, as the last item, at the end of the paragraph."""
    penalties = bytearray(len(paragraph) + 1)
    opened: set[str] = set()
    for token in _TOKEN.finditer(paragraph):
        start, end = token.span()
        kind = token.lastgroup
        if kind == "word":
            _keep_word_whole(penalties, token, is_longer_than_line=before[end] - before[start] > measure)
        elif kind == "closing":
            _keep_mark(penalties, paragraph, start, prohibitions)
        elif kind == "opening":
            penalties[start + 1 : end] = bytes([_NEVER]) * (end - start - 1)
            penalties[end] = _PROHIBITED
        elif kind == "space":
            penalties[start:end] = bytes([_NEVER]) * (end - start)
        elif kind == "quote":
            closing = _is_closing_quote(paragraph, start, opened)
            penalties[start if closing else end] = _PROHIBITED
        elif kind == "glue":
            penalties[start] = max(penalties[start], _INSIDE_WORD)
            penalties[end] = _INSIDE_WORD
        else:
            _keep_mark(penalties, paragraph, start, prohibitions)
            penalties[start + 1 : end] = bytes([_INSIDE_PAIR]) * (end - start - 1)
    for start, end in clusters:
        penalties[start + 1 : end] = bytes([_NEVER]) * (end - start - 1)
    return penalties


def _keep_mark(penalties: bytearray, paragraph: str, at: int, prohibitions: Prohibitions) -> None:
    """Keep a mark on the line of the character before it, after it, or both, as ``prohibitions`` require."""
    if paragraph[at] in prohibitions.line_start:
        penalties[at] = max(penalties[at], _PROHIBITED)
    if paragraph[at] in prohibitions.line_end:
        penalties[at + 1] = max(penalties[at + 1], _PROHIBITED)


def _keep_word_whole(penalties: bytearray, token: re.Match[str], *, is_longer_than_line: bool) -> None:
    """Keep a word, number or URL on one line. Where it must be broken, follow the 避头尾 rules."""
    start, end = token.span()
    penalties[start + 1 : end] = bytes([_INSIDE_WORD]) * (end - start - 1)
    if token.group().isalnum():
        return
    if is_longer_than_line:
        for place in _URL_BREAK.finditer(token.string, start + 1, end):
            penalties[place.start()] = _FREE
    for mark in _NOT_AT_START.finditer(token.string, start, end):
        penalties[mark.start()] = _PROHIBITED
    for mark in _NOT_AT_END.finditer(token.string, start, end):
        penalties[mark.end()] = _PROHIBITED


def _is_closing_quote(paragraph: str, at: int, opened: set[str]) -> bool:
    """Whether the straight quote at ``at`` is a closing one. Updates ``opened``, the quotes now open.

    A space or a mark beside the quote decides. Between two other characters, it closes if its kind is open.
    """
    quote, preceding, following = paragraph[at], paragraph[at - 1 : at], paragraph[at + 1 : at + 2]
    if not following or following.isspace() or following in NOT_AT_LINE_START:
        is_closing = True
    elif not preceding or preceding.isspace() or preceding in NOT_AT_LINE_END:
        is_closing = False
    else:
        is_closing = quote in opened
    if is_closing:
        opened.discard(quote)
    else:
        opened.add(quote)
    return is_closing
