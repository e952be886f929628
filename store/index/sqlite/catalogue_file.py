"""The file of a catalogue: who uses it, and the proof that it holds what Pizhu has written to it.

A catalogue must never answer from a file that was torn by a power cut, zeroed, truncated, exchanged or
written by another program. SQLite notices some of that, when a query happens to read the place, and answers
wrongly otherwise: an index that lost entries finds fewer articles, an old page in a table shows old titles,
the full-text index forgets texts, the tally and the tags count wrongly. So Pizhu proves the whole file
instead, at the price of reading its status:

- Transactions are appended to the write-ahead log beside the file. The file itself changes only in a
  *checkpoint*. All checkpoints go through :meth:`CatalogueFile.checkpoint`, one at a time. With
  ``synchronous = NORMAL`` SQLite syncs the log before it and the file after it, so that a power cut cannot
  tear them.
- After a checkpoint the file gets a time of its own, to the nanosecond, and ``catalogue.proof`` records its
  inode, size and times. A file with others is not what was written last: it is replaced by an empty one,
  which is filled from the articles. This is compared on opening and before every question.
- Who opens a library that nobody uses deletes the log. It holds only what the next comparison with the
  articles finds again, and so a torn or foreign log, or one of an earlier file, can do no harm. The lock on
  ``catalogue.users`` is the sign of life; the system releases it when a process ends, however it ends.
- :mod:`.page_sums` finds what changes below the file system, where no time tells of it.

What a statement raises (``sqlite3.DatabaseError``) is handled by :class:`.sqlite_index.SqliteIndex`.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from store.index.sqlite.foreign_entries import NAME, set_aside
from store.index.sqlite.page_sums import PageSums
from store.index.sqlite.proof import Proof, Status
from store.language import _
from store.reasons import reason_of
from store.storage.regular_file import open_regular

if sys.platform != "win32":
    import fcntl

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another process that is writing to the catalogue."""

LOG_LIMIT = 16 << 20
"""Bytes of the write-ahead log above which it is moved into the file. A kill loses as much, at most."""

LEAST_FREE = 1 << 16
"""Bytes that must be free for a file of shared memory beside the catalogue, and for its first pages."""

Prepare = Callable[[sqlite3.Connection], None]


class State(Enum):
    """What the status of a file says of it."""

    PROVEN = auto()
    REPLACED = auto()
    """Another process has put a new file in its place."""
    DAMAGED = auto()


class CannotBeKept(Exception):
    """There can be no file: the message says why."""


class OutdatedError(Exception):
    """The catalogue has another version."""


