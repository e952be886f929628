"""The frame around the rows of the reading pane.

Textual frames, filters and cuts every row again whenever the text scrolls, which takes longer than painting
it. A row that has been framed once stays framed here, with its parts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

MAX_FRAMED_ROWS = 500
"""The number of framed rows that are kept."""


class FramedRow:
    """A row with its frame, as the parts into which a scroll bar between text and frame divides it."""

    __slots__ = ("_ends", "parts", "row")

    def __init__(self, row: Strip, parts: Sequence[Strip], ends: Sequence[int]) -> None:
        """Remember the parts.

        :param row: what the frame is around.
        :param ends: the cells in which the parts end.
        """
        self.row = row
        self.parts = parts
        self._ends = ends

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Divide the row at some cells."""
        places = list(cuts)
        return self.parts if places == self._ends else self.joined().divide(places)

    def joined(self) -> Strip:
        """The whole row as one strip."""
        return Strip.join(self.parts)


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
        self._styles: dict[Style, Style | None] = {}
        """What the filters make of a style."""
        self._ends: list[int] | None = None
        """The cells in which the parts of all rows end."""
        self._framed: LRUCache[int, FramedRow] = LRUCache(MAX_FRAMED_ROWS)
        """By the identity of the row, which the framed row keeps alive."""

    def around(self, row: Strip) -> FramedRow:
        """Return a row with the frame around it."""
        framed = self._framed.get(id(row))
        if framed is None or framed.row is not row:
            segments: list[Segment] = [segment for segment in row if segment.text]
            text = Strip([*self._left, *self._filtered(segments)], self._left.cell_length + row.cell_length)
            parts = [text, self._gap, self._right] if self._gap.cell_length else [text, self._right]
            if self._ends is None:  # all rows of the pane have the same width
                self._ends = [*accumulate(part.cell_length for part in parts)]
            framed = self._framed[id(row)] = FramedRow(row, parts, self._ends)
        return framed

    def _filtered(self, segments: list[Segment]) -> list[Segment]:
        """What the filters make of some segments. Those of Textual look at nothing but the style."""
        if not self._filters:
            return segments
        return [
            segment if style is None or (shown := self._style_of(style)) is style else Segment(text, shown)
            for segment in segments
            for text, style, _ in (segment,)
        ]

    def _style_of(self, style: Style) -> Style | None:
        if style not in self._styles:
            probe = [Segment("x", style)]
            for each in self._filters:
                probe = each.apply(probe, self._background)
            shown = probe[0].style
            self._styles[style] = style if shown == style else shown
        return self._styles[style]
