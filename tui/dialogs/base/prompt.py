"""Asks the user for a line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from store.errors import PizhuError
from store.language import lazy
from tui.dialogs.base.dialog import Dialog, set_frame
from tui.late_answers import is_gone
from tui.looks.error_toasts import show_error
from tui.typesetting import displayed

KEYS = lazy("enter continue · esc cancel")
NOTHING_TYPED = lazy("Nothing is typed yet. Type an answer, or press esc to cancel.")


class PromptDialog(Dialog[str | None]):
    """Asks for a line of text. Returns it without surrounding spaces, or None if cancelled.

    What cannot be done with an answer is told below it: the dialog stays open, and what was typed is kept.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+s", "accept", "Accept", priority=True),
    ]

    def __init__(
        self,
        subject: str,
        hint: str,
        answer: str = "",
        *,
        act: Callable[[str], None] | None = None,
        error: str = "",
        may_be_empty: bool = False,
    ) -> None:
        """Create the dialog.

        :param subject: the title.
        :param hint: an explanation below the input.
        :param answer: the initial text of the input.
        :param act: does what is asked for with the answer, and dismisses the dialog once that is done. What
            it raises is shown; what it is told later is passed to :meth:`refuse`. By default the dialog is
            dismissed at once.
        :param error: what is wrong with the initial text.
        :param may_be_empty: whether no text is an answer too.
        """
        super().__init__()
        self._subject = subject
        self._hint = hint
        self._answer = answer
        self._act = act
        self._error = error
        self._may_be_empty = may_be_empty
        self._acts = False
        """Whether what was asked for is being done."""

    def compose(self) -> ComposeResult:
        """An input, the hint and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, KEYS)
            yield Input(self._answer, select_on_focus=False)
            yield Static(self._hint, classes="hint", markup=False)
            yield Static(Text(displayed(self._error)), classes="error")

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Do what is asked for with the answer, or return it. If there is none, show an error."""
        self._accept(event.value)

    def action_accept(self) -> None:
        """Accept what is typed, as enter does: ctrl+s saves in the note editor."""
        self._accept(self.query_one(Input).value)

    def _accept(self, value: str) -> None:
        typed = value.strip()
        if not typed and not self._may_be_empty:
            self._show_error(str(NOTHING_TYPED))
        elif self._act is None:
            self.dismiss(typed)
        elif not self._acts:
            self._acts = True
            try:
                self._act(typed)
            except PizhuError as error:
                self.refuse(error)

    def refuse(self, error: PizhuError) -> None:
        """Tell why it cannot be done with this answer: in the dialog, or over what is there without it."""
        self._acts = False
        if is_gone(self):
            show_error(self.app, str(error))
        else:
            self._show_error(str(error))

    @on(Input.Changed)
    def clear_error(self, event: Input.Changed) -> None:
        """Remove the error once something else is typed."""
        if event.value != self._answer:
            self._show_error("")

    def _show_error(self, message: str) -> None:
        self._answer = self.query_one(Input).value
        self.query_one(".error", Static).update(Text(displayed(message)))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
