"""Drops what comes too late: the answer of a thread, a timer or a callback, for a widget that is gone.

A widget is gone when its screen was dismissed or it was removed, or when the app has ended. Textual's
``is_mounted`` stays true then, and its children are already gone, so that ``query_one`` raises an error.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

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


_waiting: WeakKeyDictionary[Widget, deque[Callable[[Any], None]]] = WeakKeyDictionary()
"""The answers that wait until their widget can show them, in the order in which they came."""


def late_answer(method: Callable[Concatenate[W, P], None]) -> Callable[Concatenate[W, P], None]:
    """Decorate a method of a widget that takes an answer, which may come too early or too late.

    Before the widget has its place on the screen and all its children are mounted, the answer waits for that,
    and so do the answers that come after it. Once the widget is gone, they are dropped.
    Every method of a dialog that others call while it is open has this decorator.
    """

    @wraps(method)
    def taking(self: W, /, *args: P.args, **kwargs: P.kwargs) -> None:
        _waiting.setdefault(self, deque()).append(lambda widget: method(widget, *args, **kwargs))
        _take_when_ready(self)

    return taking


def _take_when_ready(widget: Widget, *, has_waited: bool = False) -> None:
    """Take the answers in their order as soon as the widget and its children can show something.

    :param has_waited: whether the widget has had the time to get its place on the screen, if it gets one.
    """
    waiting = _waiting.get(widget, deque())
    while waiting:
        if is_gone(widget):
            waiting.clear()
            return
        unmounted = next((child for child in widget.walk_children(Widget) if not child.is_mounted), None)
        if unmounted is not None:  # Textual would keep the height that it has computed for its first content
            unmounted.call_later(partial(_take_when_ready, widget, has_waited=has_waited))
            return
        if not has_waited and not (widget.is_mounted and widget.size):
            # a list that is filled before it has its place would keep a height of 0
            widget.call_after_refresh(partial(_take_when_ready, widget, has_waited=True))
            return
        waiting.popleft()(widget)
        widget.call_after_refresh(_lay_out_again, widget)


def _lay_out_again(widget: Widget) -> None:
    """Lay out the children once more.

    Textual forgets to do so for a child that changes while its first layout is not quite done: it counts the
    change as a part of that layout, and keeps the height that it had.
    """
    if not is_gone(widget):
        for child in widget.walk_children(Widget):
            child.refresh(layout=True)
