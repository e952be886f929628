"""The inverted index of the passages, which is built last when many are added to an empty index.

Adding pairs one by one changes a page for each; building the index at the end writes each page once. It is
missing only while the number in ``indexed`` is :data:`store.index.postgres.tables.UNKNOWN`. If a process ends
before it has built it, the next one that opens the library does. Searches work without it, but slowly.
"""

from __future__ import annotations

from contextlib import suppress

from psycopg import errors

from store.index.postgres.tables import PAIRS_INDEX, UNKNOWN
from store.storage.postgres.connections import Session
from store.storage.postgres.troubles.answer_limit import answers_within

LONGEST_BUILDING = 6 * 3600.0
"""Seconds that building it may take: 100,000 articles took some minutes."""


def is_dropped_for_many(session: Session) -> bool:
    """Drop it if there are no passages; whether it was dropped. Only the owner of the tables may."""
    with session.transaction():
        session.rows("SELECT name FROM {schema}.indexed WHERE name = 'index' FOR UPDATE")
        if session.rows("SELECT 1 FROM {schema}.passages LIMIT 1"):
            return False
        session.rows("DROP INDEX IF EXISTS {schema}.passages_by_pair")
        session.rows("UPDATE {schema}.indexed SET number = %s WHERE name = 'index'", UNKNOWN)
    return True


def is_missing(session: Session) -> bool:
    """Whether there is none."""
    return not session.rows(
        "SELECT 1 FROM pg_catalog.pg_indexes WHERE schemaname = %s AND indexname = 'passages_by_pair'",
        session.schema,
    )


def make(session: Session) -> None:
    """Make it, unless another process has done so meanwhile. It may take minutes."""
    with (
        suppress(errors.DuplicateTable, errors.UniqueViolation),
        session.transaction(),
        answers_within(LONGEST_BUILDING),
    ):
        session.rows("SET LOCAL statement_timeout = 0")
        session.rows("SET LOCAL maintenance_work_mem = '256MB'")
        session.rows(PAIRS_INDEX)
