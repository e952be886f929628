"""Runs the reader's changes in order, even while another process holds the lock.

The screen never waits for the lock: a change that cannot be written at once stays in the queue and is tried
again and again, with a message when it takes long. Nor does the screen wait for a change of many articles:
that runs on a thread of its own, and later changes wait for it in the queue.
"""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import TypeVar

from textual.app import App
from textual.timer import Timer

from store.errors import Busy, PizhuError, Stopped
from store.library import Library
from store.progress import Progress, no_progress
from store.storage.document_store import PATIENCE
from tui.looks.error_toasts import show_error

T = TypeVar("T")

AGAIN = 0.05
"""Seconds between two attempts."""

UNSAID = 0.3
"""Seconds of waiting before the reader is told."""


def nothing_more(_result: object = None) -> None:
    """Do nothing when a write is done."""


@dataclass(frozen=True, slots=True)
class QueuedWrite:
    """A change in the queue."""

    do: Callable[[Progress], Callable[[], None]]
    """Makes the change; returns what to call on the screen's thread afterwards."""
    failed: Callable[[PizhuError], None]
    """Called when it cannot be made."""
    work: str = ""
    """What it does, for the screen, if it can take long."""
    is_long: Callable[[], bool] = lambda: False
    """Whether it takes long; called at its turn."""


class RunningWrite:
    """A change being made on its own thread."""

    def __init__(
        self, write: QueuedWrite, library: Library, progress: Progress, ended: Callable[[], object]
    ) -> None:
        """Start it.

        :param progress: called on the thread with how much of how much is done.
        :param ended: called on the thread when it has ended.
        """
        self._write = write
        self._library = library
        self._progress = progress
        self._ended = ended
        self._stopped = Event()
        self._outcome: Callable[[], None] = nothing_more
        self._thread = Thread(target=self._do, name="write")
        self._thread.start()

    @property
    def name(self) -> str:
        """What it does."""
        return self._write.work

    def stop(self) -> None:
        """Stop it, unless files are already being replaced."""
        self._stopped.set()

    def settle(self) -> None:
        """Wait until it has ended, and handle its outcome on this thread."""
        self._thread.join()
        self._outcome()

    def watch(self, done: int, total: int) -> None:
        """Report on the thread how much of how much is done.

        :raises Stopped: it was stopped.
        """
        if self._stopped.is_set():
            raise Stopped("Stopped: nothing was changed.")
        self._progress(done, total)

    def _do(self) -> None:
        try:
            with self._library.waiting_longer(), _uncollected():
                self._outcome = self._write.do(self.watch)
        except PizhuError as error:
            self._outcome = partial(self._write.failed, error)
        except BaseException as error:  # noqa: BLE001 - settle() raises it again on the screen's thread
            self._outcome = partial(_fail, error)
        self._ended()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Suspend garbage collection: over all that a long change holds, it stops the screen for 0.1 s."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fail(error: BaseException) -> None:
    raise error


