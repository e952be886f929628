"""Reads in a thread what an open dialog shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from textual.app import App
from textual.screen import Screen
from textual.worker import get_current_worker

from store.errors import PizhuError
from tui.late_answers import unless_gone
from tui.looks.error_toasts import show_error

T = TypeVar("T")


def look_up(
    app: App[None],
    dialog: Screen[Any],
    read: Callable[[], T],
    show: Callable[[T], None],
    failed: Callable[[str], None] | None = None,
    *,
    group: str = "",
) -> None:
    """Read something in a thread and show it in a dialog, unless the dialog has been closed meanwhile.

    :param read: runs in the thread. It must read everything, not return a generator.
    :param show: called on the app's thread with the result, unless a newer lookup of the dialog has begun.
    :param failed: called instead with the message of an error. By default it is shown as a toast.
    :param group: what is looked up, if a newer lookup of something else in the dialog does not replace it.
    """
    fail = failed or partial(show_error, app)

    def work() -> None:
        worker = get_current_worker()

        def unless_replaced(call: Callable[[Any], None], answer: object) -> None:
            if not worker.is_cancelled:
                call(answer)

        try:
            answer = partial(unless_replaced, show, read())
        except PizhuError as error:
            answer = partial(unless_replaced, fail, str(error))
        if not worker.is_cancelled:
            app.call_from_thread(unless_gone(dialog, answer))

    app.run_worker(work, thread=True, group=f"{type(dialog).__name__} {group}", exclusive=True)
