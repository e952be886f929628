"""A scroll bar that shows where the matches are.

It paints itself without a Rich console, which would take as long as painting the text next to it.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.css.styles import RulesMap
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import RenderOptions, Visual

TICK = "━"
TICK_COLOUR = "#c98a2b"
"""Visible on the bar of both themes."""


class MatchScrollBar(ScrollBarRender, Visual):
    """Textual's scroll bar, with a tick in each row that has a match."""

    shares: Callable[[], list[float]]
    """Returns where the matches are, from 0 (top) to 1 (bottom)."""

    @classmethod
    def showing(cls, shares: Callable[[], list[float]]) -> type[MatchScrollBar]:
        """A scroll bar class for the matches that ``shares`` returns."""
        return type("ShowingScrollBar", (cls,), {"shares": staticmethod(shares)})

    def render_strips(
        self,
        width: int,
        height: int | None,
        style: VisualStyle,  # noqa: ARG002 - the bar has its own colours
        options: RenderOptions,  # noqa: ARG002
    ) -> list[Strip]:
        """The bar, as one strip per row."""
        look = self.style if isinstance(self.style, Style) else Style.parse(self.style)
        bar = self.render_bar(
            height or 1,
            self.virtual_size,
            self.window_size,
            self.position,
            width,
            self.vertical,
            look.bgcolor or Color.default(),
            look.color or Color.default(),
        )
        return [Strip([segment], width) for segment in self._ticked(list(bar.segments))]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """The width in cells."""
        return self.thickness

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """The smallest height."""
        return 1

    def _ticked(self, segments: list[Segment]) -> list[Segment]:
        last = len(segments) - 1
        for row in {min(int(share * len(segments)), last) for share in self.shares()}:
            style = segments[row].style or Style()
            ground = style.color if style.reverse else style.bgcolor
            tick = Style(color=TICK_COLOUR, bgcolor=ground, meta=style.meta)
            segments[row] = Segment(TICK * self.thickness, tick)
        return segments
