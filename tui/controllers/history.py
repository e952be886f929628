"""Undo and redo."""

from __future__ import annotations

from textual.app import App

from store.language import _
from store.library import Library
from tui.controllers.shared.notices import say
from tui.controllers.shared.write_queue import WriteQueue


class HistoryController:
    """Undoes and redoes the changes of the library. Long ones run in a thread."""

    def __init__(self, app: App[None], library: Library, writes: WriteQueue) -> None:
        self._app = app
        self._library = library
        self._writes = writes

    def undo(self) -> None:
        """Undo the last change."""

        def done(undone: str | None) -> None:
            say(
                self._app,
                _("There is nothing to undo") if undone is None else _("Undone: {change}", change=undone),
            )

        self._writes.run_long(_("Undoing"), self._library.undo, done, is_long=self._library.is_undo_long)

    def redo(self) -> None:
        """Redo the change that was undone last."""

        def done(redone: str | None) -> None:
            say(
                self._app,
                _("There is nothing to redo") if redone is None else _("Redone: {change}", change=redone),
            )

        self._writes.run_long(_("Redoing"), self._library.redo, done, is_long=self._library.is_redo_long)
