"""The galley proof: an article set in lines as far as it is looked at, and the way between text and cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from store.chinese.graphemes import compounds, snap_start
from store.model.article import Block, BlockKind, paragraphs
from tui.typesetting.breaking import HANGING, STRICT, Line, Prohibitions, set_paragraph
from tui.typesetting.glyphs import edges
from tui.typesetting.notation import Notation

_TOGETHER = (
    {BlockKind.BYLINE, BlockKind.DATE},
    {BlockKind.KICKER, BlockKind.TITLE},
    {BlockKind.TITLE, BlockKind.SUBTITLE},
)
"""Kinds of block that stand together without a blank row."""

_SPACES = tuple(HANGING)

PIECE = 2000
"""Code points of a paragraph that are set at a time, about."""

CHAIN = 12
"""Pieces of a paragraph that are set to know where the lines of the next begin; else that is guessed."""

_line_start = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is to be set."""

    measure: int
    """The longest line, in cells."""
    ambiguous: int = 1
    """Cells of the characters that Unicode calls ambiguous: 1 or 2."""
    indent: int = 4
    """Cells before a paragraph's first line, unless the text has spaces there."""
    prohibitions: Prohibitions = STRICT
    justified: bool = False
    notation: Callable[[int, int], Sequence[Notation]] | None = None
    """Gives what stands above the words of a range of the text; None: nothing does."""


class Row(NamedTuple):
    """One row of the galley: a line of the block with index ``block``, or the blank row above that block."""

    line: Line | None
    block: int
    above: bool = False
    """Whether it is the row above the line, for its notation."""


@dataclass(slots=True)
class _Piece:
    """A block, or a part of a long one."""

    block: int
    start: int
    end: int
    """Where it ends by rule; its last line may reach further, and the next piece then begins there."""
    opens: bool
    """Whether it is the first of its block."""
    lines: list[Line] | None = None
    exact: bool = False
    """Whether its lines are those the whole block would have here."""
    reach: int = 0
    """Where its lines end."""


