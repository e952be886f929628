"""Brings what an older Pizhu has made on a server up to date: checks of the tables, and what enforces rights.

That happens when the owner opens the library. What was written before stays as it is: `pizhu check`
reports it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import LiteralString

from psycopg import errors

from store.storage.postgres.connections import Session
from store.storage.postgres.rights.renewal import are_outdated, renew
from store.storage.postgres.rights.rights import owner_of
from store.storage.postgres.tables import DOCUMENT_CHECK

LACKS_CHECKS: LiteralString = """EXISTS (
    SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relname IN ('annotations', 'documents')
    AND pg_catalog.pg_has_role(c.relowner, 'MEMBER') AND NOT EXISTS (
        SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.conname = 'is_document_id'
    )
)"""
"""Whether :func:`add_checks` has something to add, and the user may add it; the value is the schema."""

PATIENCE: LiteralString = "SET LOCAL lock_timeout = '2s'"  # untranslated: SQL
"""How long others are waited for who use a table. The next opening tries again."""

_POSTPONED = (
    *(errors.LockNotAvailable, errors.QueryCanceled, errors.DuplicateObject),
    *(errors.DeadlockDetected, errors.UndefinedObject),
    *(errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction, errors.FeatureNotSupported),
)
"""What is no obstacle to opening the library."""

_ADDED: tuple[LiteralString, ...] = (
    "ALTER TABLE {schema}.annotations ADD " + DOCUMENT_CHECK + " NOT VALID",  # untranslated: SQL
    "ALTER TABLE {schema}.documents ADD " + DOCUMENT_CHECK + " NOT VALID",  # untranslated: SQL
)


def add_checks(session: Session) -> None:
    """Have the tables refuse IDs of documents that are none, from now on."""
    for statement in _ADDED:  # one at a time: who writes holds locks on both
        with suppress(*_POSTPONED), session.transaction():
            session.rows(PATIENCE)
            session.rows(statement)


def renew_rights(session: Session) -> None:
    """Have the database enforce rights as this Pizhu does, if an older one was the last to say how."""
    if are_outdated(session):
        with suppress(*_POSTPONED), session.transaction():
            session.rows(PATIENCE)
            renew(session, owner_of(session))
