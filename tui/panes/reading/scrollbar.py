"""A scroll bar that shows where the finds are."""

from __future__ import annotations

from collections.abc import Callable

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

TICK = "━"
TICK_COLOUR = "#c98a2b"
"""Seen on the bar of either theme."""


class MarkedScrollBar(ScrollBarRender):
    """Textual's, with a tick in each row in which something was found."""

    shares: Callable[[], list[float]]
    """How far down the finds are, from 0 to 1."""

    @classmethod
    def showing(cls, shares: Callable[[], list[float]]) -> type[MarkedScrollBar]:
        """One that shows these finds."""
        return type("ShowingScrollBar", (cls,), {"shares": staticmethod(shares)})

    @classmethod
    def render_bar(  # noqa: PLR0917 - as Textual calls it
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = Color.parse("#555555"),  # noqa: B008 - as Textual has it
        bar_color: Color = Color.parse("bright_magenta"),  # noqa: B008
    ) -> Segments:
        """The bar, a segment a row."""
        bar = super().render_bar(
            size, virtual_size, window_size, position, thickness, vertical, back_color, bar_color
        )
        rows = {min(int(share * size), size - 1) for share in cls.shares()}
        segments = list(bar.segments)
        for row in rows:
            if 0 <= row < len(segments):
                style = segments[row].style or Style()
                segments[row] = Segment(TICK * thickness, _ticked(style))
        return Segments(segments, new_lines=bar.new_lines)


def _ticked(style: Style) -> Style:
    """The style of a tick: in the colour of the finds, on the ground that is there."""
    ground = style.color if style.reverse else style.bgcolor
    return Style(color=TICK_COLOUR, bgcolor=ground, meta=style.meta)
