"""A list of options that can be turned by pages in a terminal of any size."""

from __future__ import annotations

from contextlib import suppress

from textual.geometry import Offset
from textual.widgets import OptionList


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