class Galley:
    """A text set in lines, one block after another, with a blank row between most of them.

    Rows (y) count from 0 at the top, cells (x) from 0 at the left edge of the measure; offsets are code
    points of the text. Only what is asked about is set: the heights of all else are estimated, so that
    rows move when more is set above them. Ask for rows after :meth:`settle`.
    """

    def __init__(self, text: str, blocks: Sequence[Block], setting: Setting) -> None:
        """Set ``text`` as ``setting`` says. Without blocks, each line of it is taken for a paragraph."""
        self.text = text
        self.setting = setting
        self.measure = setting.measure
        self._blocks = blocks or [Block(BlockKind.PARAGRAPH, start, end) for start, end in paragraphs(text)]
        self._pieces = [piece for index in range(len(self._blocks)) for piece in self._cut(index)]
        self._starts = [piece.start for piece in self._pieces]
        self._heights = [self._estimate(piece) for piece in self._pieces]
        """Rows of each piece, the blank one above it included; estimated until it is set."""
        self._measure_up()

    @property
    def leading(self) -> int:
        """Rows a line takes: two where a notation stands above it."""
        return 1 if self.setting.notation is None else 2

    @property
    def height(self) -> int:
        """The number of rows, blank ones included, as far as is known."""
        return self._tops[-1]

    def settle(self, first: int, last: int) -> None:
        """Set what stands in the rows from ``first`` to ``last``, so that they do not move when looked at."""
        at = self._piece_at(max(first, 0))
        top, moved = self._tops[at], False
        while at < len(self._pieces) and top <= last:
            moved |= self._set_up_to(at)
            top += self._heights[at]
            at += 1
        if moved:
            self._measure_up()

    def is_settled(self, first: int, last: int) -> bool:
        """Whether nothing between the two rows remains to be set."""
        pieces = self._pieces[self._piece_at(first) : self._piece_at(last) + 1]
        return all(piece.lines is not None for piece in pieces)

    def row(self, y: int) -> Row:
        """What stands in row ``y``.

        :raises IndexError: there is no such row.
        """
        while 0 <= y < self.height:
            index = self._piece_at(y)
            self._ensure(index)
            if y < self._tops[index + 1]:
                return self._row_of(index, y - self._tops[index])
        raise IndexError(f"no row {y} in a galley of {self.height}")

    def place(self, offset: int) -> tuple[int, int]:
        """The row and the cell (y, x) where the character at ``offset`` begins.

        A newline, and the end of the text, have the place after the last character of their line:
        x = ``measure`` when that line is full. Spaces that hang beyond the measure are in its last cell.
        """
        offset = snap_start(self.text, offset)
        y, line = self._find(offset)
        x = line.indent + self.edges(line)[min(offset, line.end) - line.start]
        return y, min(x, self.measure - 1 if offset < line.end else self.measure)

    def line_of(self, offset: int) -> int:
        """The row of the character at ``offset``."""
        return self._find(snap_start(self.text, offset))[0]

    def line_at(self, offset: int) -> Line:
        """The line of the character at ``offset``."""
        return self._find(snap_start(self.text, offset))[1]

    def offset_at(self, y: int, x: int) -> int:
        """The offset of the character that covers the cell ``x`` of row ``y``, or of the nearest.

        Left of a line that is its first character, right of it its last; in a blank row, that of the
        line below; above and below the galley, that of its first and last row.
        """
        line = self._nearest_line(y)
        before = self.edges(line)
        cell = min(max(x - line.indent, 0), before[-1] - 1)
        place = max(bisect_right(before, cell) - 1, 0)
        return line.start + min(place, max(line.end - line.start - 1, 0))

    def edges(self, line: Line) -> list[int]:
        """The cells before each code point of ``line``, its indent not counted, and before its end."""
        words = self.text[line.start : line.end]
        before = edges(words, compounds(words), self.setting.ambiguous)
        if line.gaps:
            widened, added = dict(line.gaps), 0
            for place in range(len(before)):
                added += widened.get(line.start + place, 0)
                before[place] += added
        return before

    def share(self, offset: int) -> float:
        """How far down the galley the row of ``offset`` is, from 0 to 1; nothing is set to tell."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        piece = self._pieces[index]
        within = (offset - piece.start) / max(1, piece.end - piece.start)
        return (self._tops[index] + min(within, 1) * self._heights[index]) / max(1, self.height)

    # Pieces

    def _cut(self, index: int) -> list[_Piece]:
        """The pieces of a block."""
        block, text = self._blocks[index], self.text
        starts = [block.start]
        while block.end - starts[-1] > PIECE * 2:
            nominal = starts[-1] + PIECE
            stop = max(text.rfind(mark, nominal - PIECE // 4, nominal) for mark in "。！？")
            starts.append(snap_start(text, stop + 1 if stop > 0 else nominal))
        ends = [*starts[1:], block.end]
        return [
            _Piece(index, start, end, start == block.start) for start, end in zip(starts, ends, strict=True)
        ]

    def _estimate(self, piece: _Piece) -> int:
        """Rows that a piece will take, about: as if all its characters were full width."""
        lines = 1 + max(piece.end - piece.start - 1, 0) * 2 // self.measure
        return self._blank_above(piece) + lines * self.leading

    def _blank_above(self, piece: _Piece) -> int:
        """How many blank rows stand above a piece: one, where it opens a block that stands apart."""
        if not piece.opens or piece.block == 0:
            return 0
        return {self._blocks[piece.block - 1].kind, self._blocks[piece.block].kind} not in _TOGETHER

    def _measure_up(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))

    def _piece_at(self, y: int) -> int:
        """The piece that has row ``y``, or the first or last."""
        return min(max(bisect_right(self._tops, y) - 1, 0), len(self._pieces) - 1)

    def _ensure(self, index: int) -> None:
        """Set a piece if it is not, and find out where all rows are then."""
        if self._set_up_to(index):
            self._measure_up()

    def _set_up_to(self, index: int) -> bool:
        """Set a piece if it is not, and as many before it as it takes to know where its lines begin."""
        if self._pieces[index].lines is not None:
            return False
        first = index
        while index - first < CHAIN and not self._is_begin_known(first):
            first -= 1
        if not self._is_begin_known(first):
            first = index
        for at in range(first, index + 1):
            self._set(at)
        return True

    def _is_begin_known(self, index: int) -> bool:
        return self._pieces[index].opens or self._pieces[index - 1].exact

    def _set(self, index: int) -> None:
        """Set one piece: from where the lines of the one before end, if that is known."""
        piece = self._pieces[index]
        block = self._blocks[piece.block]
        before = self._pieces[index - 1]
        piece.exact = self._is_begin_known(index)
        start = before.reach if piece.exact and not piece.opens else piece.start
        ends_block = piece.end == block.end
        lines: list[Line] = []
        if ends_block or not piece.exact:
            lines = self._lines(piece, start, piece.end)
        elif start < piece.end:
            lines = self._lines(piece, start, piece.end + 4 * self.measure)
            if lines[-1].start < piece.end:  # one line of that many invisible characters
                lines = self._lines(piece, start, block.end)
            lines = [line for line in lines if line.start < piece.end]
        piece.lines = lines
        piece.reach = lines[-1].end if lines else start
        self._heights[index] = self._blank_above(piece) + len(lines) * self.leading
        if not ends_block:
            following = self._pieces[index + 1]
            begins = following.lines[0].start if following.lines else following.start
            if following.lines is not None and (begins != piece.reach or not following.exact):
                following.lines, following.exact = None, False

    def _lines(self, piece: _Piece, start: int, end: int) -> list[Line]:
        block = self._blocks[piece.block]
        end = snap_start(self.text, min(end, block.end))
        if start >= end and start > block.start:
            return []
        return set_paragraph(
            self.text,
            start,
            end,
            self.measure,
            indent=self._indent(block) if start == block.start else 0,
            ambiguous=self.setting.ambiguous,
            prohibitions=self.setting.prohibitions,
            justified=self.setting.justified,
            notation=self.setting.notation(start, end) if self.setting.notation else (),
        )

    def _indent(self, block: Block) -> int:
        """The cells before the first line of ``block``."""
        spaced = self.text.startswith(_SPACES, block.start, block.end)
        return self.setting.indent if block.kind is BlockKind.PARAGRAPH and not spaced else 0

    # Lines

    def _row_of(self, index: int, within: int) -> Row:
        """What stands ``within`` rows below the top of a piece that is set."""
        piece = self._pieces[index]
        blank = self._blank_above(piece)
        if within < blank:
            return Row(None, piece.block)
        at, part = divmod(within - blank, self.leading)
        lines = piece.lines or []
        return Row(lines[at], piece.block, above=part < self.leading - 1)

    def _find(self, offset: int) -> tuple[int, Line]:
        """The row and the line in which the code point at ``offset`` stands."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        self._ensure(index)
        while not (lines := self._pieces[index].lines or []) or (lines[0].start > offset and index):
            index -= 1
            self._ensure(index)
        at = max(bisect_right(lines, offset, key=_line_start) - 1, 0)
        blank = self._blank_above(self._pieces[index])
        return self._tops[index] + blank + at * self.leading + self.leading - 1, lines[at]

    def _nearest_line(self, y: int) -> Line:
        """The line in row ``y``, else the nearest one below, else the last of all."""
        y = max(0, min(y, self.height - 1))
        while (row := self.row(y)).line is None:
            y += 1
        return row.line
