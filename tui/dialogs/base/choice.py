"""A question with a few answers to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from tui.dialogs.base.dialog import ListDialog, entitle

KEYS = "enter choose · esc leave"


class ChoiceDialog(ListDialog[int | None]):
    """Asks for one of several answers; gives its place from 0, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(self, subject: str, answers: Sequence[str], chosen: int = 0) -> None:
        """Ask; ``chosen`` is the answer highlighted at first."""
        super().__init__()
        self._subject = subject
        self._answers = answers
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The answers."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._subject, KEYS)
            yield OptionList(*self._answers, markup=False)

    def on_mount(self) -> None:
        """Highlight what is so now."""
        self.query_one(OptionList).highlighted = self._chosen

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Give the answer."""
        self.dismiss(event.option_index)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
