"""Asks the user for a line of text."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from store.language import lazy
from tui.dialogs.base.dialog import Dialog, set_frame

KEYS = lazy("enter continue · esc cancel")
NOTHING_TYPED = lazy("Nothing is typed yet. Type an answer, or press esc to cancel.")


class PromptDialog(Dialog[str | None]):
    """Asks for a line of text. Returns it without surrounding spaces, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(self, subject: str, hint: str, answer: str = "") -> None:
        """Create the dialog.

        :param subject: the title.
        :param hint: an explanation below the input.
        :param answer: the initial text of the input.
        """
        super().__init__()
        self._subject = subject
        self._hint = hint
        self._answer = answer

    def compose(self) -> ComposeResult:
        """An input, the hint and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, KEYS)
            yield Input(self._answer, select_on_focus=False)
            yield Static(self._hint, classes="hint", markup=False)
            yield Static(classes="error")

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Return the answer. If there is none, show an error."""
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.query_one(".error", Static).update(str(NOTHING_TYPED))

    @on(Input.Changed)
    def clear_error(self) -> None:
        """Remove the error once something is typed."""
        self.query_one(".error", Static).update("")

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
