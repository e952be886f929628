"""Runs the user's changes in order, even while another process holds the lock.

The screen never waits for the lock: a change that cannot be written immediately stays in the queue and is
retried, with a message if this takes long. The screen does not wait for a change of many articles either:
it runs in its own thread, and later changes wait for it in the queue.
"""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from typing import TypeVar

import msgspec
from textual.app import App
from textual.timer import Timer

from store.errors import Busy, PizhuError, Stopped
from store.language import _
from store.library import Library
from store.progress import Progress, no_progress
from store.storage.document_store import PATIENCE
from tui.keys.keymap import key_name
from tui.looks.error_toasts import show_error

T = TypeVar("T")

RETRY_INTERVAL = 0.05
"""Seconds between attempts."""

NOTICE_DELAY = 0.3
"""Seconds of waiting after which a message is shown."""


def do_nothing(_result: object = None) -> None:
    """Do nothing after a write."""


class QueuedWrite(msgspec.Struct, frozen=True):
    """A change in the queue."""

    do: Callable[[Progress], Callable[[], None]]
    """Makes the change. Returns a function to call on the app's thread afterwards."""
    failed: Callable[[PizhuError], None]
    """Called if the change cannot be made."""
    work: str = ""
    """The work as a phrase for the screen, if it can take long."""
    is_long: Callable[[], bool] = lambda: False
    """Whether it takes long. Called when it is the first in the queue."""


class RunningWrite:
    """A change that runs in its own thread."""

    def __init__(
        self, write: QueuedWrite, library: Library, progress: Progress, ended: Callable[[], object]
    ) -> None:
        """Start the thread.

        :param progress: called in the thread with (done, total).
        :param ended: called in the thread when it has ended.
        """
        self._write = write
        self._library = library
        self._progress = progress
        self._ended = ended
        self._stopped = Event()
        self._outcome: Callable[[], None] = do_nothing
        self._thread = Thread(target=self._do, name="write")
        self._thread.start()

    @property
    def name(self) -> str:
        """The work as a phrase."""
        return self._write.work

    def stop(self) -> None:
        """Stop the change, unless files are already being replaced."""
        self._stopped.set()

    def settle(self) -> None:
        """Wait for the thread to end, and handle the outcome in the caller's thread."""
        self._thread.join()
        self._outcome()

    def report(self, done: int, total: int) -> None:
        """Report the progress. Called in the thread.

        :raises Stopped: when the change was stopped.
        """
        if self._stopped.is_set():
            raise Stopped(_("Stopped: nothing was changed."))
        self._progress(done, total)

    def _do(self) -> None:
        try:
            with self._library.waiting_longer(), _without_garbage_collection():
                self._outcome = self._write.do(self.report)
        except PizhuError as error:
            self._outcome = partial(self._write.failed, error)
        except BaseException as error:  # noqa: BLE001 - settle() raises it again in the app's thread
            self._outcome = partial(_raise, error)
        self._ended()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Suspend garbage collection, which would block the screen for 0.1 s during a long change."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _raise(error: BaseException) -> None:
    raise error


