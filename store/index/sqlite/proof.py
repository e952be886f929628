"""The proof of a catalogue: the status that its file had when Pizhu wrote it last, in a file beside it."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import msgspec

from store.storage.folder.file_lock import FileLock
from store.storage.regular_file import read_regular


class Status(msgspec.Struct, frozen=True):
    """What changes when a file is written to or exchanged."""

    inode: int
    size: int
    modified: int
    changed: int


class Proof:
    """The proof of one file. The holder of :attr:`gate` may write the file and its proof."""

    def __init__(self, path: Path) -> None:
        """The proof of the file ``path``: ``catalogue.proof`` beside ``catalogue.sqlite``."""
        self._path = path
        self.file = path.with_suffix(".proof")
        self.gate = FileLock(self.file)

    def status(self) -> Status | None:
        """Return the present status of the file; None if it is no regular file."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return Status(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def recorded(self) -> Status | None:
        """Return the status that was recorded last; None if there is none that can be read."""
        try:
            return msgspec.json.decode(read_regular(self.file), type=Status)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def record(self) -> Status | None:
        """Give the file a time of its own and record its status, durably; return the status.

        :raises OSError: the proof cannot be written.
        """
        now = time.time_ns()
        os.utime(self._path, ns=(now, now))  # the clock of a file system ticks about every 4 ms
        status = self.status()
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(handle, msgspec.json.encode(status))
            os.fsync(handle)
        finally:
            os.close(handle)
        return status
