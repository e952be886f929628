"""Drops what comes too late: the answer of a thread, a timer or a callback, for a widget that is gone.

A widget is gone when its screen was dismissed or it was removed, or when the app has ended. Textual's
``is_mounted`` stays true then, and its children are already gone, so that ``query_one`` raises an error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from textual.screen import Screen
from textual.widget import Widget

W = TypeVar("W", bound=Widget)
T = TypeVar("T")
P = ParamSpec("P")


def is_gone(widget: Widget) -> bool:
    """Whether a widget was removed, its screen was dismissed, or the app has ended.

    A widget that is not mounted yet is not gone.
    """
    if not widget.is_attached:
        return widget.is_mounted
    return any(
        screen not in screen.app.screen_stack
        for screen in widget.ancestors_with_self
        if isinstance(screen, Screen)
    )


def unless_gone(widget: Widget, callback: Callable[P, T]) -> Callable[P, T | None]:
    """A function that calls ``callback``, unless the widget is gone by then."""

    @wraps(callback)
    def calling(*args: P.args, **kwargs: P.kwargs) -> T | None:
        return None if is_gone(widget) else callback(*args, **kwargs)

    return calling


def late_answer(method: Callable[Concatenate[W, P], None]) -> Callable[Concatenate[W, P], None]:
    """Decorate a method of a widget that takes an answer, which may come too early or too late.

    Before the widget has its place on the screen, the answer waits for that. Once the widget is gone, the
    answer is dropped.
    Every method of a dialog that others call while it is open has this decorator.
    """

    @wraps(method)
    def taking(self: W, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if is_gone(self):
            return
        if self.is_mounted and self.size:
            method(self, *args, **kwargs)
        else:  # a list that is filled before it has its place would keep a height of 0
            self.call_after_refresh(unless_gone(self, partial(method, self, *args, **kwargs)))

    return taking
