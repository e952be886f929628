"""The frame around the rows of the reading pane.

Textual frames, filters and cuts every row again whenever the text scrolls, which takes longer than painting
it. A row that has been framed once stays framed here, with its parts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from rich.segment import Segment
from textual.cache import LRUCache
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

MAX_FRAMED_ROWS = 500
"""The number of framed rows that are kept."""


class FramedRow(Strip):
    """A row with its frame. It knows the parts into which a scroll bar between text and frame divides it."""

    def __init__(self, row: Strip, parts: Sequence[Strip]) -> None:
        """Join the parts.

        :param row: what the frame is around.
        """
        super().__init__(
            [segment for part in parts for segment in part], sum(part.cell_length for part in parts)
        )
        self.row = row
        self._parts = parts
        self._ends = [sum(part.cell_length for part in parts[: at + 1]) for at in range(len(parts))]

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Divide the row at some cells."""
        places = list(cuts)
        return self._parts if places == self._ends else super().divide(places)


class Frame:
    """What is left and right of a row, in one style of the pane. Replaced when that changes."""

    def __init__(
        self,
        left: Strip,
        gap: Strip,
        right: Strip,
        *,
        filters: Sequence[LineFilter],
        background: Color,
        shape: Hashable,
    ) -> None:
        """Prepare a frame.

        :param left: what comes before a row.
        :param gap: where the scroll bar is, between a row and ``right``.
        :param filters: what Textual applies to everything that it paints.
        :param shape: what this frame is made for.
        """
        self.shape = shape
        """What this frame is made for."""
        self._left, self._gap, self._right = left, gap, right
        self._filters, self._background = [*filters], background
        self._framed: LRUCache[int, FramedRow] = LRUCache(MAX_FRAMED_ROWS)
        """By the identity of the row, which the framed row keeps alive."""

    def around(self, row: Strip) -> FramedRow:
        """Return a row with the frame around it."""
        framed = self._framed.get(id(row))
        if framed is None or framed.row is not row:
            segments: list[Segment] = [segment for segment in row if segment.text]
            for each in self._filters:
                segments = each.apply(segments, self._background)
            text = Strip([*self._left, *segments], self._left.cell_length + row.cell_length)
            parts = [text, self._gap, self._right] if self._gap.cell_length else [text, self._right]
            framed = self._framed[id(row)] = FramedRow(row, parts)
        return framed
