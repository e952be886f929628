"""The galley: an article typeset in rows, as far as it has been viewed. Maps offsets to cells and back.

In print, a galley proof is text that has been typeset but not yet divided into pages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

import msgspec

from store.chinese.graphemes import compounds, snap_start
from store.model.article import Block, BlockKind, paragraphs
from tui.typesetting.breaking import HANGING, STRICT, Line, Prohibitions, break_lines
from tui.typesetting.glyphs import columns
from tui.typesetting.ruby import Ruby

_WITHOUT_BLANK_ROW = (
    {BlockKind.BYLINE, BlockKind.DATE},
    {BlockKind.KICKER, BlockKind.TITLE},
    {BlockKind.TITLE, BlockKind.SUBTITLE},
)
"""Pairs of block kinds that have no blank row between them."""

_SPACES = tuple(HANGING)

CHUNK_SIZE = 2000
"""The approximate number of code points of a long paragraph that are typeset at a time."""

MAX_CHAIN = 12
"""The most chunks of a paragraph that are typeset to find where the lines of the next one start. If more
would be needed, the next chunk starts at its nominal start."""

_line_start = itemgetter(0)


class TypesettingOptions(msgspec.Struct, frozen=True):
    """How a text is typeset."""

    measure: int
    """The greatest width of a line, in cells."""
    ambiguous: int = 1
    """The width of characters that Unicode calls ambiguous: 1 or 2 cells."""
    indent: int = 4
    """Cells before the first line of a paragraph, unless its text starts with spaces."""
    prohibitions: Prohibitions = STRICT
    """Which marks must not start or end a line."""
    justified: bool = False
    """Whether lines are filled to the measure."""
    line_spacing: int = 1
    """Rows for each line without its ruby: 2 leaves a blank row between lines."""
    paragraph_spacing: int = 1
    """Blank rows between paragraphs."""
    ruby: Callable[[int, int], Sequence[Ruby]] | None = None
    """Returns the ruby of a range of the text. None if there is no ruby."""


class Row(NamedTuple):
    """One row of the galley."""

    line: Line | None
    """The line of text in this row or, in a ruby row, below it. None if the row is blank."""
    block: int
    """The index of the line's block. For a blank row, that of the block below."""
    is_ruby: bool = False
    """Whether this is the row above ``line``, for its ruby."""


class _Chunk(msgspec.Struct):
    """A block, or a part of a long one, that is typeset at once."""

    block: int
    """The index of the block."""
    start: int
    end: int
    """The nominal end. If the last line extends beyond it, the next chunk starts where that line ends."""
    is_first: bool
    """Whether it is the first chunk of its block."""
    lines: list[Line] | None = None
    """None until it is typeset."""
    is_exact: bool = False
    """Whether its lines are the same as if the whole block had been typeset."""
    lines_end: int = 0
    """The end of its last line."""


