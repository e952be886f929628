"""Shows in a dialog how many articles have been read for it."""

from __future__ import annotations

from typing import Protocol

from textual.app import App

from store.errors import Stopped
from store.language import _
from store.progress import Progress

STEPS = 50
"""Articles between two messages of progress."""


class ProgressDialog(Protocol):
    """A dialog that shows progress."""

    is_dismissed: bool

    def show_progress(self, done: int, total: int) -> None:
        """Say how many articles have been read."""


def progress_in(app: App[None], dialog: ProgressDialog) -> Progress:
    """Return what shows progress in a dialog, and stops when that is closed. It is called in a thread."""

    def report(done: int, total: int) -> None:
        if dialog.is_dismissed:
            raise Stopped(_("Stopped."))
        if done and done % STEPS == 0 and done < total:
            app.call_from_thread(dialog.show_progress, done, total)

    return report
