"""Changes that a reader asks for, one after the other, though another Pizhu may be writing just then.

The screen never stands still for another's lock: what cannot be written at once waits its turn, is tried
again and again, and is told of when it takes long. Nor does it stand still for a change of many articles,
which is made on a thread of its own; what is asked for meanwhile waits until it is done.
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
from store.storage.folder.folder_store import PATIENCE
from tui.looks.error_toasts import tell

T = TypeVar("T")

AGAIN = 0.05
"""Seconds between two attempts."""

UNSAID = 0.3
"""Seconds of waiting before the reader is told."""


@dataclass(frozen=True, slots=True)
class QueuedWrite:
    """Something to be done in its turn."""

    do: Callable[[Progress], Callable[[], None]]
    """Does it, and gives what is to be done on the screen's thread when it is done."""
    refused: Callable[[PizhuError], None]
    """What is to be done when it is refused."""
    work: str = ""
    """What it does, for the screen, if it can take long."""
    is_long: Callable[[], bool] = lambda: False
    """Whether it will; asked when its turn has come."""


class RunningWrite:
    """A deed on its own thread."""

    def __init__(
        self, deed: QueuedWrite, library: Library, progress: Progress, ended: Callable[[], object]
    ) -> None:
        """Begin it.

        :param progress: told, on the thread, how much of how much is done.
        :param ended: called on the thread when all is done.
        """
        self._deed = deed
        self._library = library
        self._progress = progress
        self._ended = ended
        self._stopped = Event()
        self._outcome: Callable[[], None] = nothing_more
        self._thread = Thread(target=self._do, name="deed")
        self._thread.start()

    @property
    def name(self) -> str:
        """What it does."""
        return self._deed.work

    def stop(self) -> None:
        """Have it stopped, if nothing is in its place yet."""
        self._stopped.set()

    def settle(self) -> None:
        """Wait for its end, and do on this thread what is to be done then."""
        self._thread.join()
        self._outcome()

    def watch(self, done: int, total: int) -> None:
        """Tell how much of how much is done, on the thread.

        :raises Stopped: it was stopped.
        """
        if self._stopped.is_set():
            raise Stopped("Stopped: nothing was changed.")
        self._progress(done, total)

    def _do(self) -> None:
        try:
            with self._library.patiently(), _uncollected():
                self._outcome = self._deed.do(self.watch)
        except PizhuError as error:
            self._outcome = partial(self._deed.refused, error)
        except BaseException as error:  # noqa: BLE001 - it is raised again where errors are seen to
            self._outcome = partial(_fail, error)
        self._ended()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without collections of garbage: one over all that a long change holds stops the screen for 0.1 s."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def nothing_more() -> None:
    """Nothing is to be done."""


def _fail(error: BaseException) -> None:
    raise error


class WriteQueue:
    """The changes of one reader, in the order in which they were asked for."""

    def __init__(self, app: App[None], library: Library, progress: Callable[[str, int, int], None]) -> None:
        """The changes of ``library``.

        :param progress: told on any thread of what long work how much of how much is done.
        """
        self._app = app
        self._library = library
        self._progress = progress
        self._waiting: deque[QueuedWrite] = deque()
        self._at_work: RunningWrite | None = None
        """The first of those that wait, on its own thread."""
        self._since = 0.0
        self._is_told = False
        self._timer: Timer | None = None
        self._afterwards: Callable[[], None] | None = None

    def run(self, deed: Callable[[], None], refused: Callable[[PizhuError], None] | None = None) -> None:
        """Make a change now or, when others are writing, as soon as they are done.

        :param refused: called with why it could not be made; else the reader is told.
        """

        def run(_: Progress) -> Callable[[], None]:
            deed()
            return nothing_more

        self._add(QueuedWrite(run, refused or self._tell))

    def run_long(
        self,
        work: str,
        deed: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        is_long: Callable[[], bool] = lambda: True,
    ) -> None:
        """Make a change that can take long on a thread of its own, when its turn has come.

        :param work: what it does, for the screen.
        :param deed: makes it, all or nothing; it may be stopped through the progress that it tells of.
        :param done: given what came of it, on the screen's thread.
        :param is_long: whether it takes long after all; what does not is made at once. Asked at its turn.
        """

        def run(progress: Progress) -> Callable[[], None]:
            return partial(done, deed(progress))

        self._add(QueuedWrite(run, self._tell, work, is_long))

    def when_answered(self, deed: Callable[[T], None]) -> Callable[[T | None], None]:
        """What to do when a dialog is left: nothing without an answer, else ``deed``."""

        def answer(given: T | None) -> None:
            if given is not None:
                self.run(partial(deed, given))

        return answer

    @property
    def long_work(self) -> str:
        """What is being done on a thread of its own; empty when nothing is."""
        return self._at_work.name if self._at_work is not None else ""

    @property
    def is_empty(self) -> bool:
        """Whether every change that was asked for has been made or refused."""
        return not self._waiting

    def stop(self) -> bool:
        """Stop the long change that is being made, if nothing is in its place yet; whether one is."""
        if self._at_work is None:
            return False
        self._at_work.stop()
        return True

    def run_afterwards(self, deed: Callable[[], None]) -> None:
        """Do something when nothing waits any more."""
        self._afterwards = deed

    def finish(self) -> None:
        """Make what is still waiting, patiently: the reader is leaving."""
        with self._library.patiently():
            while self._waiting:
                if self._at_work is not None:
                    self._settle()
                else:
                    self._try_first(last=True, leaving=True)

    def _add(self, deed: QueuedWrite) -> None:
        self._waiting.append(deed)
        if len(self._waiting) == 1:
            self._begin()

    def _begin(self) -> None:
        self._since, self._is_told = time.monotonic(), False
        self._try()

    def _try(self) -> None:
        """Make what can be made now."""
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
        if not self._waiting and self._afterwards is not None:
            afterwards, self._afterwards = self._afterwards, None
            afterwards()

    def _try_first(self, *, last: bool, leaving: bool = False) -> bool:
        """Try the first that waits; whether that is settled. It stays in its place while it is tried.

        :param last: whether it is given up if it cannot be made now.
        :param leaving: whether it is made on this thread in any case.
        """
        deed = self._waiting[0]
        try:
            if not leaving and deed.is_long():
                self._set_to_work(deed)
                return False
            outcome = deed.do(no_progress)
        except Busy as busy:
            if not last:
                return False
            outcome = partial(deed.refused, busy)
        except PizhuError as error:
            outcome = partial(deed.refused, error)
        self._waiting.popleft()
        outcome()
        return True

    def _set_to_work(self, deed: QueuedWrite) -> None:
        work = f"{deed.work}, ctrl+x stops:"
        # Not call_from_thread: when the reader leaves, its thread waits for this one.
        self._at_work = RunningWrite(
            deed, self._library, partial(self._progress, work), lambda: self._app.call_later(self._go_on)
        )

    def _go_on(self) -> None:
        """A thread has come to its end: see what came of it, and make what has waited for it."""
        if self._at_work is not None:
            self._settle()
            self._begin()

    def _settle(self) -> None:
        work, self._at_work = self._at_work, None
        self._waiting.popleft()
        self._progress("", 0, 0)
        if work is not None:
            work.settle()

    def _tell(self, error: PizhuError) -> None:
        if isinstance(error, Stopped):
            self._app.notify(str(error), timeout=4, markup=False)
        else:
            tell(self._app, str(error))
