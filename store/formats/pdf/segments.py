"""Joins characters that follow each other in a line. A wide gap, as between columns, ends a segment."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from store.formats.pdf.blocks import Block, are_apart, set_blocks
from store.formats.pdf.page_characters import ASCENT

_GAP = 1.0
"""The widest gap within a segment, in sizes: justified text has wide gaps too."""

_SPACED_GAP = 2.6
"""The widest gap within a segment where a space is printed, in sizes: as between the characters of 通　知."""

_BACK = 0.7
"""How far a character may stand before the end of the last one, in sizes."""

_MERGED_GAP = 0.6
"""The widest gap between two segments of one line that do not follow each other in the content."""

_WORD_GAP = 0.18
"""The gap between two words without a printed space, in sizes."""

_WIDE_GAP = 0.75
"""The gap beside an East Asian character that stands for a space."""

_VERTICAL_GAP = 1.7
"""The same in a vertical line, where programs place each character by its own shape."""

_VERTICAL_BACK = 1.7
"""How far a character may stand before the end of the last one there: marks seem to stand above it."""

_LINE = 0.5
"""How far two characters of a line stand apart across it, in sizes, as a raised number does."""

_COLLISION = 0.2
"""The distance of the middles of two characters, in widths, below which they are printed over each other."""

_COLLISIONS = 0.25
"""The share of characters printed over others, from which two segments are not parts of one line."""


_MARKS = frozenset("“”‘’—…·")
"""Marks of Chinese and of Latin text."""

_INITIAL, _LARGE = 2, 1.8
"""The most characters of an initial, and its size, in sizes of the text."""

_BEHIND = 0.1
"""How far a glyph stands before the last one of the content, in sizes, if they are not in order."""

_BACKWARD = 0.25
"""The share of such glyphs from which the places of glyphs say nothing about their order."""


class Glyph(NamedTuple):
    """A character in a level line: ``u`` goes with the line, ``v`` to the next line."""

    char: str
    u0: float
    u1: float
    v0: float
    v1: float
    size: float
    bold: bool
    line: float
    """Where its line stands: ``v`` of the baseline, or of the middle of a vertical line."""
    middle: float
    """The middle of its shape along the line."""
    spaces: str = ""
    """The white space that the content has before it."""
    upright: bool = False
    """Whether it stands upright in a vertical line."""


class Segment:
    """Characters that follow each other in a line."""

    __slots__ = ("_above", "_line", "_size", "_text", "_wide_gap", "block", "bold", "glyphs", "u0", "u1")

    def __init__(self, glyphs: list[Glyph], *, vertical: bool) -> None:
        self._above = 0.5 if vertical else ASCENT
        self._wide_gap = _VERTICAL_GAP if vertical else _WIDE_GAP
        self.glyphs = glyphs
        self.u0 = min([glyph.u0 for glyph in glyphs])
        self.u1 = max([glyph.u1 for glyph in glyphs])
        self.bold = sum([glyph.bold for glyph in glyphs])
        """How many characters are bold."""
        self.block: Block | None = None
        self._forget()

    def _forget(self) -> None:
        self._line: float | None = None
        self._size = 0.0
        self._text = ""

    @property
    def text(self) -> str:
        """Its characters, with spaces between words."""
        if not self._text:
            parts = [self.glyphs[0].char]
            for before, after in pairwise(self.glyphs):
                if after.spaces or after.u0 - before.u1 > _WORD_GAP * after.size:
                    parts.append(self._space(before, after))
                parts.append(after.char)
            self._text = "".join(parts)
        return self._text

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        if not self._size:
            self._size = _most_common([glyph.size for glyph in self.glyphs])
        return self._size

    @property
    def line(self) -> float:
        """Where its line stands: ``v`` of the baseline of most characters."""
        if self._line is None:
            self._line = _most_common([glyph.line for glyph in self.glyphs])
        return self._line

    @property
    def v0(self) -> float:
        """Where characters of its size begin across the line."""
        return self.line - self._above * self.size

    @property
    def v1(self) -> float:
        """Where characters of its size end across the line."""
        return self.v0 + self.size

    def sort(self) -> None:
        """Put the few glyphs in order that the content has before one to their left.

        pdfium orders the parts of a line by their boxes, which may reach over each other.
        """
        back = sum(
            [before.middle - after.middle > _BEHIND * before.size for before, after in pairwise(self.glyphs)]
        )
        if 0 < back <= max(2, _BACKWARD * len(self.glyphs)):
            self.glyphs.sort(key=lambda one: one.middle)
            self._forget()

    def merge(self, others: Sequence[Segment], glyphs: list[Glyph]) -> None:
        """Add other segments of the line.

        :param glyphs: all glyphs in their order.
        """
        self.glyphs = glyphs
        self.u0 = min(self.u0, *(other.u0 for other in others))
        self.u1 = max(self.u1, *(other.u1 for other in others))
        self.bold += sum(other.bold for other in others)
        self._forget()

    def _space(self, before: Glyph, after: Glyph) -> str:
        if after.spaces:
            return "\u3000" if "\u3000" in after.spaces else " "
        gap = (after.u0 - before.u1) / (max(before.size, after.size) or 1.0)
        wide = _is_wide(before) or _is_wide(after) or (before.char in _MARKS and after.char in _MARKS)
        return " " if gap > (self._wide_gap if wide else _WORD_GAP) else ""


def segments(glyphs: Iterable[Glyph], *, vertical: bool = False) -> list[Segment]:
    """Return the segments of glyphs, which are in the order of the content. No visible one is lost.

    :param vertical: whether the lines are vertical on the page.
    """
    runs: list[list[Glyph]] = []
    spaces = ""
    back, gap = (_VERTICAL_BACK, _VERTICAL_GAP) if vertical else (_BACK, _GAP)
    last = largest = None
    for glyph in glyphs:
        if glyph.char.isspace():
            spaces += glyph.char
            continue
        if last is None or largest is None:
            runs.append([glyph])
            largest = glyph
        else:
            size, step = max(last.size, glyph.size), glyph.u0 - last.u1
            beside = step <= (_SPACED_GAP if spaces else gap) * size and (
                step >= -back * glyph.size or glyph.u0 == last.u0
            )
            if beside and (glyph.line == last.line or _same_line(last, glyph) or _same_line(largest, glyph)):
                runs[-1].append(glyph._replace(spaces=spaces) if spaces else glyph)
                largest = glyph if glyph.size > largest.size else largest
            else:
                runs.append([glyph])
                largest = glyph
        last, spaces = glyph, ""
    found = [Segment(run, vertical=vertical) for run in runs]
    set_blocks(found)
    for each in found:
        each.sort()
    return [segment for row in rows(found) for segment in _side_by_side(_interleaved(row))]


def rows(found: Sequence[Segment]) -> list[list[Segment]]:
    """Return the segments by line, from the first line on, each from its start on.

    Long segments make the lines. A short one, such as a raised number, belongs to the nearest.
    """
    places: list[float] = []
    result: list[list[Segment]] = []
    for each in sorted(found, key=lambda one: -len(one.glyphs)):
        line, size = each.line, each.size
        at = bisect_left(places, line)
        best, nearest = -1, math.inf
        for number in (at - 1, at):
            if 0 <= number < len(places):
                away = abs(places[number] - line)
                if away < nearest and away <= _LINE * max(size, result[number][0].size):
                    best, nearest = number, away
        if best >= 0:
            result[best].append(each)
        else:
            places.insert(at, line)
            result.insert(at, [each])
    result = [sorted(row, key=lambda one: one.u0) for row in result]
    for at, row in enumerate(result):
        for number in range(len(row) - 1, -1, -1):
            if is_initial(row, number):
                _raise_initial(result, places, at, number)
    return [row for row in result if row]


def is_initial(row: Sequence[Segment], at: int) -> bool:
    """Whether a segment is the large character that begins a paragraph and stands beside several lines."""
    each = row[at]
    if len(each.glyphs) > _INITIAL or at + 1 == len(row):
        return False
    return each.size >= _LARGE * row[at + 1].size and any(glyph.char.isalnum() for glyph in each.glyphs)


def _raise_initial(result: list[list[Segment]], places: list[float], at: int, number: int) -> None:
    """Move an initial to the first of the lines that it stands beside."""
    initial, size = result[at][number], result[at][number + 1].size
    top = initial.v0 + ASCENT * size
    first = bisect_left(places, top - size)
    if first >= at or abs(places[first] - top) > size:
        return
    beside = bisect_left(result[first], initial.u1 - size / 2, key=lambda one: one.u0)
    free = beside == 0 or result[first][beside - 1].u1 <= initial.u0
    if free and beside < len(result[first]) and result[first][beside].u0 - initial.u1 < 2 * size:
        result[first].insert(beside, result[at].pop(number))


def _interleaved(row: list[Segment]) -> list[Segment]:
    """Put segments into the gaps of others, such as marks that the content has after the text around them."""
    groups: list[list[Segment]] = []
    last = row[0].glyphs[-1]
    for each in row:
        if groups and each.glyphs[0].middle < last.middle:
            groups[-1].append(each)
        else:
            groups.append([each])
            last = each.glyphs[-1]
        last = max(last, each.glyphs[-1], key=lambda one: one.middle)
    return [one for group in groups for one in _interleaved_group(group)]


def _interleaved_group(group: list[Segment]) -> list[Segment]:
    if len(group) == 1:
        return group
    numbered = [[(glyph, at) for glyph in each.glyphs] for at, each in enumerate(group)]
    merged = list(heapq.merge(*numbered, key=lambda one: one[0].middle))
    collisions = sum(
        at != other and _collide(glyph, after) for (glyph, at), (after, other) in pairwise(merged)
    )
    fewer = len(merged) - max(len(each.glyphs) for each in group)
    if collisions > _COLLISIONS * fewer:
        return group
    group[0].merge(group[1:], [glyph for glyph, _ in merged])
    return group[:1]


def _collide(before: Glyph, after: Glyph) -> bool:
    """Whether two glyphs are printed over each other, or a small one above or below a large one."""
    near = _COLLISION * (_width(before) + _width(after)) / 2
    if max(before.size, after.size) > _LARGE * min(before.size, after.size):
        near = (_width(before) + _width(after)) / 2 - min(_width(before), _width(after)) / 2
    return after.middle - before.middle < near


def _side_by_side(row: list[Segment]) -> list[Segment]:
    """Join the segments of a line that have no wide gap between them."""
    groups = [[row[0]]]
    for number, each in enumerate(row[1:], 1):
        last, first = groups[-1][-1].glyphs[-1], each.glyphs[0]
        size = max(last.size, first.size)
        near = -_BACK * size <= each.u0 - groups[-1][-1].u1 <= _MERGED_GAP * size
        if near and not is_initial(row, number - 1) and not are_apart(groups[-1][-1], each):
            groups[-1].append(each)
        else:
            groups.append([each])
    for begin, *others in groups:
        if others:
            begin.merge(others, [glyph for each in (begin, *others) for glyph in each.glyphs])
    return [group[0] for group in groups]


def _same_line(one: Glyph, other: Glyph) -> bool:
    return abs(one.line - other.line) <= _LINE * max(one.size, other.size)


def _width(glyph: Glyph) -> float:
    return glyph.u1 - glyph.u0


def _most_common(values: list[float]) -> float:
    first = values[0]
    if values.count(first) * 2 >= len(values):
        return first
    return Counter(values).most_common(1)[0][0]


def _is_wide(glyph: Glyph) -> bool:
    return glyph.char >= "\u2e80" or glyph.upright
