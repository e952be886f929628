"""Composes the screen of what is seen. Textual paints whatever lies below it, too, and throws that away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import cast

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class FrontCompositor(Compositor):
    """Asks each widget only for the rows that are to be painted and that nothing in front of it covers."""

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """Return the parts of each line by their column. Textual has no public hook for this.

        All columns are there, in order: those that are not painted have None.

        :param crop: the part of the screen that is to be painted.
        :param is_rendered_line: whether a row of the screen is to be painted.
        """
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        open_columns = {y: self._columns(y, crop) for y in crop.line_range if is_rendered_line(y)}
        for widget, (region, clip) in self.visible_widgets.items():
            visible = region.intersection(clip)
            if not visible.overlaps(crop):
                continue
            first, last = visible.column_span
            for run in _runs(y for y in visible.line_range if open_columns.get(y)):
                rows = Region(visible.x - region.x, run.start - region.y, visible.width, len(run))
                for y, strip in zip(run, widget.render_lines(rows), strict=False):
                    cuts = [cut for cut in self.cuts[y] if first <= cut <= last]
                    parts = strip.divide([cut - first for cut in cuts[1:]])
                    for column, part in zip(cuts, parts, strict=False):
                        if column in open_columns[y]:
                            open_columns[y].remove(column)
                            chops[y][column] = part
        return cast("Sequence[Mapping[int, Strip]]", chops)

    def _columns(self, y: int, crop: Region) -> set[int]:
        """The columns of a row in which the parts begin that are to be painted."""
        left, right = crop.column_span
        return {start for start, end in pairwise(self.cuts[y]) if start < right and end > left}


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
