"""The lock of a library: one writer at a time, among threads and among processes.

It is the operating system's lock on an open file. The system releases it when its process ends.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.errors import Busy
from store.language import _
from store.storage.document_store import PATIENCE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

POLL_INTERVAL = 0.005
"""Seconds between two attempts to take the lock."""

SILENT_WAIT = 0.3
"""Seconds to wait for the lock of a library before the user is told."""


class FileLock(threading.local):
    """A reentrant lock on a file: the thread that holds it may take it again and releases it as often."""

    def __init__(self, path: Path) -> None:
        """The lock on ``path``. The file is created (0600) when the lock is first taken, and stays."""
        self.path = path
        self.depth = 0
        """How often this thread has taken the lock."""
        self._handle = -1

    def acquire(self, timeout: float) -> bool:
        """Take the lock; return whether that succeeded within ``timeout`` seconds.

        :raises OSError: the file cannot be opened, or its file system has no locks.
        """
        if not self.depth:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                taken = _wait_for(handle, timeout)
            except BaseException:
                os.close(handle)
                raise
            if not taken:
                os.close(handle)
                return False
            self._handle = handle
        self.depth += 1
        return True

    def release(self) -> None:
        """Release the lock once."""
        self.depth -= 1
        if not self.depth:
            handle, self._handle = self._handle, -1
            with suppress(OSError):
                unlock(handle)
            os.close(handle)


class LibraryLock(FileLock):
    """The lock of a library, whose owner says for how long it waits, and tells the user when that is long."""

    def __init__(self, root: Path, patience: float, on_wait: Callable[[str], None] | None) -> None:
        """The lock of the library in the folder ``root``.

        :param patience: seconds to wait for another process that is writing.
        :param on_wait: called with a sentence that says what is waited for when that takes long.
        """
        super().__init__(root / "lock")
        self._root = root
        self._patience = patience  # of this thread, as all of a lock
        self._on_wait = on_wait

    def wait(self) -> None:
        """Take the lock.

        :raises Busy: another process held it for the patience of this thread.
        :raises OSError: as for :meth:`acquire`.
        """
        for timeout in (min(SILENT_WAIT, self._patience), self._patience):
            if self.acquire(timeout):
                return
            if self._on_wait is not None and timeout < self._patience:
                self._on_wait(
                    _("Another Pizhu is writing to {folder}: waiting for it to finish…", folder=self._root)
                )
        raise Busy(
            _(
                "Another Pizhu has been writing to {folder} for {seconds:.0f} s: wait for it to finish, then "
                "try again.",
                folder=self._root,
                seconds=self._patience,
            )
        )

    @contextmanager
    def waiting_longer(self) -> Iterator[None]:
        """Within this context, wait :data:`PATIENCE` seconds on this thread."""
        before, self._patience = self._patience, PATIENCE
        try:
            yield
        finally:
            self._patience = before


def _wait_for(handle: int, timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    while not try_lock(handle):
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(POLL_INTERVAL, left))
    return True


if sys.platform == "win32":

    def try_lock(handle: int) -> bool:
        """Lock an open file; return whether that succeeded at once.

        :raises OSError: the file system has no locks.
        """
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def unlock(handle: int) -> None:
        """Release the lock of an open file."""
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:

    def try_lock(handle: int) -> bool:
        """Lock an open file; return whether that succeeded at once.

        :raises OSError: the file system has no locks.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(handle: int) -> None:
        """Release the lock of an open file."""
        fcntl.flock(handle, fcntl.LOCK_UN)
