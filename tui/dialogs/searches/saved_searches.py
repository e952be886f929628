"""Lists the saved searches, with the number of articles in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from store.language import _, lazy
from store.query.tree import SAVED
from tui.dialogs.base.dialog import ListDialog, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.keys.requests import SearchRequest
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.panes.folders.smart_folders import BROKEN, UNKNOWN, Folder

KEYS = lazy("enter show · e rename · x remove · esc close")

WIDEST_NAME = 30
"""Cells of the column of names, at most."""


class SavedSearchesDialog(ListDialog[tuple[SearchRequest, str] | None]):
    """Asks for a saved search. Returns what to do with it and its name, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("e", f"choose('{SearchRequest.RENAME}')", "Rename"),
        Binding("x,delete", f"choose('{SearchRequest.REMOVE}')", "Remove"),
    ]

    def __init__(self, folders: Sequence[Folder]) -> None:
        """Create the dialog. The counts follow by :meth:`show_counts`."""
        super().__init__()
        self._folders = list(folders)

    def compose(self) -> ComposeResult:
        """The list, and below it the query of the highlighted search."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, _("Saved searches"), KEYS)
            yield PagedOptionList(*map(self._line, self._folders), markup=False)
            yield WrappedText(classes="hint explained")

    def on_mount(self) -> None:
        """Highlight the first search."""
        super().on_mount()
        self.query_one(OptionList).highlighted = 0

    @late_answer
    def show_counts(self, folders: Sequence[Folder]) -> None:
        """Show how many articles each search finds."""
        self._folders = list(folders)
        self._list_lines([self._line(each) for each in folders])

    def _line(self, folder: Folder) -> str:
        widest = min(WIDEST_NAME, max(cell_len(each.name) for each in self._folders))
        gap = " " * max(1, widest - cell_len(folder.name) + 1)
        count = BROKEN if folder.error else UNKNOWN if folder.articles is None else f"{folder.articles:,}"
        return f"{SAVED[0]}{folder.name}{gap}{count:>7}  {folder.query}"

    @on(OptionList.OptionHighlighted)
    def explain(self, event: OptionList.OptionHighlighted) -> None:
        """Show the query of the highlighted search, or why it is not valid any more."""
        if event.option_index < len(self._folders):
            folder = self._folders[event.option_index]
            self.query_one(WrappedText).show(folder.error or str(folder.query))

    @on(OptionList.OptionSelected)
    def show(self) -> None:
        """Return the highlighted search, to show its articles."""
        self.action_choose(SearchRequest.SHOW)

    def action_choose(self, request: str) -> None:
        """Return the highlighted search, and what to do with it."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss((SearchRequest(request), self._folders[place].name))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