class Galley:
    """A text in rows, block after block, with blank rows between most blocks.

    Rows (y) are counted from 0 at the top, and cells (x) from 0 at the left end of the measure. Offsets
    are code points of the text. Text is typeset when it is needed. Until then its height is an estimate,
    so row numbers change when text above them is typeset: call :meth:`settle` before you use any.
    """

    def __init__(self, text: str, blocks: Sequence[Block], options: TypesettingOptions) -> None:
        """Prepare ``text``. If there are no blocks, each line of it is a paragraph."""
        self.text = text
        self.options = options
        self.measure = options.measure
        self._blocks = blocks or [Block(BlockKind.PARAGRAPH, start, end) for start, end in paragraphs(text)]
        self._chunks = [chunk for index in range(len(self._blocks)) for chunk in self._chunks_of(index)]
        self._starts = [chunk.start for chunk in self._chunks]
        self._heights = [self._estimate(chunk) for chunk in self._chunks]
        """Rows of each chunk, including the blank row above it. An estimate until the chunk is typeset."""
        self._update_tops()

    @property
    def leading(self) -> int:
        """Rows for each line, the last of which has its text: one more if there is ruby above it."""
        return self.options.line_spacing + (self.options.ruby is not None)

    @property
    def height(self) -> int:
        """The number of rows, including blank ones. Partly an estimate until all is typeset."""
        return self._tops[-1]

    def settle(self, first: int, last: int) -> None:
        """Typeset the rows from ``first`` to ``last``, so that their numbers no longer change."""
        at = self._chunk_at(max(first, 0))
        top, moved = self._tops[at], False
        while at < len(self._chunks) and top <= last:
            moved |= self._typeset_to(at)
            top += self._heights[at]
            at += 1
        if moved:
            self._update_tops()

    def is_settled(self, first: int, last: int) -> bool:
        """Whether every row from ``first`` to ``last`` is typeset."""
        chunks = self._chunks[self._chunk_at(first) : self._chunk_at(last) + 1]
        return all(chunk.lines is not None for chunk in chunks)

    def row(self, y: int) -> Row:
        """The content of row ``y``.

        :raises IndexError: there is no row ``y``.
        """
        while 0 <= y < self.height:
            index = self._chunk_at(y)
            self._ensure(index)
            if y < self._tops[index + 1]:
                return self._row_of(index, y - self._tops[index])
        raise IndexError(f"no row {y} in a galley of {self.height}")  # untranslated: for programmers

    def place(self, offset: int) -> tuple[int, int]:
        """The row and the cell (y, x) at which the character at ``offset`` starts.

        A newline and the end of the text are in the cell after the last character of their line. If that
        line is full, x is ``measure``. Spaces that hang beyond the measure are in its last cell.
        """
        offset = snap_start(self.text, offset)
        y, line = self._find(offset)
        x = line.indent + self.columns(line)[min(offset, line.end) - line.start]
        return y, min(x, self.measure - 1 if offset < line.end else self.measure)

    def row_at(self, offset: int) -> int:
        """The row of the character at ``offset``."""
        return self._find(snap_start(self.text, offset))[0]

    def line_at(self, offset: int) -> Line:
        """The line of the character at ``offset``."""
        return self._find(snap_start(self.text, offset))[1]

    def offset_at(self, y: int, x: int) -> int:
        """The offset of the character in cell ``x`` of row ``y``, or of the nearest one.

        Cells to the left of a line belong to its first character, and those to its right to its last. A
        blank row counts as the line below it. Rows above the galley count as its first, rows below it as
        its last.
        """
        line = self._nearest_line(y)
        before = self.columns(line)
        cell = min(max(x - line.indent, 0), before[-1] - 1)
        place = max(bisect_right(before, cell) - 1, 0)
        return line.start + min(place, max(line.end - line.start - 1, 0))

    def columns(self, line: Line) -> list[int]:
        """As :func:`.glyphs.columns`, for a line with its gaps and without its indent."""
        words = self.text[line.start : line.end]
        before = columns(words, compounds(words), self.options.ambiguous)
        if line.gaps:
            gaps, added = dict(line.gaps), 0
            for place in range(len(before)):
                added += gaps.get(line.start + place, 0)
                before[place] += added
        return before

    def share(self, offset: int) -> float:
        """How far down the galley ``offset`` is, from 0 to 1. An estimate that typesets nothing."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        chunk = self._chunks[index]
        within = (offset - chunk.start) / max(1, chunk.end - chunk.start)
        return (self._tops[index] + min(within, 1) * self._heights[index]) / max(1, self.height)

    # Chunks

    def _chunks_of(self, index: int) -> list[_Chunk]:
        """Divide a block into chunks, at the ends of sentences where possible."""
        block, text = self._blocks[index], self.text
        starts = [block.start]
        while block.end - starts[-1] > CHUNK_SIZE * 2:
            nominal = starts[-1] + CHUNK_SIZE
            stop = max(text.rfind(mark, nominal - CHUNK_SIZE // 4, nominal) for mark in "。！？")
            starts.append(snap_start(text, stop + 1 if stop > 0 else nominal))
        ends = [*starts[1:], block.end]
        return [
            _Chunk(index, start, end, start == block.start) for start, end in zip(starts, ends, strict=True)
        ]

    def _estimate(self, chunk: _Chunk) -> int:
        """The approximate number of rows of a chunk, as if all its characters were full width."""
        lines = 1 + max(chunk.end - chunk.start - 1, 0) * 2 // self.measure
        return self._blank_above(chunk) + lines * self.leading

    def _blank_above(self, chunk: _Chunk) -> int:
        """The number of blank rows above a chunk: as set between paragraphs, one before most other blocks."""
        if not chunk.is_first or chunk.block == 0:
            return 0
        kinds = {self._blocks[chunk.block - 1].kind, self._blocks[chunk.block].kind}
        if kinds == {BlockKind.PARAGRAPH}:
            return self.options.paragraph_spacing
        return kinds not in _WITHOUT_BLANK_ROW

    def _update_tops(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))

    def _chunk_at(self, y: int) -> int:
        """The index of the chunk that contains row ``y``, or of the nearest one."""
        return min(max(bisect_right(self._tops, y) - 1, 0), len(self._chunks) - 1)

    def _ensure(self, index: int) -> None:
        """Typeset a chunk if it is not yet, and update the positions of all rows."""
        if self._typeset_to(index):
            self._update_tops()

    def _typeset_to(self, index: int) -> bool:
        """Typeset a chunk, and the chunks before it that decide where its lines start.

        :return: whether anything was typeset.
        """
        if self._chunks[index].lines is not None:
            return False
        first = index
        while index - first < MAX_CHAIN and not self._is_start_known(first):
            first -= 1
        if not self._is_start_known(first):
            first = index
        for at in range(first, index + 1):
            self._typeset(at)
        return True

    def _is_start_known(self, index: int) -> bool:
        return self._chunks[index].is_first or self._chunks[index - 1].is_exact

    def _typeset(self, index: int) -> None:
        """Typeset one chunk, from the end of the previous chunk's lines if that is known."""
        chunk = self._chunks[index]
        block = self._blocks[chunk.block]
        before = self._chunks[index - 1]
        chunk.is_exact = self._is_start_known(index)
        start = before.lines_end if chunk.is_exact and not chunk.is_first else chunk.start
        is_last = chunk.end == block.end
        lines: list[Line] = []
        if is_last or not chunk.is_exact:
            lines = self._lines(chunk, start, chunk.end)
        elif start < chunk.end:
            lines = self._lines(chunk, start, chunk.end + 4 * self.measure)
            if lines[-1].start < chunk.end:  # the line is that long because its characters have no width
                lines = self._lines(chunk, start, block.end)
            lines = [line for line in lines if line.start < chunk.end]
        chunk.lines = lines
        chunk.lines_end = lines[-1].end if lines else start
        self._heights[index] = self._blank_above(chunk) + len(lines) * self.leading
        if not is_last:
            following = self._chunks[index + 1]
            next_start = following.lines[0].start if following.lines else following.start
            if following.lines is not None and (next_start != chunk.lines_end or not following.is_exact):
                following.lines, following.is_exact = None, False

    def _lines(self, chunk: _Chunk, start: int, end: int) -> list[Line]:
        block = self._blocks[chunk.block]
        end = snap_start(self.text, min(end, block.end))
        if start >= end and start > block.start:
            return []
        return break_lines(
            self.text,
            start,
            end,
            self.measure,
            indent=self._indent_of(block) if start == block.start else 0,
            ambiguous=self.options.ambiguous,
            prohibitions=self.options.prohibitions,
            justified=self.options.justified,
            ruby=self.options.ruby(start, end) if self.options.ruby else (),
        )

    def _indent_of(self, block: Block) -> int:
        """The cells before the first line of ``block``."""
        has_spaces = self.text.startswith(_SPACES, block.start, block.end)
        return self.options.indent if block.kind is BlockKind.PARAGRAPH and not has_spaces else 0

    # Lines

    def _row_of(self, index: int, within: int) -> Row:
        """The row that is ``within`` rows below the top of a typeset chunk."""
        chunk = self._chunks[index]
        blank = self._blank_above(chunk)
        if within < blank:
            return Row(None, chunk.block)
        at, part = divmod(within - blank, self.leading)
        lines = chunk.lines or []
        above = self.leading - 1 - part
        if above > (self.options.ruby is not None):
            return Row(None, chunk.block)
        return Row(lines[at], chunk.block, is_ruby=above == 1)

    def _find(self, offset: int) -> tuple[int, Line]:
        """The row and the line of the code point at ``offset``."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        self._ensure(index)
        while not (lines := self._chunks[index].lines or []) or (lines[0].start > offset and index):
            index -= 1
            self._ensure(index)
        at = max(bisect_right(lines, offset, key=_line_start) - 1, 0)
        blank = self._blank_above(self._chunks[index])
        return self._tops[index] + blank + at * self.leading + self.leading - 1, lines[at]

    def _nearest_line(self, y: int) -> Line:
        """The line in row ``y``, or the next one below it. ``y`` is clamped to the rows of the galley."""
        y = max(0, min(y, self.height - 1))
        while (row := self.row(y)).line is None:
            y += 1
        return row.line
