"""Writes files so that a power cut leaves either the complete old content or the complete new one.

A file is never changed in place: the new content is written to a temporary file, which is synced and renamed
over the old one; then the folder is synced. When a function here returns, its effect is on the disk, except
where it says otherwise.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from store.language import _
from store.storage.concurrent_sync import start_sync

TEMPORARY = ".tmp"
"""The suffix of temporary files. Their names start with a dot."""

AT_ONCE = 64
"""Files that are written before they are synced: a disk syncs several at the price of one."""


class UnsyncedFolder(OSError):
    """All files are in place, but the disk did not confirm their new names."""


class Batch:
    """Files that take effect together: all are on the disk before the first one is renamed.

    Call :meth:`write`, :meth:`remove`, :meth:`append` and :meth:`announce`, then :meth:`sync`, then
    :meth:`put`; or :meth:`discard` to give up.
    """

    def __init__(self) -> None:
        self._written: list[tuple[Path, Path]] = []
        """Temporary files and the paths that they will replace."""
        self._removed: list[Path] = []
        self._announced: list[tuple[Path, Path]] = []
        """The temporary file of the announcement and its path, until it is renamed."""
        self._appended: tuple[int, int] | None = None
        """The file that was appended to, and its size before, in bytes."""
        self._new_names: set[Path] = set()
        """Folders with a file that :meth:`append` has created."""
        self._unsynced: list[int] = []
        self._is_put = False
        """Whether files may have been renamed or removed."""

    def __len__(self) -> int:
        return len(self._written) + len(self._removed)

    def paths(self) -> list[Path]:
        """Return the paths that are written or removed."""
        return [path for _temporary, path in self._written] + self._removed

    def write(self, path: Path, data: bytes) -> None:
        """Write the new content of ``path`` to a temporary file, readable by the user only (0600)."""
        self._write_beside(path, data, self._written)

    def announce(self, path: Path, data: bytes) -> None:
        """Write a file that is on the disk, under its name, before any other file is renamed."""
        self._write_beside(path, data, self._announced)

    def _write_beside(self, path: Path, data: bytes, files: list[tuple[Path, Path]]) -> None:
        temporary = _beside(path)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        files.append((temporary, path))
        self._unsynced.append(handle)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if os.utime in os.supports_fd:
            # The clock of a file system ticks about every 4 ms: two writes would get the same mtime.
            now = time.time_ns()
            os.utime(handle, ns=(now, now))
        if len(self._unsynced) == AT_ONCE:
            self._sync_written()

    def append(self, path: Path, data: bytes) -> int:
        """Append lines to a file and return their position in bytes; :meth:`discard` takes them out again.

        :raises OSError: the file cannot be written; it is unchanged.
        """
        handle = _open_for_appending(path)
        try:
            position = _append(handle, data, path)
        except BaseException:
            os.close(handle)
            raise
        self._appended = handle, position
        if not position:
            self._new_names.add(path.parent)
        return position

    def remove(self, path: Path) -> None:
        """Remove the file at ``path`` with the batch, if there is one."""
        self._removed.append(path)

    def sync(self) -> None:
        """Sync what was written, still under its temporary names, and what was appended."""
        if self._appended is None:
            self._sync_written()
            return
        appended, *_rest = self._appended
        if not self._unsynced:
            os.fsync(appended)
        else:
            wait = start_sync(os.fsync, appended)
            try:
                self._sync_written()
            finally:
                wait()
        for folder in self._new_names:
            sync_folder(folder)

    def _sync_written(self) -> None:
        while self._unsynced:
            handle = self._unsynced.pop()
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def put(self) -> None:
        """Rename the temporary files, remove the files to be removed, and sync the folders.

        :raises UnsyncedFolder: only the syncing failed.
        """
        folders = {path.parent for path in self.paths()}
        with ExitStack() as opened:  # opened first: as little as possible may fail once a file is renamed
            syncs = {folder: opened.enter_context(_opened(folder)) for folder in folders}
            self._is_put = True
            self._put_announced()
            self._written.reverse()
            while self._written:
                temporary, path = self._written[-1]
                temporary.replace(path)
                self._written.pop()
            for path in self._removed:
                path.unlink(missing_ok=True)
            self._close_appended()
            for folder, sync in syncs.items():
                try:
                    sync()
                except OSError as error:
                    raise UnsyncedFolder(error.errno, error.strerror, str(folder)) from error

    def _put_announced(self) -> None:
        for temporary, path in self._announced:
            temporary.replace(path)
            sync_folder(path.parent)
        self._announced.clear()

    def discard(self) -> None:
        """Remove the temporary files that were not renamed.

        What was appended is taken out again, unless :meth:`put` has begun: then some files may have been
        renamed, and the caller finds out whether the lines are right.
        """
        for handle in self._unsynced:
            with suppress(OSError):
                os.close(handle)
        for temporary, _path in self._written + self._announced:
            with suppress(OSError):
                temporary.unlink()
        if self._appended is not None and not self._is_put:
            handle, position = self._appended
            with suppress(OSError):
                os.ftruncate(handle, position)
                os.fsync(handle)
        self._close_appended()

    def _close_appended(self) -> None:
        if self._appended is not None:
            handle, *_rest = self._appended
            self._appended = None
            with suppress(OSError):
                os.close(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Replace the content of ``path`` durably: a power cut leaves the old content or the new one.

    The file is readable by the user only (0600).
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
    """Yield a file to write to; it replaces ``path`` durably at the end, unless there was an error."""
    temporary = _beside(path)
    try:
        with open(temporary, "xb", opener=_open_private) as file:
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
    """Return the path of a new temporary file in the same folder."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}{TEMPORARY}")


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def remove_durably(path: Path) -> None:
    """Remove the file durably; if that fails, it is kept."""
    with _opened(path.parent) as sync:
        hidden = path.replace(_beside(path))
        try:
            sync()
        except OSError:
            hidden.replace(path)
            raise
        hidden.unlink()


