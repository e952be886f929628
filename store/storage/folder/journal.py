"""The log of steps, as a file: lines are appended to it, not synced; what they say is told in ``history``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from store.storage.atomic_write import append_line, write_durably
from store.storage.os_errors import ErrorTranslator


class FileJournal:
    """The log of one library."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def size(self) -> int:
        """How long the log is, in bytes."""
        with suppress(OSError):
            return self._path.stat().st_size
        return 0

    def lines(self, start: int) -> Iterator[bytes]:
        """The lines of the log that begin at that byte and after it."""
        with ErrorTranslator(self._path, "read"), suppress(FileNotFoundError), self._path.open("rb") as log:
            log.seek(start)
            yield from log

    def line(self, start: int) -> bytes:
        """The line that begins at that byte."""
        return next(self.lines(start), b"")

    def append(self, line: bytes) -> int:
        """Append a line to the log; at which byte. The caller holds the lock.

        :raises LibraryUnavailable: it cannot be written; it is as it was.
        """
        with ErrorTranslator(self._path, "written"):
            return append_line(self._path, line)

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Give the log other lines. The caller holds the lock."""
        with ErrorTranslator(self._path, "written"):
            write_durably(self._path, b"".join(lines))
