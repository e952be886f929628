"""Keeps where texts divide into words in an SQLite file of its own, ``words.sqlite`` beside the catalogue."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from store.index.sqlite.catalogue_file import is_damage

FILE = "words.sqlite"

BATCH = 200
"""Texts that are written at a time."""

BUSY_TIMEOUT = 1.0
"""Seconds for which another process that holds the file is waited for, once."""

MOST_BYTES = 1 << 30
"""The size of the file from which on it is begun anew: of 700,000 texts."""

# With a rowid: a table without one would take a page of its own for what is longer than 1,000 bytes.
_TABLE = "CREATE TABLE IF NOT EXISTS cuts (key BLOB PRIMARY KEY, cuts BLOB)"


class SqliteWordCuts:
    """A :class:`store.index.word_cuts.CutStore` in a file.

    A file that is damaged is deleted; one that cannot be written keeps nothing. While another process holds
    the file, nothing is found and nothing is kept: texts are then divided as if there were no file.
    """

    def __init__(self, folder: Path) -> None:
        """Open the file in ``folder``, or create it there."""
        self._lock = Lock()
        self._waiting: dict[bytes, bytes] = {}
        self._connection = _opened(folder / FILE)

    def get(self, key: bytes) -> bytes | None:
        """Return what was kept under a key, if it still is."""
        with self._lock:
            if key in self._waiting:
                return self._waiting[key]
            if self._connection is None:
                return None
            found = None
            with suppress(sqlite3.Error), _never_waiting_twice(self._connection):
                found = self._connection.execute("SELECT cuts FROM cuts WHERE key = ?", (key,)).fetchone()
            return bytes(found[0]) if found and isinstance(found[0], bytes) else None

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
            with suppress(sqlite3.Error), _never_waiting_twice(self._connection), self._connection:
                self._connection.execute(_TABLE)  # another process held the file when it was opened
                self._connection.executemany("INSERT OR REPLACE INTO cuts VALUES (?, ?)", waiting.items())


def _opened(path: Path) -> sqlite3.Connection | None:
    """Open the file, anew if it is damaged or too large; None if it cannot be used."""
    with suppress(OSError, sqlite3.Error):
        if path.exists() and path.stat().st_size > MOST_BYTES:
            _delete(path)
        try:
            return _connected(path)
        except sqlite3.Error as error:
            if not is_damage(error):
                return None
        _delete(path)
        return _connected(path)
    return None


def _connected(path: Path) -> sqlite3.Connection:
    """Connect to the file, which may be in the hands of another process.

    :raises sqlite3.Error: it cannot be used.
    """
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, check_same_thread=False)
    try:
        with _never_waiting_twice(connection):
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _never_waiting_twice(connection: sqlite3.Connection) -> Iterator[None]:
    """Do nothing while another process holds the file, nor wait again: each of 10,000 texts would.

    :raises sqlite3.Error: the file cannot be used.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        connection.execute("PRAGMA busy_timeout = 0")


def _delete(path: Path) -> None:
    """Delete the file, and the journal that would be played back into the next one."""
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
