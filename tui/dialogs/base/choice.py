"""Asks the user to choose one of several answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from store.language import Lazy, lazy
from tui.dialogs.base.dialog import ListDialog, set_frame
from tui.paged_option_list import PagedOptionList

KEYS = lazy("enter choose · esc cancel")


class ChoiceDialog(ListDialog[int | None]):
    """Asks for one of several answers. Returns its index, or None if cancelled."""

    KEYS: ClassVar[Lazy] = KEYS
    """The key hints."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(self, subject: str, answers: Sequence[str], chosen: int = 0) -> None:
        """Create the dialog. ``chosen`` is the index of the answer that is highlighted first."""
        super().__init__()
        self._subject = subject
        self._answers = answers
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """A list of the answers."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, self.KEYS)
            yield PagedOptionList(*self._answers, markup=False)

    def on_mount(self) -> None:
        """Highlight the first choice."""
        self.query_one(OptionList).highlighted = self._chosen

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen answer."""
        self.dismiss(event.option_index)

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
