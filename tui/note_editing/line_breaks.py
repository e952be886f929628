"""The lines of a text area, broken as the reading view breaks them, and where the cursor is in them.

Textual breaks lines by cells. The classes here take the place of its own: a text area draws the lines that
:class:`BrokenDocument` breaks, and moves its cursor as :class:`ClusterNavigator` says.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from textual.document._document import DocumentBase, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset

from store.chinese.graphemes import compounds, snap_end, snap_start
from tui.typesetting.breaking import break_lines
from tui.typesetting.glyphs import columns

CURSOR_WIDTH = 1
"""The cell behind the lines, in which the cursor stands at their end. One space may hang into it."""

REMEMBERED = 256
"""Paragraphs whose cells are remembered."""


def line_breaks(paragraph: str, width: int) -> list[int]:
    """Where a paragraph is broken into lines: the offsets at which all lines but the first start.

    The lines are those of :func:`tui.typesetting.breaking.break_lines`, but only one space may hang. More go
    on to the next line, so that the cursor can be seen in them.

    :param width: the greatest width of a line, in cells. 0: the paragraph is not broken.
    """
    if width <= 0:
        return []
    lines = break_lines(paragraph, 0, len(paragraph), width, hanging=CURSOR_WIDTH)
    return [line.end for line in lines[:-1]]


@lru_cache(maxsize=REMEMBERED)
def cells_before(paragraph: str) -> tuple[int, ...]:
    """The cell at which each code point of a paragraph starts, and its width: see :func:`columns`."""
    return tuple(columns(paragraph, compounds(paragraph), 1))


class BrokenDocument(WrappedDocument):
    """A document whose lines are broken by :func:`line_breaks`.

    A *row* here is a paragraph of the text, and a *section* is one of its lines on the screen.
    """

    def wrap(self, width: int, tab_width: int | None = None) -> None:  # noqa: ARG002 - Textual passes it
        """Break all rows. Tabs are one cell wide, as in the reading view."""
        self._width = width
        self._wrap_offsets = [line_breaks(row, width) for row in self.document.lines]
        self._number_lines()

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:  # noqa: ARG002
        """Break the rows again that an edit has changed. Called after the edit.

        ``new_end`` is not needed: the number of rows tells how many the edit has added.
        """
        last = max(0, len(self._wrap_offsets) - 1)
        top, bottom = sorted((min(start[0], last), min(old_end[0], last)))
        added = self.document.line_count - len(self._wrap_offsets)
        rows = self.document.lines[top : bottom + 1 + added]
        self._wrap_offsets[top : bottom + 1] = [line_breaks(row, self._width) for row in rows]
        self._number_lines()

    def _number_lines(self) -> None:
        """Number the lines on the screen from the top, for Textual."""
        sections = [
            (row, section)
            for row, offsets in enumerate(self._wrap_offsets)
            for section in range(len(offsets) + 1)
        ]
        self._offset_to_line_info = sections
        numbers: list[list[int]] = [[] for _ in self._wrap_offsets]
        for y, (row, _) in enumerate(sections):
            numbers[row].append(y)
        self._line_index_to_offsets = numbers
        self._tab_width_cache = [[] for _ in self._wrap_offsets]

    @property
    def lines(self) -> list[list[str]]:
        """The rows, each as its lines on the screen."""
        return [self.get_sections(row) for row in range(len(self._wrap_offsets))]

    def get_sections(self, line_index: int) -> list[str]:
        """The lines of a row. Control characters stay, which Textual's own method leaves out."""
        row = self.document.get_line(line_index)
        return [row[start:end] for start, end in pairwise([0, *self.get_offsets(line_index), len(row)])]

    def section_bounds(self, row: int, section: int) -> tuple[int, int]:
        """Where a line on the screen starts and ends in its row. Sections count from the end if negative."""
        bounds = [0, *self.get_offsets(row), len(self.document.get_line(row))]
        section %= len(bounds) - 1
        return bounds[section], bounds[section + 1]

    def location_to_offset(self, location: Location) -> Offset:
        """The cell of a place in the text, from the top left."""
        row, column = location
        row = max(0, min(row, len(self._wrap_offsets) - 1))
        before = cells_before(self.document.get_line(row))
        column = max(0, min(column, len(before) - 1))
        section = bisect_right(self.get_offsets(row), column)
        start, _ = self.section_bounds(row, section)
        return Offset(before[column] - before[start], self._line_index_to_offsets[row][section])

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """The place in a row at a cell of one of its lines, never inside a grapheme cluster.

        Behind the end of a line it is its last character, because the place after that is on the next line.
        """
        row = self.document.get_line(line_index)
        start, end = self.section_bounds(line_index, y_offset)
        before = cells_before(row)
        column = bisect_right(before, before[start] + max(0, x_offset), start, end + 1) - 1
        return snap_start(row, end - 1) if column == end < len(row) else column


class ClusterNavigator(DocumentNavigator):
    """Moves by grapheme clusters, and between lines by the cells of :class:`BrokenDocument`."""

    def __init__(self, lines: BrokenDocument) -> None:
        super().__init__(lines)
        self._lines = lines

    @property
    def _text(self) -> DocumentBase:
        return self._lines.document

    def get_location_left(self, location: Location) -> Location:
        """The cluster before; at the start of a row, the end of the row above."""
        row, column = location
        if column:
            return row, snap_start(self._text.get_line(row), column - 1)
        return (row - 1, len(self._text.get_line(row - 1))) if row else (0, 0)

    def get_location_right(self, location: Location) -> Location:
        """The cluster after; at the end of a row, the start of the row below."""
        row, column = location
        if column < len(self._text.get_line(row)):
            return row, snap_end(self._text.get_line(row), column + 1)
        return (row + 1, 0) if row + 1 < self._text.line_count else location

    def get_location_above(self, location: Location) -> Location:
        """The place above; on the first line, the start of the text."""
        x, y = self._lines.location_to_offset(location)
        if y == 0:
            return 0, 0
        return self._lines.offset_to_location(Offset(max(x, self.last_x_offset), y - 1))

    def get_location_below(self, location: Location) -> Location:
        """The place below; on the last line, the end of the text."""
        x, y = self._lines.location_to_offset(location)
        if y + 1 >= self._lines.height:
            return self._text.end
        return self._lines.offset_to_location(Offset(max(x, self.last_x_offset), y + 1))

    def get_location_end(self, location: Location) -> Location:
        """The end of the line: its last character, or after it where the row ends."""
        row, column = location
        _, end = self._lines.section_bounds(row, bisect_right(self._lines.get_offsets(row), column))
        text = self._text.get_line(row)
        return row, end if end == len(text) else snap_start(text, end - 1)
