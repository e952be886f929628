"""Changes that a reader asks for, one after the other, though another Pizhu may be writing just then.

The screen never stands still for another's lock: what cannot be written at once waits its turn, is tried
again and again, and is told of when it takes long.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.app import App
from textual.timer import Timer

from store.disk import PATIENCE
from store.errors import Busy, PizhuError
from store.library import Library
from tui.refusals import tell

T = TypeVar("T")

AGAIN = 0.05
"""Seconds between two attempts."""

UNSAID = 0.3
"""Seconds of waiting before the reader is told."""

Deed = tuple[Callable[[], None], Callable[[PizhuError], None]]
"""What is to be done, and what when it is refused."""


class Deeds:
    """The changes of one reader, in the order in which they were asked for."""

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._waiting: deque[Deed] = deque()
        self._since = 0.0
        self._is_told = False
        self._timer: Timer | None = None

    def do(self, deed: Callable[[], None], refused: Callable[[PizhuError], None] | None = None) -> None:
        """Make a change now or, when others are writing, as soon as they are done.

        :param refused: called with why it could not be made; else the reader is told.
        """
        self._waiting.append((deed, refused or self._tell))
        if len(self._waiting) == 1:
            self._begin()

    def answered(self, deed: Callable[[T], None]) -> Callable[[T | None], None]:
        """What to do when a dialog is left: nothing without an answer, else ``deed``."""

        def answer(given: T | None) -> None:
            if given is not None:
                self.do(partial(deed, given))

        return answer

    def finish(self) -> None:
        """Make what is still waiting, patiently: the reader is leaving."""
        with self._library.patiently():
            while self._waiting:
                self._try_first(last=True)

    def _begin(self) -> None:
        self._since, self._is_told = time.monotonic(), False
        self._try()
        if self._waiting and self._timer is None:
            self._timer = self._app.set_interval(AGAIN, self._try)

    def _try(self) -> None:
        """Make what can be made now."""
        while self._waiting and self._try_first(last=time.monotonic() - self._since > PATIENCE):
            self._since = time.monotonic()
        if self._waiting:
            if not self._is_told and time.monotonic() - self._since > UNSAID:
                self._is_told = True
                self._app.notify("Waiting: something else is writing to the library…", timeout=3)
        elif self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _try_first(self, *, last: bool) -> bool:
        """Try the first that waits; whether that is settled. It stays in its place while it is tried.

        :param last: whether it is given up if it cannot be made now.
        """
        deed, refused = self._waiting[0]
        try:
            deed()
        except Busy as busy:
            if not last:
                return False
            self._waiting.popleft()
            refused(busy)
        except PizhuError as error:
            self._waiting.popleft()
            refused(error)
        else:
            self._waiting.popleft()
        return True

    def _tell(self, error: PizhuError) -> None:
        tell(self._app, str(error))
