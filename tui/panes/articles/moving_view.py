"""Moves in the list of articles, and in the saved searches above it."""

from __future__ import annotations

from store.language import lazy
from tui.keys.action import Scope
from tui.keys.keymap import key_for
from tui.keys.requests import ArticleRequest, ask
from tui.panes.articles.painted_view import PaintedList
from tui.panes.pane import PaneNotice

FOLDER_KEYS = {
    "open": "open",
    "rename": ask(ArticleRequest.CORRECT),
    "remove": ask(ArticleRequest.REMOVE),
}
"""The actions whose keys work on a saved search, by their names in a message."""

ON_FOLDER = lazy(
    "This is a saved search: {open} shows its articles, {rename} renames it, {remove} removes it"
)


class MovingList(PaintedList):
    """Moves the highlight."""

    def _is_on_folder(self) -> bool:
        """Whether a saved search is highlighted. If so, say what can be done with it."""
        if self._folders.place is None:
            return False
        keys = {name: key_for(Scope.ARTICLES, action) for name, action in FOLDER_KEYS.items()}
        self.post_message(PaneNotice(ON_FOLDER.format(**keys)))
        return True

    def _move_in_folders(self, step: int) -> None:
        self._folders.move(step)
        self._has_moved = True
        self.refresh()

    def action_down(self) -> None:
        """Move down an article."""
        if self._folders.place is not None:
            self._move_in_folders(self.take_count() or 1)
            return
        self._go(self.cursor + (self.take_count() or 1))

    def action_up(self) -> None:
        """Move up an article; from the first one to the saved searches."""
        if self._folders.lines and (self._folders.place is not None or self.cursor == 0):
            self._move_in_folders(-(self.take_count() or 1))
            return
        self._go(self.cursor - (self.take_count() or 1))

    def action_page_down(self) -> None:
        """Move down a page."""
        self._go(self.cursor + self._page())

    def action_page_up(self) -> None:
        """Move up a page."""
        self._go(self.cursor - self._page())

    def action_half_down(self) -> None:
        """Move down half a page."""
        self._go(self.cursor + max(1, self._page() // 2))

    def action_half_up(self) -> None:
        """Move up half a page."""
        self._go(self.cursor - max(1, self._page() // 2))

    def action_first(self) -> None:
        """Move to the first article, or to the one whose number was typed."""
        self._go((self.take_count() or 1) - 1)

    def action_last(self) -> None:
        """Move to the last article, or to the one whose number was typed."""
        self._go((self.take_count() or self._count) - 1)

    def _page(self) -> int:
        return max(1, self._height // self._lines) * (self.take_count() or 1)
