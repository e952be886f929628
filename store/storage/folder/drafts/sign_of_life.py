"""A lock that a session holds as long as it runs, so that others know whether it still does.

The operating system releases the lock when the process ends, however it ends. Unlike the number of the
process and the name of the host, it cannot be mistaken for another's.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from store.storage.folder.file_lock import try_lock, unlock

SUFFIX = ".lock"


class SignOfLife:
    """The lock of this session, a file in a folder. Shared by all threads."""

    def __init__(self, folder: Path) -> None:
        """A lock in ``folder``, which must exist when it is taken."""
        self._folder = folder
        self._handle = -1
        self.session = os.urandom(8).hex()
        """The name of this session, which no other has."""

    @property
    def is_held(self) -> bool:
        """Whether the lock is held."""
        return self._handle >= 0

    def hold(self) -> bool:
        """Take the lock, unless it is held already; return False if the file system has no locks.

        :raises OSError: the file cannot be created.
        """
        while not self.is_held:
            path = self._path()
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                is_ours = try_lock(handle) and _is_still_at(path, handle)
            except OSError:
                os.close(handle)
                with suppress(OSError):
                    path.unlink()
                return False
            if is_ours:
                self._handle = handle
            else:  # another process has just taken the new file for one that was left behind
                os.close(handle)
        return True

    def release(self) -> None:
        """Release the lock and remove its file, if it is held."""
        if self.is_held:
            handle, self._handle = self._handle, -1
            _remove_and_close(self._path(), handle)

    def _path(self) -> Path:
        return self._folder / f"{self.session}{SUFFIX}"


def is_alive(folder: Path, session: str) -> bool | None:
    """Whether a session holds its lock; None if that cannot be known.

    The file that a session has left behind is removed.
    """
    path = folder / f"{session}{SUFFIX}"
    try:
        handle = _opened(path)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        is_left = try_lock(handle)
    except OSError:
        os.close(handle)
        return None
    if is_left:
        _remove_and_close(path, handle)
    else:
        os.close(handle)
    return not is_left


def _opened(path: Path) -> int:
    """Open a file for locking: for writing, which some file systems require, if that is allowed."""
    flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, os.O_RDWR | flags)
    except FileNotFoundError:
        raise
    except OSError:
        return os.open(path, os.O_RDONLY | flags)


def _is_still_at(path: Path, handle: int) -> bool:
    """Whether the open file is the one at the path."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _remove_and_close(path: Path, handle: int) -> None:
    """Remove a file that this process has locked, and release the lock."""
    if os.name != "nt":  # Windows removes no open file
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        unlock(handle)
    os.close(handle)
    if os.name == "nt":
        with suppress(OSError):
            path.unlink()