class WriteQueue:
    """Makes the changes of one user in the order of the requests.

    A function that writes must not add itself to the queue again.
    """

    def __init__(self, app: App[None], library: Library, progress: Callable[[str, int, int], None]) -> None:
        """Create an empty queue for ``library``.

        :param progress: called in any thread with (work, done, total) while long work runs.
        """
        self._app = app
        self._library = library
        self._progress = progress
        self._waiting: deque[QueuedWrite] = deque()
        self._running: RunningWrite | None = None
        """The first change in the queue, if it runs in a thread."""
        self._since = 0.0
        self._has_notified = False
        self._timer: Timer | None = None
        self._when_empty: Callable[[], None] | None = None

    def run(
        self,
        write: Callable[[], T],
        done: Callable[[T], None] = do_nothing,
        *,
        failed: Callable[[PizhuError], None] | None = None,
    ) -> None:
        """Make a change now or, while another process is writing, as soon as possible.

        :param write: makes the change. It is called again as long as it raises :class:`Busy`.
        :param done: called with the result.
        :param failed: called with the error if the change cannot be made. By default the error is shown.
        """

        def run(_progress: Progress) -> Callable[[], None]:
            return partial(done, write())

        self._add(QueuedWrite(run, failed or self._show))

    def run_long(
        self,
        work: str,
        write: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        is_long: Callable[[], bool] = lambda: True,
        failed: Callable[[PizhuError], None] | None = None,
    ) -> None:
        """Make a change that can take long, in its own thread.

        :param work: the work as a phrase for the screen, such as "Undoing".
        :param write: makes the whole change or nothing. It can be stopped when it reports its progress.
        :param done: called with the result, on the app's thread.
        :param is_long: called when the change is the first in the queue. If False, no thread is used.
        :param failed: called with the error if the change cannot be made; not if it was stopped, which is
            told. By default the error is shown.
        """

        def fail(error: PizhuError) -> None:
            (self._show if failed is None or isinstance(error, Stopped) else failed)(error)

        def run(progress: Progress) -> Callable[[], None]:
            return partial(done, write(progress))

        self._add(QueuedWrite(run, fail, work, is_long))

    @property
    def long_work(self) -> str:
        """The work that runs in a thread, as a phrase. Empty if there is none."""
        return self._running.name if self._running is not None else ""

    @property
    def is_empty(self) -> bool:
        """Whether all changes have been made or have failed."""
        return not self._waiting

    def stop(self) -> bool:
        """Stop the change that runs in a thread, if it still can be stopped.

        :return: whether there is one.
        """
        if self._running is None:
            return False
        self._running.stop()
        return True

    def when_empty(self, action: Callable[[], None]) -> None:
        """Call a function once the queue is empty."""
        self._when_empty = action

    def finish(self) -> None:
        """Make all changes that are still in the queue, waiting for the lock. Called when the reader ends."""
        with self._library.waiting_longer():
            while self._waiting:
                if self._running is not None:
                    self._settle()
                else:
                    self._try_first(is_last=True, is_leaving=True)

    def _add(self, write: QueuedWrite) -> None:
        self._waiting.append(write)
        if len(self._waiting) == 1:
            self._begin()

    def _begin(self) -> None:
        self._since, self._has_notified = time.monotonic(), False
        self._try()

    def _try(self) -> None:
        """Make all changes that can be made now."""
        while (
            self._waiting
            and self._running is None
            and self._try_first(is_last=time.monotonic() - self._since > PATIENCE)
        ):
            self._since = time.monotonic()
        if self._waiting and self._running is None:
            if self._timer is None:
                self._timer = self._app.set_interval(RETRY_INTERVAL, self._try)
            if not self._has_notified and time.monotonic() - self._since > NOTICE_DELAY:
                self._has_notified = True
                self._app.notify(
                    _("Waiting: another program is writing to the library…"), timeout=3, markup=False
                )
        elif self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self._waiting and self._when_empty is not None:
            action, self._when_empty = self._when_empty, None
            action()

    def _try_first(self, *, is_last: bool, is_leaving: bool = False) -> bool:
        """Try to make the first change. It stays in the queue meanwhile.

        :param is_last: whether this is the last attempt.
        :param is_leaving: whether the reader ends, so that no thread may be started.
        :return: whether the change has left the queue.
        """
        write = self._waiting[0]
        try:
            if not is_leaving and write.is_long():
                self._start(write)
                return False
            outcome = write.do(no_progress)
        except Busy as busy:
            if not is_last:
                return False
            outcome = partial(write.failed, busy)
        except PizhuError as error:
            outcome = partial(write.failed, error)
        self._waiting.popleft()
        outcome()
        return True

    def _start(self, write: QueuedWrite) -> None:
        """Make a change in a thread."""
        work = _("{work}, {key} stops:", work=write.work, key=key_name("app.stop"))
        # Not call_from_thread: when the reader ends, its thread waits for this one.
        self._running = RunningWrite(
            write, self._library, partial(self._progress, work), lambda: self._app.call_later(self._go_on)
        )

    def _go_on(self) -> None:
        """Handle the outcome of a thread that has ended, and continue with the queue."""
        if self._running is not None:
            self._settle()
            self._begin()

    def _settle(self) -> None:
        work, self._running = self._running, None
        self._waiting.popleft()
        self._progress("", 0, 0)
        if work is not None:
            work.settle()

    def _show(self, error: PizhuError) -> None:
        if isinstance(error, Stopped):
            self._app.notify(str(error), timeout=4, markup=False)
        else:
            show_error(self._app, str(error))
