"""A question with a line to answer on."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.dialogs.base.dialog import Dialog, entitle

KEYS = "enter go on · esc leave"
NOTHING_TYPED = "Nothing is typed yet: type it, or esc leaves everything as it is."


class PromptDialog(Dialog[str | None]):
    """Asks for a line; gives it trimmed, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(self, subject: str, explained: str, answer: str = "") -> None:
        """Ask.

        :param subject: the title.
        :param explained: what is asked for, below the line.
        :param answer: the answer to start from.
        """
        super().__init__()
        self._subject = subject
        self._explained = explained
        self._answer = answer

    def compose(self) -> ComposeResult:
        """A line to type on."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._subject, KEYS)
            yield Input(self._answer, select_on_focus=False)
            yield Static(self._explained, classes="explained", markup=False)
            yield Static(classes="refusal")

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Give the answer, if there is one; else say that one is wanted."""
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.query_one(".refusal", Static).update(NOTHING_TYPED)

    @on(Input.Changed)
    def take_back(self) -> None:
        """Say nothing more: something is being typed."""
        self.query_one(".refusal", Static).update("")

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
