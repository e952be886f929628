"""What imports and exports have in common: work on a thread, with progress, that can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.worker import Worker, get_current_worker

from store.errors import PizhuError, Stopped
from store.library import Library
from store.progress import Progress
from tui.looks.error_toasts import show_error
from tui.panes.layout import ArrangedScreen


class BackgroundController:
    """Runs work on a worker thread; owns the worker that was started last."""

    NAME: ClassVar[str]
    """What the work does, for the screen: ``Importing``."""
    STOPPED: ClassVar[str]
    """What to say when it was stopped."""

    def __init__(
        self, screen: ArrangedScreen, library: Library, progress: Callable[[str, int, int], None]
    ) -> None:
        """Work on ``library``.

        :param progress: called on the thread with the name of the work, and how much of how much is done.
        """
        self._screen = screen
        self._app = screen.app
        self._library = library
        self._progress = progress
        self._worker: Worker[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether work is going on."""
        return self._worker is not None and not self._worker.is_finished

    def stop(self) -> bool:
        """Stop the work that is going on; whether there is any."""
        if self._worker is None or not self.is_running:
            return False
        self._worker.cancel()
        return True

    def _start(self, work: Callable[[Progress], None]) -> None:
        """Run work on a thread.

        :param work: reports its progress, and is stopped by an exception when it does. Why it fails is shown.
        """

        def run() -> None:
            worker = get_current_worker()

            def report(done: int, total: int) -> None:
                if worker.is_cancelled:
                    raise Stopped(self.STOPPED)
                self._progress(f"{self.NAME}, ctrl+x stops:", done, total)

            try:
                work(report)
            except PizhuError as error:
                self._show_error(str(error))
            self._progress("", 0, 0)

        self._worker = self._screen.run_worker(run, thread=True, group=self.NAME)

    # Called on the thread: messages go through the screen's queue, after those of the library's changes.

    def _show(self, sentence: str, seconds: float | None = None) -> None:
        """Show an outcome."""
        self._screen.call_later(self._app.notify, sentence, timeout=seconds, markup=False)

    def _show_error(self, sentence: str) -> None:
        """Show what went wrong."""
        self._screen.call_later(show_error, self._app, sentence)
