"""Joins characters that follow each other in a line. A wide gap, as between columns, ends a segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

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

_OVERLAP = 0.5
"""The share of the lower one's height that two characters of a line have in common."""


class Glyph(NamedTuple):
    """A character in a level line: ``u`` goes with the line, ``v`` to the next line."""

    char: str
    u0: float
    u1: float
    v0: float
    v1: float
    size: float
    bold: bool


class Segment:
    """Characters that follow each other in a line."""

    __slots__ = ("_back", "_gap", "_parts", "_wide_gap", "bold", "sizes", "u0", "u1", "v0", "v1")

    def __init__(self, glyph: Glyph, *, vertical: bool) -> None:
        self._back = _VERTICAL_BACK if vertical else _BACK
        self._gap = _VERTICAL_GAP if vertical else _GAP
        self._wide_gap = _VERTICAL_GAP if vertical else _WIDE_GAP
        self._parts = [glyph.char]
        self.u0, self.u1, self.v0, self.v1 = glyph.u0, glyph.u1, glyph.v0, glyph.v1
        self.sizes = [glyph.size]
        """The size of each character."""
        self.bold = int(glyph.bold)
        """How many characters are bold."""

    @property
    def text(self) -> str:
        """Its characters, with spaces between words."""
        return "".join(self._parts)

    @property
    def size(self) -> float:
        """The size of its last character."""
        return self.sizes[-1]

    def continued_by(self, glyph: Glyph, spaces: str) -> bool:
        """Whether a glyph stands next to the last one, in the same line.

        :param spaces: the white space that the content has between them.
        """
        gap, size = glyph.u0 - self.u1, glyph.size
        most = _SPACED_GAP if spaces else self._gap
        larger = max(self.sizes[-1], size)
        return -self._back * size <= gap <= most * larger and _same_line(self, glyph)

    def add(self, glyph: Glyph, spaces: str) -> None:
        """Add a glyph at the end."""
        if spaces or glyph.u0 - self.u1 > _WORD_GAP * glyph.size:
            self._parts.append(self._space(glyph, spaces))
        self._parts.append(glyph.char)
        self._extend(glyph)
        self.sizes.append(glyph.size)
        self.bold += glyph.bold

    def merge(self, other: Segment) -> None:
        """Add the segment to the right."""
        first = other._parts[0]
        gap = other.u0 - self.u1
        wide = _is_wide(self._parts[-1]) or _is_wide(first)
        space = " " if gap > (self._wide_gap if wide else _WORD_GAP) * max(self.size, other.size) else ""
        self._parts += [space, *other._parts]
        self._extend(other)
        self.sizes += other.sizes
        self.bold += other.bold

    def _extend(self, other: Glyph | Segment) -> None:
        self.u0 = min(self.u0, other.u0)
        self.u1 = max(self.u1, other.u1)
        self.v0 = min(self.v0, other.v0)
        self.v1 = max(self.v1, other.v1)

    def _space(self, glyph: Glyph, spaces: str) -> str:
        last, gap = self._parts[-1], (glyph.u0 - self.u1) / (max(self.size, glyph.size) or 1.0)
        if spaces:
            return "\u3000" if "\u3000" in spaces else " "
        wide = _is_wide(last) or _is_wide(glyph.char)
        return " " if gap > (self._wide_gap if wide else _WORD_GAP) else ""


def segments(glyphs: Iterable[Glyph], *, vertical: bool = False) -> list[Segment]:
    """Return the segments of glyphs, which are in the order of the content. No visible one is lost.

    :param vertical: whether the lines are vertical on the page.
    """
    found: list[Segment] = []
    spaces = ""
    for glyph in glyphs:
        if glyph.char.isspace():
            spaces += glyph.char
            continue
        if found and found[-1].continued_by(glyph, spaces):
            found[-1].add(glyph, spaces)
        else:
            found.append(Segment(glyph, vertical=vertical))
        spaces = ""
    return [merged for row in rows(found) for merged in _merged(row)]


def rows(found: Sequence[Segment]) -> list[list[Segment]]:
    """Return the segments by line, from the first line on, each from its start on."""
    result: list[list[Segment]] = []
    open_rows: list[tuple[list[float], list[Segment]]] = []
    for each in sorted(found, key=lambda one: (one.v0 + one.v1, one.u0)):
        open_rows = [row for row in open_rows if row[0][1] > each.v0]
        for extent, row in open_rows:
            if _overlap(extent[0], extent[1], each.v0, each.v1) >= _OVERLAP:
                row.append(each)
                extent[0], extent[1] = min(extent[0], each.v0), max(extent[1], each.v1)
                break
        else:
            row = [each]
            result.append(row)
            open_rows.append(([each.v0, each.v1], row))
    return [sorted(row, key=lambda one: one.u0) for row in result]


def _merged(row: list[Segment]) -> list[Segment]:
    result = [row[0]]
    for each in row[1:]:
        size = min(result[-1].size, each.size)
        if -_BACK * size <= each.u0 - result[-1].u1 <= _MERGED_GAP * size:
            result[-1].merge(each)
        else:
            result.append(each)
    return result


def _same_line(one: Segment, other: Glyph) -> bool:
    if one.v0 == other.v0 and one.v1 == other.v1:
        return True
    return _overlap(one.v0, one.v1, other.v0, other.v1) >= _OVERLAP


def _overlap(low: float, high: float, other_low: float, other_high: float) -> float:
    """Return the share of the lower one's height that both have; one without height counts whole."""
    common = min(high, other_high) - max(low, other_low)
    lower = min(high - low, other_high - other_low)
    return common / lower if lower > 0 else float(common >= 0)


def _is_wide(char: str) -> bool:
    return char >= "\u2e80"
