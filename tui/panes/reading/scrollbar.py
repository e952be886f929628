"""A scroll bar that shows where the finds are.

It draws itself without a Rich console, which would take as long as the text beside it.
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
"""Seen on the bar of either theme."""


class MarkedScrollBar(ScrollBarRender, Visual):
    """Textual's, with a tick in each row in which something was found."""

    shares: Callable[[], list[float]]
    """How far down the finds are, from 0 to 1."""

    @classmethod
    def showing(cls, shares: Callable[[], list[float]]) -> type[MarkedScrollBar]:
        """One that shows these finds."""
        return type("ShowingScrollBar", (cls,), {"shares": staticmethod(shares)})

    def render_strips(
        self,
        width: int,
        height: int | None,
        style: VisualStyle,  # noqa: ARG002 - the bar has colours of its own
        options: RenderOptions,  # noqa: ARG002
    ) -> list[Strip]:
        """The bar, a strip a row."""
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
        """The cells it is wide."""
        return self.thickness

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """As high as there is room."""
        return 1

    def _ticked(self, segments: list[Segment]) -> list[Segment]:
        last = len(segments) - 1
        for row in {min(int(share * len(segments)), last) for share in self.shares()}:
            style = segments[row].style or Style()
            ground = style.color if style.reverse else style.bgcolor
            tick = Style(color=TICK_COLOUR, bgcolor=ground, meta=style.meta)
            segments[row] = Segment(TICK * self.thickness, tick)
        return segments
