"""Hints that others have written, by LISTEN and NOTIFY, so that the news are asked for at once.

They are hints only. Where a server has no NOTIFY, or where a pooler stands between that changes the
connection after each transaction, none comes, and nobody is told: asking twice a second finds everything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from zlib import crc32

import psycopg
from psycopg import sql

from store.errors import LibraryUnavailable
from store.storage.postgres.connections import Connections, Session

CHECKED_EVERY = 1.0
"""Seconds after which the thread that listens looks whether it is to end."""

AGAIN_AFTER = 30.0
"""Seconds after which it is tried again to listen, when the connection was lost."""


class NewsHints:
    """Sends hints with changes, and hears those of others."""

    def __init__(self, connections: Connections, writer: str) -> None:
        """The hints of the library that ``connections`` lead to.

        :param writer: what tells those of this process from others.
        """
        self._connections = connections
        self._writer = writer
        self._channel = f"pizhu_{crc32(connections.address.schema.encode()):08x}"
        self._can_send: bool | None = None
        """Whether the server can notify; None as long as nobody has tried."""
        self._is_closed = threading.Event()

    def close(self) -> None:
        """Listen no more, within :data:`CHECKED_EVERY` seconds."""
        self._is_closed.set()

    def try_to_send(self) -> None:
        """Find out, the first time, whether the server can notify. In a change it must not fail."""
        if self._can_send is None:
            self._can_send = False
            with suppress(LibraryUnavailable):
                self._connections.read(self._send)
                self._can_send = True

    def send(self, session: Session) -> None:
        """Send a hint when the transaction of a session takes effect."""
        if self._can_send:
            self._send(session)

    def _send(self, session: Session) -> None:
        session.later("SELECT pg_notify(%s, %s)", self._channel, self._writer)

    def listen(self, heard: Callable[[], None]) -> None:
        """Have ``heard`` called on a thread of its own when others have written, as far as hints come."""
        threading.Thread(target=self._listen, args=(heard,), name="news hints", daemon=True).start()

    def _listen(self, heard: Callable[[], None]) -> None:
        while not self._is_closed.is_set():
            with suppress(psycopg.Error, LibraryUnavailable):
                connection = self._connections.separate()
                try:
                    if not self._has_begun(connection):
                        return
                    self._hear(connection, heard)
                finally:
                    connection.close()
            self._is_closed.wait(AGAIN_AFTER)

    def _has_begun(self, connection: psycopg.Connection) -> bool:
        """Whether the server lets a connection listen."""
        try:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
        except psycopg.Error:
            return connection.closed  # then it is tried again
        return True

    def _hear(self, connection: psycopg.Connection, heard: Callable[[], None]) -> None:
        while not self._is_closed.is_set():
            for hint in connection.notifies(timeout=CHECKED_EVERY, stop_after=1):
                if hint.payload != self._writer:
                    heard()
