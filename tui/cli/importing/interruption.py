"""ctrl+c during an import: it ends after what is being written, so that the total names what was done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self


class Interruption:
    """A context in which ctrl+c raises KeyboardInterrupt, but not while something is written.

    A second ctrl+c does not wait.
    """

    def __init__(self) -> None:
        self._is_writing = False
        self._is_waiting = False
        self._before: Any = None

    def __enter__(self) -> Self:
        """Take ctrl+c over, in the main thread; others never get it."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Give ctrl+c back."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def delayed(self) -> Iterator[None]:
        """Delay ctrl+c until the block has ended."""
        self._is_writing = True
        try:
            yield
        finally:
            self._is_writing = False
        self.check()

    def check(self) -> None:
        """Stop now, if ctrl+c was pressed meanwhile.

        :raises KeyboardInterrupt: it was.
        """
        if self._is_waiting:
            self._is_waiting = False
            raise KeyboardInterrupt

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_writing and not self._is_waiting:
            self._is_waiting = True
            return
        raise KeyboardInterrupt