class CatalogueFile:
    """The file ``catalogue.sqlite`` in a folder, opened by this process."""

    def __init__(self, folder: Path, prepare: Prepare, distrusted: int | None = None) -> None:
        """Open the file, or put an empty one in the place of one that proves nothing.

        :param prepare: creates the tables in an empty file.
        :param distrusted: the inode of a file that is replaced in any case.
        :raises CannotBeKept: the folder cannot be written, its disk is full or another process is busy.
        """
        self.path = folder / NAME
        self.is_rebuilt = False
        """Whether a file that Pizhu wrote was found damaged and replaced. It is to be filled again."""
        self.moved: dict[Path, Path] = {}
        """What stood in the place of a file of the catalogue, and where it is now."""
        self._proof = Proof(self.path)
        self._gate = self._proof.gate
        self._users = -1
        self._proven: Status | None = None
        self._log = Path(f"{self.path}-wal")
        self._log_limit = LOG_LIMIT
        self._sums = PageSums(self.path)
        try:
            self.moved = set_aside(folder)
            folder.mkdir(mode=0o700, exist_ok=True)
            if not self._gate.acquire(BUSY_TIMEOUT):
                raise CannotBeKept(_("another Pizhu is using it"))
            try:
                open_regular(self._proof.file).close()  # something else could not be written
                self.connection = self._open(prepare, distrusted)
            except BaseException:
                self._leave()
                raise
            finally:
                self._gate.release()
        except (OSError, sqlite3.Error) as error:
            raise CannotBeKept(_reason(error, folder)) from error

    def _open(self, prepare: Prepare, distrusted: int | None) -> sqlite3.Connection:
        is_alone = self._enter()
        if is_alone:
            self._delete("-wal", "-shm")
        status, proof = self._proof.status(), self._proof.recorded()
        if status and (status != proof or status.inode == distrusted or self.moved):
            self.is_rebuilt = proof is not None and status.inode == proof.inode
            status = None
        if status:
            try:
                connection = self._connect(prepare)
            except (sqlite3.DatabaseError, UnicodeDecodeError, OutdatedError) as error:
                # A message about a damaged table has the damaged name of it, which may not be UTF-8.
                self.is_rebuilt = not isinstance(error, OutdatedError)
                if self.is_rebuilt and not is_damage(error):
                    raise
            else:
                self._proven = status
                return connection
        self._delete("", "-wal", "-shm")
        self.path.touch(mode=0o600)
        self._sums.clear()
        connection = self._connect(prepare)
        try:
            self._move_log(connection)
            self._prove()
        except BaseException:
            self._disconnect(connection)
            raise
        return connection

    def _connect(self, prepare: Prepare) -> sqlite3.Connection:
        self._sums.hold()
        connection = sqlite3.connect(self.path, check_same_thread=False, timeout=BUSY_TIMEOUT)
        try:
            prepare(connection)
        except BaseException:
            self._disconnect(connection)
            raise
        return connection

    def _disconnect(self, connection: sqlite3.Connection) -> None:
        with suppress(sqlite3.Error):
            connection.close()
        self._sums.let_go()

    @property
    def inode(self) -> int | None:
        """The inode of the file that was opened."""
        return self._proven.inode if self._proven else None

    def state(self) -> State:
        """Compare the file with the proof. This reads one status unless something has changed."""
        if self._proven is not None and self._proof.status() == self._proven:
            return State.PROVEN
        try:
            if not self._gate.acquire(BUSY_TIMEOUT):
                return State.DAMAGED
        except OSError:
            return State.DAMAGED
        try:  # now nobody is moving the log
            status, proof = self._proof.status(), self._proof.recorded()
        finally:
            self._gate.release()
        if status is None or status != proof:
            return State.DAMAGED
        if status.inode != self.inode:
            return State.REPLACED
        self._proven = status
        return State.PROVEN

    def checkpoint(self) -> None:
        """Move the log into the file when it has grown long, and prove the file.

        A damaged file is left as it is: it must not be proven.

        :raises CannotBeKept: it cannot be written.
        """
        try:
            if self._log_size() > self._log_limit and self._gate.acquire(BUSY_TIMEOUT):
                try:
                    self._checkpoint()
                finally:
                    self._gate.release()
        except OSError as error:
            raise CannotBeKept(reason_of(error)) from error

    def _checkpoint(self) -> None:
        status = self._proof.status()
        if status and status == self._proof.recorded() and status.inode == self.inode and self._log_size():
            self._move_log(self.connection)
            self._log_limit = self._log_size() + LOG_LIMIT  # a reader may have kept it from being emptied
            self._prove()

    def close(self) -> None:
        """Close the file, proven if it was."""
        has_gate = False
        with suppress(OSError):
            has_gate = self._gate.acquire(BUSY_TIMEOUT)
        try:
            with suppress(OSError, sqlite3.Error):
                if has_gate:
                    self._checkpoint()
        finally:
            self._disconnect(self.connection)  # moves nothing: the log is empty or others use it
            self._leave()
            if has_gate:
                self._gate.release()

    def has_rotted(self) -> bool:
        """Read the whole file and return whether a page is not as it was written.

        Any thread may call this; between its steps others can use the file.
        """
        page: int | None = 0
        while page is not None and self._gate.acquire(BUSY_TIMEOUT):
            try:
                status = self._proof.status()
                if status is None or status != self._proof.recorded() or status.inode != self.inode:
                    return False  # the next question finds out
                are_right, page = self._sums.are_right(page)
            finally:
                self._gate.release()
            if not are_right:
                return True
        return False

    def _move_log(self, connection: sqlite3.Connection) -> None:
        """Write what is in the log to the file, and empty the log unless another process is reading."""
        pages = self._sums.pages_in(self._log)
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT * 1000)}")
        self._sums.update(pages)

    def _prove(self) -> None:
        """Record the status of the file, durably."""
        self._proven = self._proof.record()

    def _log_size(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    def _delete(self, *suffixes: str) -> None:
        for suffix in suffixes:
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def _enter(self) -> bool:
        """Become a user of the file; return whether there is no other one. The caller holds the gate."""
        if sys.platform == "win32":
            return False  # a log that is in use cannot be told from another
        self._users = os.open(self.path.with_name("catalogue.users"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            is_alone = False
        else:
            is_alone = True
        fcntl.flock(self._users, fcntl.LOCK_SH)
        return is_alone

    def _leave(self) -> None:
        if self._users >= 0:
            os.close(self._users)
            self._users = -1


def _reason(error: OSError | sqlite3.Error, folder: Path) -> str:
    """Return why a folder cannot hold the file."""
    if isinstance(error, OSError):
        return reason_of(error)
    # SQLite maps its shared memory, and tells of a full disk then as of a failing one.
    is_disk = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR
    if is_disk and shutil.disk_usage(folder).free < LEAST_FREE:
        return reason_of(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    return reason_of(error).lower()


def is_damage(error: Exception) -> bool:
    """Whether an error is due to the content of the file, not to the disk, a lock or memory."""
    if isinstance(error, CannotBeKept):
        return False
    if not isinstance(error, sqlite3.Error):
        return True
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return False
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    if code in (sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS):
        return True
    return code & 0xFF not in _ENVIRONMENT


_ENVIRONMENT = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOLFS,
    }
)
"""Primary result codes that say nothing of the content of the file."""
