"""The galley proof: a whole article set in lines, and the way between its text and its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from store.article import Block, BlockKind, paragraphs
from store.chinese.graphemes import compounds, snap_start
from tui.typesetting.breaking import HANGING, Line, set_paragraph
from tui.typesetting.glyphs import edges

_TOGETHER = (
    {BlockKind.BYLINE, BlockKind.DATE},
    {BlockKind.KICKER, BlockKind.TITLE},
    {BlockKind.TITLE, BlockKind.SUBTITLE},
)
"""Kinds of block that stand together without a blank row."""

_SPACES = tuple(HANGING)

_line_start = itemgetter(0)


class Row(NamedTuple):
    """One row of the galley: a line of the block with index ``block``, or the blank row above that block."""

    line: Line | None
    block: int


class Galley:
    """A text set in lines, one block after another, with a blank row between most of them.

    Rows (y) count from 0 at the top, cells (x) from 0 at the left edge of the measure; offsets are code
    points of the text. Blocks are set from the top, as far as an answer needs them.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        measure: int,
        ambiguous: int = 1,
        first_line_indent: int = 4,
    ) -> None:
        """Set ``text`` to ``measure`` cells, each ambiguous character taking ``ambiguous`` (1 or 2).

        A paragraph's first line begins ``first_line_indent`` cells in, unless the text has spaces there.
        Without blocks, each line of the text is taken for a paragraph.
        """
        self.text = text
        self.measure = measure
        self.ambiguous = ambiguous
        self.first_line_indent = first_line_indent
        self._blocks = blocks or [Block(BlockKind.PARAGRAPH, start, end) for start, end in paragraphs(text)]
        self._starts = [block.start for block in self._blocks]
        self._lines: list[list[Line]] = []
        """The lines of each block set so far."""
        self._tops: list[int] = []
        """The row of the first line of each block set so far."""
        self._bottom = 0
        """The row after the last block set so far."""

    @property
    def height(self) -> int:
        """The number of rows, blank ones included. Everything is set to find it."""
        self._set_blocks(len(self._blocks))
        return self._bottom

    def row(self, y: int) -> Row:
        """What stands in row ``y``.

        :raises IndexError: there is no such row.
        """
        self._set_rows(y + 1)
        if not 0 <= y < self._bottom:
            raise IndexError(f"no row {y} in a galley of {self._bottom}")
        block = bisect_right(self._tops, y) - 1
        lines, within = self._lines[block], y - self._tops[block]
        return Row(lines[within], block) if within < len(lines) else Row(None, block + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """The row and the cell (y, x) where the character at ``offset`` begins.

        A newline, and the end of the text, have the place after the last character of their line:
        x = ``measure`` when that line is full. Spaces that hang beyond the measure are in its last cell.
        """
        offset = snap_start(self.text, offset)
        y, line = self._find(offset)
        x = line.indent + self._edges(line)[min(offset, line.end) - line.start]
        return y, min(x, self.measure - 1 if offset < line.end else self.measure)

    def line_of(self, offset: int) -> int:
        """The row of the character at ``offset``."""
        return self._find(snap_start(self.text, offset))[0]

    def offset_at(self, y: int, x: int) -> int:
        """The offset of the character that covers the cell ``x`` of row ``y``, or of the nearest.

        Left of a line that is its first character, right of it its last; in a blank row, that of the
        line below; above and below the galley, that of its first and last row.
        """
        line = self._nearest_line(y)
        before = self._edges(line)
        cell = min(max(x - line.indent, 0), before[-1] - 1)
        return line.start + max(bisect_right(before, cell) - 1, 0)

    def _set_rows(self, count: int) -> None:
        """Set blocks until there are ``count`` rows, or no more blocks."""
        while self._bottom < count and len(self._lines) < len(self._blocks):
            self._set_blocks(len(self._lines) + 1)

    def _set_blocks(self, count: int) -> None:
        """Set blocks until ``count`` are."""
        for index in range(len(self._lines), count):
            block = self._blocks[index]
            blank = index > 0 and {self._blocks[index - 1].kind, block.kind} not in _TOGETHER
            lines = set_paragraph(
                self.text,
                block.start,
                block.end,
                self.measure,
                indent=self._indent(block),
                ambiguous=self.ambiguous,
            )
            self._tops.append(self._bottom + blank)
            self._lines.append(lines)
            self._bottom = self._tops[index] + len(lines)

    def _indent(self, block: Block) -> int:
        """The cells before the first line of ``block``."""
        spaced = self.text.startswith(_SPACES, block.start, block.end)
        return self.first_line_indent if block.kind is BlockKind.PARAGRAPH and not spaced else 0

    def _find(self, offset: int) -> tuple[int, Line]:
        """The row and the line in which the code point at ``offset`` stands."""
        block = max(bisect_right(self._starts, offset) - 1, 0)
        self._set_blocks(block + 1)
        lines = self._lines[block]
        index = max(bisect_right(lines, offset, key=_line_start) - 1, 0)
        return self._tops[block] + index, lines[index]

    def _nearest_line(self, y: int) -> Line:
        """The line in row ``y``, else the nearest one below, else the last of all."""
        self._set_rows(y + 2)
        block = max(bisect_right(self._tops, y) - 1, 0)
        lines, within = self._lines[block], max(y - self._tops[block], 0)
        if within < len(lines):
            return lines[within]
        return self._lines[block + 1][0] if block + 1 < len(self._lines) else lines[-1]

    def _edges(self, line: Line) -> list[int]:
        """The cells before each code point of ``line``, its indent not counted."""
        words = self.text[line.start : line.end]
        return edges(words, compounds(words), self.ambiguous)
