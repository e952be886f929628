"""Keeps where texts divide into words in an SQLite file of its own, ``words.sqlite`` beside the catalogue."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock

FILE = "words.sqlite"

BATCH = 200
"""Texts that are written at a time."""

MOST_BYTES = 1 << 30
"""The size of the file from which on it is begun anew: of 700,000 texts."""

# With a rowid: a table without one would take a page of its own for what is longer than 1,000 bytes.
_TABLE = "CREATE TABLE IF NOT EXISTS cuts (key BLOB PRIMARY KEY, cuts BLOB)"


class SqliteWordCuts:
    """A :class:`store.index.word_cuts.CutStore` in a file.

    A file that is damaged is deleted; one that cannot be written keeps nothing.
    """

    def __init__(self, folder: Path) -> None:
        """Open the file in ``folder``, or create it there."""
        self._lock = Lock()
        self._waiting: dict[bytes, bytes] = {}
        self._connection = _opened(folder / FILE) or _opened(folder / FILE, begin_anew=True)

    def get(self, key: bytes) -> bytes | None:
        """Return what was kept under a key, if it still is."""
        with self._lock:
            if key in self._waiting:
                return self._waiting[key]
            if self._connection is None:
                return None
            with suppress(sqlite3.Error):
                found = self._connection.execute("SELECT cuts FROM cuts WHERE key = ?", (key,)).fetchone()
                return bytes(found[0]) if found and isinstance(found[0], bytes) else None
            return None

    def put(self, key: bytes, cuts: bytes) -> None:
        """Keep bytes under a key, with the next :data:`BATCH`."""
        with self._lock:
            self._waiting[key] = cuts
            if len(self._waiting) >= BATCH:
                self._write()

    def flush(self) -> None:
        """Keep what was put so far."""
        with self._lock:
            self._write()

    def close(self) -> None:
        """Write what waits, and close the file."""
        with self._lock:
            self._write()
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, {}
        if self._connection is not None and waiting:
            with suppress(sqlite3.Error), self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO cuts VALUES (?, ?)", waiting.items())


def _opened(path: Path, *, begin_anew: bool = False) -> sqlite3.Connection | None:
    """Open the file; None if it cannot be used."""
    with suppress(OSError, sqlite3.Error):
        if begin_anew or (path.exists() and path.stat().st_size > MOST_BYTES):
            path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, timeout=1, check_same_thread=False)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
        except sqlite3.Error:
            connection.close()
            raise
        return connection
    return None
