"""How bytes reach the disk so that a power cut leaves the old content or the new, whole.

A file is never changed in place: its new content is written to a temporary file, synced, renamed over
the old one, and the folder is synced. When a function here returns, what it did is on the disk.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

TEMPORARY = ".tmp"
"""How the names of files end that are being written; they begin with a dot."""

AT_ONCE = 64
"""Files written before the first of them is synced: the disk does several at the price of one."""


class Batch:
    """Files that are put in place together: all are on the disk before the first is renamed.

    Used in this order: :meth:`write` and :meth:`remove`, :meth:`sync`, :meth:`put`; :meth:`discard` gives up.
    """

    def __init__(self) -> None:
        self._written: list[tuple[Path, Path]] = []
        """What was written: the temporary file, and whose place it is to take."""
        self._removed: list[Path] = []
        self._unsynced: list[int] = []

    def __len__(self) -> int:
        return len(self._written) + len(self._removed)

    def write(self, path: Path, data: bytes) -> None:
        """Write what is to stand at ``path``, in a temporary file beside it: the user's alone (0600)."""
        temporary = _beside(path)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        self._written.append((temporary, path))
        self._unsynced.append(handle)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if os.utime in os.supports_fd:
            # The clock of the file system ticks every 4 ms or so: two writes within a tick would look alike.
            now = time.time_ns()
            os.utime(handle, ns=(now, now))
        if len(self._unsynced) == AT_ONCE:
            self.sync()

    def remove(self, path: Path) -> None:
        """Have the file at ``path`` removed, if there is one."""
        self._removed.append(path)

    def sync(self) -> None:
        """Put what was written on the disk, still under its temporary names."""
        while self._unsynced:
            handle = self._unsynced.pop()
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def put(self) -> None:
        """Give all files their names, remove those to be removed, and put the folders on the disk."""
        folders = {path.parent for _, path in self._written} | {path.parent for path in self._removed}
        with ExitStack() as opened:  # beforehand: once a file has its name, as little as possible may fail
            syncs = [opened.enter_context(_opened(folder)) for folder in folders]
            self._written.reverse()
            while self._written:
                temporary, path = self._written[-1]
                temporary.replace(path)
                self._written.pop()
            for path in self._removed:
                path.unlink(missing_ok=True)
            for sync in syncs:
                sync()

    def discard(self) -> None:
        """Remove what was written and not put in place."""
        for handle in self._unsynced:
            with suppress(OSError):
                os.close(handle)
        for temporary, _ in self._written:
            with suppress(OSError):
                temporary.unlink()


def write_durably(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` so that a power cut leaves the old content or the new, never a mixture.

    When it returns, the new content is on the disk. The file is the user's alone (0600).
    """
    batch = Batch()
    try:
        batch.write(path, data)
        batch.sync()
        batch.put()
    except BaseException:
        batch.discard()
        raise


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to be written piece by piece, which takes the place of ``path``, durably, when all went well."""
    temporary = _beside(path)
    try:
        with open(temporary, "xb", opener=_for_the_user) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _beside(path: Path) -> Path:
    """A temporary file in the same folder."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}{TEMPORARY}")


def _for_the_user(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def remove_durably(path: Path) -> None:
    """Remove the file, and see to it that it stays removed after a power cut; if that fails, it is there."""
    with _opened(path.parent) as sync:
        hidden = path.replace(_beside(path))
        try:
            sync()
        except OSError:
            hidden.replace(path)
            raise
        hidden.unlink()


def append_line(path: Path, line: bytes) -> int:
    """Append a whole line to a file, not synced; at which byte.

    Half a line that a crash left is ended first.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        end = os.lseek(handle, 0, os.SEEK_END)
        if end:
            os.lseek(handle, end - 1, os.SEEK_SET)
            if os.read(handle, 1) != b"\n":
                end += os.write(handle, b"\n")
        if os.write(handle, line) < len(line):
            os.ftruncate(handle, end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return end
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make the folder and those above it, durably, for the user only (0700)."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Put a folder's entries on the disk."""
    with _opened(path) as sync:
        sync()


@contextmanager
def _opened(folder: Path) -> Iterator[Callable[[], None]]:
    """A function that puts the folder's entries on the disk. Windows has no such call and needs none."""
    if os.name == "nt":
        yield lambda: None
        return
    handle = os.open(folder, os.O_RDONLY)

    def sync() -> None:
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # what is said where there is no such call
                raise

    try:
        yield sync
    finally:
        os.close(handle)