def append_line(path: Path, line: bytes) -> int:
    """Append a line to a file and return its position in bytes. The file is not synced.

    A line that a crash left incomplete is ended first. One that does not fit on the disk is taken out again.
    """
    handle = _open_for_appending(path)
    try:
        return _append(handle, line, path)
    finally:
        os.close(handle)


def truncate_durably(path: Path, size: int) -> None:
    """Cut a file to its first ``size`` bytes, if it is longer."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        if os.lseek(handle, 0, os.SEEK_END) > size:
            os.ftruncate(handle, size)
            os.fsync(handle)
    finally:
        os.close(handle)


def _open_for_appending(path: Path) -> int:
    """Open or create a regular file (0600).

    :raises OSError: it cannot be opened, or it is something else.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.ENXIO, _("it is not a file"), str(path))
    return handle


def _append(handle: int, data: bytes, path: Path) -> int:
    """Append lines to an open file, all or nothing, and return their position in bytes."""
    size = end = os.lseek(handle, 0, os.SEEK_END)
    try:
        if end:
            os.lseek(handle, end - 1, os.SEEK_SET)
            if os.read(handle, 1) != b"\n":
                end += os.write(handle, b"\n")
        is_complete = os.write(handle, data) == len(data)
    except OSError:
        _truncate(handle, size)
        raise
    if not is_complete:
        _truncate(handle, size)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    return end


def _truncate(handle: int, size: int) -> None:
    with suppress(OSError):
        os.ftruncate(handle, size)


def make_folder(path: Path) -> None:
    """Create the folder and its parents durably, for the user only (0700)."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Sync the entries of a folder."""
    with _opened(path) as sync:
        sync()


@contextmanager
def _opened(folder: Path) -> Iterator[Callable[[], None]]:
    """Open a folder and yield a function that syncs it. Windows has no such call and needs none."""
    if os.name == "nt":
        yield lambda: None
        return
    handle = os.open(folder, os.O_RDONLY)

    def sync() -> None:
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # the file system has no such call
                raise

    try:
        yield sync
    finally:
        os.close(handle)
