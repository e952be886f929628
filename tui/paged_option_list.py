"""A list of options that can be turned by pages in a terminal of any size."""

from __future__ import annotations

from contextlib import suppress

from textual.binding import Binding
from textual.geometry import Offset
from textual.widgets import OptionList

MOTIONS = (
    Binding("j", "move(1)", "Down", show=False),
    Binding("k", "move(-1)", "Up", show=False),
    Binding("g,home", "edge(0)", "First", show=False),
    Binding("G,end", "edge(-1)", "Last", show=False),
    Binding("ctrl+f,pagedown", "page(1)", "Page down", show=False),
    Binding("ctrl+b,pageup", "page(-1)", "Page up", show=False),
    Binding("ctrl+d", "page(0.5)", "Half a page down", show=False),
    Binding("ctrl+u", "page(-0.5)", "Half a page up", show=False),
)
"""The keys that move the highlight of a list in a dialog. ``g`` alone is enough for the first line."""


class PagedOptionList(OptionList):
    """Textual's list, which fails to turn a page while it has no room for a line. All our lists are of it."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the screen in which the highlighted option starts, or the first one."""
        line = self._index_to_line.get(self.highlighted or 0, 0)
        return self.content_region.offset + Offset(0, line - round(self.scroll_offset.y))

    def action_page_up(self) -> None:
        """Move the highlight up a page, if there is room for one."""
        with suppress(LookupError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Move the highlight down a page, if there is room for one."""
        with suppress(LookupError):
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_move(self, step: int) -> None:
        """Move the highlight by one line. It wraps around at the ends."""
        if step > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    def action_edge(self, edge: int) -> None:
        """Move the highlight to the first line (0) or the last (-1)."""
        if edge:
            self.action_last()
        else:
            self.action_first()

    def action_page(self, pages: float) -> None:
        """Move the highlight by a page, or by half of one, and no further than to the ends."""
        if abs(pages) < 1:
            self._move_within(int(pages * self.scrollable_content_region.height))
        elif pages > 0:
            self.action_page_down()
        else:
            self.action_page_up()

    def _move_within(self, lines: int) -> None:
        """Move the highlight by some options, to the last that can be chosen before the end."""
        chosen = [place for place in range(self.option_count) if not self.get_option_at_index(place).disabled]
        if chosen:
            here = chosen.index(self.highlighted) if self.highlighted in chosen else 0
            self.highlighted = chosen[max(0, min(here + lines, len(chosen) - 1))]
