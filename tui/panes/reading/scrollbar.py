"""A scroll bar that shows where the matches are.

It paints itself without a Rich console, which would take as long as painting the text next to it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Self

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.css.styles import RulesMap
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import RenderOptions, Visual

TICK = "━"
TICK_COLOUR = "#c98a2b"
"""Visible on the bar of both themes."""


class MatchScrollBar(ScrollBar):
    """Textual's scroll bar, with a tick in each row that has a match.

    Most of its rows are alike, so few are framed, filtered and written as codes of the terminal.
    """

    def __init__(self, shares: Callable[[], list[float]], thickness: int) -> None:
        """Create a vertical bar.

        :param shares: returns where the matches are, from 0 (top) to 1 (bottom).
        :param thickness: its width in cells.
        """
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self.renderer = MatchScrollBarRender.showing(shares)  # type: ignore[misc]  # as its docs do
        self._picture: tuple[Hashable, list[Strip]] = (None, [])
        """The rows that were painted last, after what they were made for."""

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint the bar again."""
        self._picture = (None, [])
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Use the colours of the new theme."""
        super().notify_style_update()
        self._picture = (None, [])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint rows of the bar, which has neither a frame nor padding."""
        shape = (self.size, *self.get_line_filters())
        if self._picture[0] != shape:
            self._picture = (shape, self._painted())
        rows = self._picture[1][slice(*crop.line_span)]
        return rows if crop.width == self.size.width else [row.crop(*crop.column_span) for row in rows]

    def _painted(self) -> list[Strip]:
        bar = self.render()
        if not isinstance(bar, MatchScrollBarRender):
            return super().render_lines(self.size.region)
        strips = bar.strips(self.size.width, self.size.height)
        ground = self.background_colors[1]
        distinct = {id(strip): strip for strip in strips}
        for each in self.get_line_filters():
            distinct = {at: strip.apply_filter(each, ground) for at, strip in distinct.items()}
        return [distinct[id(strip)] for strip in strips]


class MatchScrollBarRender(ScrollBarRender, Visual):
    """The picture of the bar."""

    shares: Callable[[], list[float]]
    """Returns where the matches are, from 0 (top) to 1 (bottom)."""

    @classmethod
    def showing(cls, shares: Callable[[], list[float]]) -> type[MatchScrollBarRender]:
        """A class of pictures for the matches that ``shares`` returns."""
        return type("ShowingScrollBar", (cls,), {"shares": staticmethod(shares)})

    def render_strips(
        self,
        width: int,
        height: int | None,
        style: VisualStyle,  # noqa: ARG002 - the bar has its own colours
        options: RenderOptions,  # noqa: ARG002
    ) -> list[Strip]:
        """The bar, as one strip per row."""
        return self.strips(width, height or 1)

    def strips(self, width: int, height: int) -> list[Strip]:
        """The bar, as one strip per row."""
        look = self.style if isinstance(self.style, Style) else Style.parse(self.style)
        bar = self.render_bar(
            height,
            self.virtual_size,
            self.window_size,
            self.position,
            width,
            self.vertical,
            look.bgcolor or Color.default(),
            look.color or Color.default(),
        )
        segments = self._ticked(list(bar.segments))
        alike = {id(segment): Strip([segment], width) for segment in segments}
        return [alike[id(segment)] for segment in segments]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """The width in cells."""
        return self.thickness

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """The smallest height."""
        return 1

    def _ticked(self, segments: list[Segment]) -> list[Segment]:
        last = len(segments) - 1
        ticks: dict[int, Segment] = {}
        for row in {min(int(share * len(segments)), last) for share in self.shares()}:
            behind = segments[row]
            if id(behind) not in ticks:
                ticks[id(behind)] = self._tick_on(behind.style or Style())
            segments[row] = ticks[id(behind)]
        return segments

    def _tick_on(self, style: Style) -> Segment:
        ground = style.color if style.reverse else style.bgcolor
        return Segment(TICK * self.thickness, Style(color=TICK_COLOUR, bgcolor=ground, meta=style.meta))
