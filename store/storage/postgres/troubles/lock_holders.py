"""Who holds what a writer waits for: the lock of a library, or rows that somebody has locked by plain SQL."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from store.language import _
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.connections import APPLICATION, Session


class LockHolder(msgspec.Struct, frozen=True):
    """A session on the server that has locked something of a library, and waits for nobody itself."""

    role: str
    """The login of the session."""
    program: str
    """What its program calls itself; it may be empty."""
    process: int
    """The number of the server's process, by which an administrator can end the session."""

    def sentence(self, address: PostgresAddress, seconds: float) -> str:
        """Return what users are told.

        :param seconds: how long was waited for it.
        """
        if self.program == APPLICATION:
            return _(
                "Another Pizhu, of the role “{role}”, has been writing to {folder} for {seconds:.0f} s: wait "
                "for it to finish, then try again.",
                role=self.role,
                folder=address,
                seconds=seconds,
            )
        return _(
            "The role “{role}” holds the lock of {folder} with another program ({program}) and has not let "
            "go for {seconds:.0f} s: have it finish, or ask whoever runs the server to end its process "
            "{process}.",
            role=self.role,
            folder=address,
            program=self.program or _("it has no name"),
            seconds=seconds,
            process=self.process,
        )


def holder_of_locks(session: Session, own: Collection[int]) -> LockHolder | None:
    """Return the session that has held a lock on a table of the library longest; None if none is found.

    Reading locks nothing that matters.

    :param own: the server's processes for this client.
    """
    found = session.first(
        "SELECT a.usename::text, a.application_name, a.pid "
        "FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid "
        "JOIN pg_catalog.pg_class c ON c.oid = l.relation "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = %s AND a.datname = current_database() AND l.granted "
        "AND l.mode <> 'AccessShareLock' AND a.pid <> pg_backend_pid() AND NOT a.pid = ANY(%s) "
        "AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_locks w WHERE w.pid = l.pid AND NOT w.granted) "
        "ORDER BY a.xact_start NULLS FIRST LIMIT 1",
        session.schema,
        list(own),
    )
    return LockHolder(*found) if found else None
