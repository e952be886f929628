"""Composes the screen of what is seen. Textual paints whatever lies below it, too, and throws that away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, cast

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Divisible(Protocol):
    """A painted row that can be divided, as a strip."""

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Return the parts that end at some cells."""


class FrontCompositor(Compositor):
    """Asks each widget only for the rows that are to be painted and that nothing in front of it covers."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what has changed."""
        update = super().render_partial_update()
        return update and FrontUpdate(update.chops, update.spans, update.chop_ends)

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """Return the parts of each line by their column. Textual has no public hook for this.

        All columns are there, in order: those that are not painted have None.

        :param crop: the part of the screen that is to be painted.
        :param is_rendered_line: whether a row of the screen is to be painted.
        """
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(each[:-1]) for each in cuts]
        open_columns = self._open_columns(crop, is_rendered_line)
        for widget, (region, clip) in self.visible_widgets.items():
            visible = region.intersection(clip)
            if not visible.overlaps(crop):
                continue
            first, last = visible.column_span
            divided: list[int] = []  # where the last row was cut; the next is mostly cut there, too
            columns, ends = divided, divided
            for run in _runs(y for y in visible.line_range if open_columns.get(y)):
                rows = Region(visible.x - region.x, run.start - region.y, visible.width, len(run))
                for y, row in zip(run, _rows(widget, rows), strict=False):
                    if cuts[y] != divided:
                        divided = cuts[y]
                        columns = [cut for cut in divided if first <= cut <= last]
                        ends = [cut - first for cut in columns[1:]]
                    is_open, line = open_columns[y], chops[y]
                    for column, part in zip(columns, row.divide(ends), strict=False):
                        if column in is_open:
                            is_open.remove(column)
                            line[column] = part
        return cast("Sequence[Mapping[int, Strip]]", chops)

    def _open_columns(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> dict[int, set[int]]:
        """The columns of each row in which the parts begin that are to be painted."""
        left, right = crop.column_span
        open_columns: dict[int, set[int]] = {}
        divided: list[int] = []
        columns: set[int] = set()
        for y in crop.line_range:
            if is_rendered_line(y):
                if self.cuts[y] != divided:
                    divided = self.cuts[y]
                    columns = {start for start, end in pairwise(divided) if start < right and end > left}
                open_columns[y] = columns.copy()
        return open_columns


class FrontUpdate(ChopsUpdate):
    """What has changed on the screen."""

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        written: list[str] = []
        for y, first, last in self.spans:
            for end, (column, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and column < last and end > first:
                    shown = strip if end <= last else strip.crop(0, last - column)
                    written += (_move_to(column, y), shown.render(console))
        return "".join(written)


@lru_cache(maxsize=4096)
def _move_to(column: int, row: int) -> str:
    """The code that moves the terminal's cursor to a cell, counted from 0."""
    return f"\x1b[{row + 1};{column + 1}H"


def _rows(widget: Widget, crop: Region) -> Sequence[Divisible]:
    """Rows of a widget. One that has ``render_rows`` paints rows that know their parts."""
    paint: Callable[[Region], Sequence[Divisible]] = getattr(widget, "render_rows", widget.render_lines)
    return paint(crop)


def _runs(numbers: Iterator[int]) -> Iterator[range]:
    """Join ascending numbers that follow each other."""
    run = range(0)
    for number in numbers:
        if run and number == run.stop:
            run = range(run.start, number + 1)
        else:
            if run:
                yield run
            run = range(number, number + 1)
    if run:
        yield run
