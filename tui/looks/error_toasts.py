"""Telling a refusal on the screen, so that no handler has to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from textual.app import App
from textual.widget import Widget

from store.errors import PizhuError
from tui.typesetting import displayed

W = TypeVar("W", bound=Widget)
T = TypeVar("T")
P = ParamSpec("P")

LONG_ENOUGH_TO_READ = 8.0
"""Seconds that a refusal stays on the screen."""


def tell(app: App[None], refusal: str) -> None:
    """Show a refusal."""
    app.notify(displayed(refusal), severity="error", timeout=LONG_ENOUGH_TO_READ, markup=False)


def shows_errors(method: Callable[Concatenate[W, P], None]) -> Callable[Concatenate[W, P], None]:
    """A method of a widget whose refusals become a message on the screen; what it was doing ends there."""

    @wraps(method)
    def telling(self: W, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(self, *args, **kwargs)
        except PizhuError as error:
            tell(self.app, str(error))

    return telling


def answered(app: App[None], action: Callable[[T], None]) -> Callable[[T | None], None]:
    """Dialog callback: run ``action`` with the answer, and show its errors; do nothing if cancelled."""

    def answer(given: T | None) -> None:
        if given is None:
            return
        try:
            action(given)
        except PizhuError as error:
            tell(app, str(error))

    return answer