class WriteQueue:
    """Makes the changes of one reader, in the order in which they were asked for.

    Each change enters the queue once: what it calls to write must not enter it again.
    """

    def __init__(self, app: App[None], library: Library, progress: Callable[[str, int, int], None]) -> None:
        """A queue of changes to ``library``.

        :param progress: called on any thread with the name of long work, and how much of how much is done.
        """
        self._app = app
        self._library = library
        self._progress = progress
        self._waiting: deque[QueuedWrite] = deque()
        self._at_work: RunningWrite | None = None
        """The first change in the queue, if it is being made on a thread."""
        self._since = 0.0
        self._is_told = False
        self._timer: Timer | None = None
        self._when_empty: Callable[[], None] | None = None

    def run(
        self,
        write: Callable[[], T],
        done: Callable[[T], None] = nothing_more,
        *,
        failed: Callable[[PizhuError], None] | None = None,
    ) -> None:
        """Make a change now or, while others are writing, as soon as possible.

        :param write: makes the change. It is called again as long as it raises :class:`Busy`.
        :param done: called with its result.
        :param failed: called with the reason why it cannot be made; by default the reason is shown.
        """

        def run(_: Progress) -> Callable[[], None]:
            return partial(done, write())

        self._add(QueuedWrite(run, failed or self._show))

    def run_long(
        self,
        work: str,
        write: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        is_long: Callable[[], bool] = lambda: True,
    ) -> None:
        """Make a change that can take long, on a thread of its own.

        :param work: what it does, for the screen.
        :param write: makes all of the change or nothing; it can be stopped when it reports its progress.
        :param done: called with its result, on the screen's thread.
        :param is_long: whether it takes long after all, asked at its turn; if not, it needs no thread.
        """

        def run(progress: Progress) -> Callable[[], None]:
            return partial(done, write(progress))

        self._add(QueuedWrite(run, self._show, work, is_long))

    @property
    def long_work(self) -> str:
        """What is being done on a thread; empty when nothing is."""
        return self._at_work.name if self._at_work is not None else ""

    @property
    def is_empty(self) -> bool:
        """Whether every change that was asked for has been made or refused."""
        return not self._waiting

    def stop(self) -> bool:
        """Stop the change that is being made on a thread, if it still can be; whether there is one."""
        if self._at_work is None:
            return False
        self._at_work.stop()
        return True

    def when_empty(self, action: Callable[[], None]) -> None:
        """Do something once the queue is empty."""
        self._when_empty = action

    def finish(self) -> None:
        """Make all changes that are still in the queue, waiting for the lock: the reader is leaving."""
        with self._library.waiting_longer():
            while self._waiting:
                if self._at_work is not None:
                    self._settle()
                else:
                    self._try_first(last=True, leaving=True)

    def _add(self, write: QueuedWrite) -> None:
        self._waiting.append(write)
        if len(self._waiting) == 1:
            self._begin()

    def _begin(self) -> None:
        self._since, self._is_told = time.monotonic(), False
        self._try()

    def _try(self) -> None:
        """Make all changes that can be made now."""
        while (
            self._waiting
            and self._at_work is None
            and self._try_first(last=time.monotonic() - self._since > PATIENCE)
        ):
            self._since = time.monotonic()
        if self._waiting and self._at_work is None:
            if self._timer is None:
                self._timer = self._app.set_interval(AGAIN, self._try)
            if not self._is_told and time.monotonic() - self._since > UNSAID:
                self._is_told = True
                self._app.notify("Waiting: something else is writing to the library…", timeout=3)
        elif self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self._waiting and self._when_empty is not None:
            action, self._when_empty = self._when_empty, None
            action()

    def _try_first(self, *, last: bool, leaving: bool = False) -> bool:
        """Try to make the first change; whether it has left the queue. It stays there while it is tried.

        :param last: give up if it cannot be made now.
        :param leaving: make it on this thread in any case.
        """
        write = self._waiting[0]
        try:
            if not leaving and write.is_long():
                self._start(write)
                return False
            outcome = write.do(no_progress)
        except Busy as busy:
            if not last:
                return False
            outcome = partial(write.failed, busy)
        except PizhuError as error:
            outcome = partial(write.failed, error)
        self._waiting.popleft()
        outcome()
        return True

    def _start(self, write: QueuedWrite) -> None:
        """Make a change on a thread."""
        work = f"{write.work}, ctrl+x stops:"
        # Not call_from_thread: when the reader leaves, its thread waits for this one.
        self._at_work = RunningWrite(
            write, self._library, partial(self._progress, work), lambda: self._app.call_later(self._go_on)
        )

    def _go_on(self) -> None:
        """A thread has ended: handle its outcome, and go on with the queue."""
        if self._at_work is not None:
            self._settle()
            self._begin()

    def _settle(self) -> None:
        work, self._at_work = self._at_work, None
        self._waiting.popleft()
        self._progress("", 0, 0)
        if work is not None:
            work.settle()

    def _show(self, error: PizhuError) -> None:
        if isinstance(error, Stopped):
            self._app.notify(str(error), timeout=4, markup=False)
        else:
            show_error(self._app, str(error))
