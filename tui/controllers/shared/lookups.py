"""Reading on a worker thread what an open dialog is to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App
from textual.screen import Screen
from textual.worker import get_current_worker

from store.errors import PizhuError
from tui.looks.error_toasts import show_error

T = TypeVar("T")


def look_up(
    app: App[None],
    dialog: Screen[Any],
    read: Callable[[], T],
    show: Callable[[T], None],
    failed: Callable[[str], None] | None = None,
) -> None:
    """Read something on a thread and show it in a dialog; an answer that comes too late is dropped.

    :param read: runs on the thread; it should read everything, not return a generator.
    :param show: called on the screen's thread, if the dialog is still open and nothing newer is being read.
    :param failed: called instead, with the reason; by default it is shown as a toast.
    """

    def show_if_open(result: T) -> None:
        if dialog in app.screen_stack:
            show(result)

    def fail_if_open(reason: str) -> None:
        if dialog not in app.screen_stack:
            return
        if failed is not None:
            failed(reason)
        else:
            show_error(app, reason)

    def work() -> None:
        worker = get_current_worker()
        try:
            result = read()
        except PizhuError as error:
            if not worker.is_cancelled:
                app.call_from_thread(fail_if_open, str(error))
        else:
            if not worker.is_cancelled:
                app.call_from_thread(show_if_open, result)

    app.run_worker(work, thread=True, group=type(dialog).__name__, exclusive=True)
