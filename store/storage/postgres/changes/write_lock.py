"""The lock of a library on a server: one writer at a time, among threads and among machines.

A thread that holds it has a transaction open that has locked one row. The server releases it when the
connection ends. That it was lost so, and that another writer may have held it since, is found out by the
token of the library, which each change replaces: see :mod:`.postgres_store`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import NamedTuple

import psycopg
from psycopg import errors

from store.errors import Busy, LibraryUnavailable
from store.language import _
from store.storage.document_store import PATIENCE
from store.storage.postgres.connections import Connections, Session
from store.storage.postgres.troubles.lock_holders import LockHolder, holder_of_locks

SILENT_WAIT = 0.3
"""Seconds to wait for the lock before the user is told."""

TOLD_EVERY = 60.0
"""Seconds after which a writer that makes one change after the other tells the server that it is alive."""

ASKED_EVERY = 1.0
"""Seconds after which it is asked again who holds the lock."""

LONGEST_IDLE = 600.0
"""Seconds after which the server takes the lock from a client that says nothing, as a machine that sleeps."""


class HeldArticle(NamedTuple):
    """What is stored of an article. Nobody else can change it while the lock is held."""

    article: str
    number: int
    write: int
    body: str
    text: str | None
    """None if it has none, and if it was not asked for."""
    annotations: str | None
    """As JSON, joined by commas, each after its ID."""
    has_text: bool
    """Whether the text was asked for."""


class WriteLock(threading.local):
    """A reentrant lock: the thread that holds it may take it again and releases it as often."""

    def __init__(
        self, connections: Connections, patience: float, on_wait: Callable[[str], None] | None
    ) -> None:
        """The lock of the library that ``connections`` lead to.

        :param patience: seconds to wait for another writer.
        :param on_wait: called with a sentence that says what is waited for when that takes long.
        """
        self._connections = connections
        self._patience = patience  # of this thread, as all of a lock
        self._on_wait = on_wait
        self._session: Session | None = None
        self._holder: LockHolder | None = None
        """Who held the lock when that was asked last."""
        self._asked = -ASKED_EVERY
        self._since = self._tried = 0.0
        """When the lock was tried first and last, since it was held or given up."""
        self._told = 0.0
        """When the server heard of the lock last."""
        self.depth = 0
        """How often this thread has taken the lock."""
        self.article: HeldArticle | None = None
        """The article that this thread has read last since it holds the lock."""
        self.replaced: Mapping[str, tuple[int, int]] = {}
        """By article, the numbers of the change before the last one of this thread."""
        self.token = ""
        """The token of the library as this thread knows it; another one means that others have written."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        :raises Busy: another writer held it for the patience of this thread.
        """
        if not self.depth:
            self._take()
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            if not self.depth:
                self._release()

    @contextmanager
    def waiting_longer(self) -> Iterator[None]:
        """Within this context, wait :data:`PATIENCE` seconds on this thread."""
        before, self._patience = self._patience, PATIENCE
        try:
            yield
        finally:
            self._patience = before

    def keep_alive(self) -> None:
        """Tell the server from time to time that this thread still needs the lock."""
        if self._session is not None and time.monotonic() - self._told > TOLD_EVERY:
            with suppress(psycopg.Error):  # it was lost: the token tells whether that matters
                self._session.rows("SELECT 1")
            self._told = time.monotonic()

    def _take(self) -> None:
        if time.monotonic() - self._tried > ASKED_EVERY:  # else it is tried again, as the reader does
            self._since = time.monotonic()
        for timeout in (min(SILENT_WAIT, self._patience), self._patience):
            with suppress(_Taken):
                self._session, self.token = self._connections.lend(partial(_lock, timeout=timeout))
                self._told = time.monotonic()
                self.article = None
                return
            if self._on_wait is not None and timeout < self._patience:
                self._on_wait(
                    _(
                        "Another Pizhu is writing to {folder}: waiting for it to finish…",
                        folder=self._connections.address,
                    )
                )
        raise Busy(self._sentence())

    def _sentence(self) -> str:
        """Return who holds the lock. The server is asked once a second, however often the lock is tried."""
        self._tried = now = time.monotonic()
        waited = now - self._since
        if now - self._asked > ASKED_EVERY:
            self._asked = now
            self._holder = None
            with suppress(LibraryUnavailable):  # then it is not known
                self._holder = self._connections.read(
                    lambda session: holder_of_locks(session, self._connections.processes)
                )
        if self._holder is not None:
            return self._holder.sentence(self._connections.address, waited)
        return _(
            "Another Pizhu has been writing to {folder} for {seconds:.0f} s: wait for it to finish, then "
            "try again.",
            folder=self._connections.address,
            seconds=waited,
        )

    def _release(self) -> None:
        session, self._session, self.article = self._session, None, None
        if session is not None:
            with suppress(psycopg.Error):  # it was lost: the server has released the lock
                session.connection.rollback()
            self._connections.give_back(session)


class _Taken(Exception):
    """Somebody else holds the lock."""


def _lock(session: Session, timeout: float) -> str:
    """Take the lock in a transaction that stays open; return the token of the library.

    :raises _Taken: somebody else held it for ``timeout`` seconds.
    """
    try:
        found = session.last_row(
            "BEGIN; SET LOCAL lock_timeout = {wait}; SET LOCAL idle_in_transaction_session_timeout = {idle}; "
            "SELECT name FROM {schema}.lock FOR UPDATE; "
            "SELECT token FROM {schema}.library WHERE name = 'library'",
            wait=max(1, int(timeout * 1000)),  # 0 would be no limit
            idle=int(LONGEST_IDLE * 1000),
        )
    except errors.LockNotAvailable:
        session.connection.rollback()
        raise _Taken from None
    if found is None:
        session.connection.rollback()
        raise errors.UndefinedTable
    return str(found[0])
