"""Shows the articles of a file before they are all imported; each can be looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from store.language import _, lazy
from tui.dialogs.base.dialog import ListDialog, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList

KEYS = lazy("enter import all {count:,} · space look at one · esc back")

MOST_TITLES = 2_000
"""Articles that are listed. The others are counted."""


class ArticleListDialog(ListDialog[bool]):
    """Lists articles. Returns whether all of them are to be imported."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Import all", priority=True),
        Binding("space,l,right", "look", "Look at one", priority=True),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(
        self, subject: str, titles: Sequence[str], look: Callable[[ArticleListDialog, int], None]
    ) -> None:
        """Create the dialog.

        :param look: called with the index of an article that is to be looked at; an error is passed to
            :meth:`fail`.
        """
        super().__init__()
        self._subject = subject
        self._titles = list(titles)
        self._look = look
        self._is_looking = False

    def holds_keys(self) -> bool:
        """Whether keys wait for an article that is looked at: see :class:`tui.keys.key_queue.Busy`."""
        return self._is_looking and self.is_current and not self.is_dismissed

    def compose(self) -> ComposeResult:
        """The titles, and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, KEYS.format(count=len(self._titles)))
            yield PagedOptionList()
            if (count := len(self._titles)) > MOST_TITLES:
                yield WrappedText(
                    _(
                        "The first {shown:,} are listed; all {count:,} are imported.",
                        shown=MOST_TITLES,
                        count=count,
                    ),
                    classes="hint",
                )
            yield WrappedText(classes="error")

    def on_mount(self) -> None:
        """List the articles."""
        self._list_titles()

    def on_resize(self) -> None:
        """Fit the titles to the width."""
        self.call_after_refresh(self._list_titles)

    def _list_titles(self) -> None:
        self._list_lines(self._titles[:MOST_TITLES])

    @late_answer
    def resume(self) -> None:
        """Take keys again."""
        self._is_looking = False

    @late_answer
    def rename(self, place: int, title: str) -> None:
        """Show another title of an article."""
        self._titles[place] = title
        self._list_titles()

    @late_answer
    def fail(self, message: str) -> None:
        """Show why an article cannot be looked at."""
        self._is_looking = False
        self.query_one(".error", WrappedText).show(message)

    def action_look(self) -> None:
        """Look at the highlighted article."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.query_one(".error", WrappedText).show("")
            self._is_looking = True
            self._look(self, place)

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """Look at an article that was clicked."""
        event.stop()
        self.action_look()

    def action_accept(self) -> None:
        """Import all."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(False)
