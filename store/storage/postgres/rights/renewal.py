"""Renews what enforces the rights of a library and was made by an older Pizhu.

It is renewed when the owner opens the library. What a newer Pizhu has made is left alone.
"""

from __future__ import annotations

from psycopg import sql

from store.storage.postgres.connections import Session
from store.storage.postgres.rights.functions import VERSION, VERSION_FUNCTION
from store.storage.postgres.rights.group_roles import GroupRoles, group_roles
from store.storage.postgres.rights.statements import enforcement, sources


def are_outdated(session: Session) -> bool:
    """Whether functions in the database are not those of this Pizhu, nor of a newer one."""
    rows = session.rows(
        "SELECT p.proname, p.prosrc FROM pg_catalog.pg_proc p "
        "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = %s",
        session.schema,
    )
    there: dict[str, str] = dict(rows)
    version = there.get(VERSION_FUNCTION, "").removeprefix("SELECT ")
    if version.isdecimal() and int(version) > VERSION:
        return False
    return not sources(session.schema, _groups(session)).items() <= there.items()


def renew(session: Session, owner: str) -> None:
    """Make functions, policies, triggers and grants again, in a transaction of the caller.

    :param owner: the role that owns the library.
    :raises psycopg.Error: the user is not a member of it.
    """
    session.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner)))
    for statement in enforcement(session.schema, _groups(session)):
        session.connection.execute(statement)


def _groups(session: Session) -> GroupRoles:
    return group_roles(session.connection.info.dbname, session.schema)
