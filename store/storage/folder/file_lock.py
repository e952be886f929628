"""The lock of a library: one writer at a time, among threads and among processes.

It is the operating system's lock on an open file. The system releases it when its process ends.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

POLL_INTERVAL = 0.005
"""Seconds between two attempts to take the lock."""


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
