"""The journal as a file. Lines are appended and not synced; :mod:`store.storage.undo_log` defines them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from store.storage.atomic_write import append_line, write_durably
from store.storage.os_errors import ErrorTranslator
from store.storage.regular_file import open_regular


class FileJournal:
    """The journal of one library. Positions are in bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def size(self) -> int:
        """Return the size of the file."""
        with suppress(OSError):
            return self._path.stat().st_size
        return 0

    def lines(self, start: int) -> Iterator[bytes]:
        """Yield the lines from position ``start`` on."""
        with (
            ErrorTranslator(self._path, "read"),
            suppress(FileNotFoundError),
            open_regular(self._path) as file,
        ):
            file.seek(start)
            yield from file

    def line(self, start: int) -> bytes:
        """Return the line at position ``start``; empty when there is none."""
        return next(self.lines(start), b"")

    def append(self, line: bytes) -> int:
        """Append a line and return its position. The caller holds the lock.

        :raises LibraryUnavailable: it cannot be written; the journal is unchanged.
        """
        with ErrorTranslator(self._path, "written"):
            return append_line(self._path, line)

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Replace all lines, durably. The caller holds the lock."""
        with ErrorTranslator(self._path, "written"):
            write_durably(self._path, b"".join(lines))
