"""The base of import and export: work in a thread that reports its progress and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.worker import Worker, get_current_worker

from store.errors import PizhuError, Stopped
from store.language import Lazy, _
from store.library import Library
from store.progress import Progress
from store.reasons import reason_of
from tui.keys.keymap import key_name
from tui.looks.error_toasts import show_error
from tui.panes.layout import PaneScreen


class BackgroundController:
    """Runs work in a thread, one at a time."""

    NAME: ClassVar[Lazy]
    """The work as a phrase for the screen, such as "Importing"."""
    STOPPED: ClassVar[Lazy]
    """The message when it was stopped."""

    def __init__(
        self,
        screen: PaneScreen,
        library: Library,
        begin: Callable[[str], None],
        progress: Callable[[str, int, int], None],
    ) -> None:
        """Create a controller for ``library``.

        :param begin: called with the work when it begins, before anything is known of its length.
        :param progress: called in the thread with (work, done, total).
        """
        self._screen = screen
        self._app = screen.app
        self._library = library
        self._begin = begin
        self._progress = progress
        self._worker: Worker[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether work is running."""
        return self._worker is not None and not self._worker.is_finished

    def stop(self) -> bool:
        """Stop the work that is running.

        :return: whether there is any.
        """
        if self._worker is None or not self.is_running:
            return False
        self._worker.cancel()
        return True

    def _start(self, work: Callable[[Progress], None]) -> None:
        """Run work in a thread. If it raises :class:`PizhuError`, the message is shown.

        :param work: called with a function that reports progress, and raises :class:`Stopped` to stop it.
        """

        def run() -> None:
            worker = get_current_worker()

            def report(done: int, total: int) -> None:
                if worker.is_cancelled:
                    raise Stopped(self.STOPPED.format(key=key_name("app.undo")))
                if done < total:  # what is left is to write: the sign stays until that is done
                    self._progress(
                        _("{work}, {key} stops:", work=self.NAME, key=key_name("app.stop")), done, total
                    )

            try:
                work(report)
            except PizhuError as error:
                self._show_error(str(error))
            except (OSError, ValueError) as error:  # a name that the system does not take, for one
                self._show_error(
                    _("{work} failed: {reason}.", work=self.NAME, reason=reason_of(error).lower())
                )
            self._progress("", 0, 0)

        self._begin(_("{work}, {key} stops", work=self.NAME, key=key_name("app.stop")))
        self._worker = self._screen.run_worker(run, thread=True, group=self.NAME.message)

    # Called in the thread. The messages go through the queue of the screen, so that they come after the
    # messages about the changes of the library.

    def _show(self, message: str, seconds: float | None = None) -> None:
        """Show a message."""
        self._screen.call_later(self._app.notify, message, timeout=seconds, markup=False)

    def _show_error(self, message: str) -> None:
        """Show an error message."""
        self._screen.call_later(show_error, self._app, message)
