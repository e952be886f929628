"""A page of the manual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Markdown

from store.language import lazy
from tui.dialogs.base.dialog import PageDialog, set_frame
from tui.discovery.manual import ManualPage
from tui.discovery.manual_text import ManualText

KEYS = lazy("n p next, previous page · j k scroll · esc back")


class ManualDialog(PageDialog[None]):
    """Shows a page of the manual. A link to another page shows that one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave"),
        Binding("n,right,l", "turn(1)", "Next page"),
        Binding("p,left,h", "turn(-1)", "Previous page"),
    ]

    def __init__(self, page: ManualPage, pages: Sequence[ManualPage]) -> None:
        """Create the dialog. ``pages`` are all pages of the manual, to which the page may link."""
        super().__init__()
        self._page = page
        self._pages = pages

    def compose(self) -> ComposeResult:
        """The page, in a window that scrolls."""
        with Vertical(classes="dialog help") as dialog:
            set_frame(dialog, self._page.title, KEYS)
            with VerticalScroll():
                yield ManualText(self._page.text, open_links=False)

    @on(Markdown.LinkClicked)
    async def follow(self, event: Markdown.LinkClicked) -> None:
        """Show the page that a link leads to, or open its address."""
        path = (self._page.path.parent / event.href.partition("#")[0]).resolve()
        page = next((page for page in self._pages if page.path.resolve() == path), None)
        if page is None:
            self.app.open_url(event.href)
            return
        await self._turn_to(page)

    async def action_turn(self, by: int) -> None:
        """Show the next or previous page, if there is one."""
        number = self._pages.index(self._page) + by
        if 0 <= number < len(self._pages):
            await self._turn_to(self._pages[number])

    async def _turn_to(self, page: ManualPage) -> None:
        self._page = page
        await self.query_one(ManualText).update(page.text)
        self.query_one(".dialog").border_title = page.title
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_leave(self) -> None:
        """Go back to the help."""
        self.dismiss(None)
