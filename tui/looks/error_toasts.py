"""Shows errors as toasts, so that handlers need no ``try`` of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from textual.app import App
from textual.widget import Widget

from store.errors import PizhuError
from store.location import without_password
from tui.typesetting import displayed

W = TypeVar("W", bound=Widget)
T = TypeVar("T")
P = ParamSpec("P")

ERROR_SECONDS = 8.0
"""How long an error message stays on the screen."""


def show_error(app: App[None], message: str) -> None:
    """Show an error message as a toast. Any thread may call this."""
    app.notify(displayed(without_password(message)), severity="error", timeout=ERROR_SECONDS, markup=False)


def shows_errors(method: Callable[Concatenate[W, P], None]) -> Callable[Concatenate[W, P], None]:
    """Decorate a method of a widget: if it raises :class:`PizhuError`, show the message as a toast."""

    @wraps(method)
    def showing(self: W, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(self, *args, **kwargs)
        except PizhuError as error:
            show_error(self.app, str(error))

    return showing


def when_answered(app: App[None], action: Callable[[T], None]) -> Callable[[T | None], None]:
    """A callback for a dialog: calls ``action`` with the answer, unless the dialog was cancelled.

    If the action raises :class:`PizhuError`, the message is shown as a toast.
    """

    def callback(answer: T | None) -> None:
        if answer is None:
            return
        try:
            action(answer)
        except PizhuError as error:
            show_error(app, str(error))

    return callback
