"""The tables of a library in a PostgreSQL database, and their creation.

Each library has a schema of its own. Keys are article IDs, which distribute well, and none is a sequence: a
server made of several machines has no cheap ones. Documents are JSONB; where their order matters, a number
says it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import LiteralString

from psycopg import errors

from store.errors import LibraryUnavailable, NoLibrary
from store.language import _
from store.model.edits import IDENTITY, LIBRARY, THE_ONE
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.connections import Session
from store.storage.postgres.failures import missing
from store.wording import listed

FORMAT = 1
"""The version of the tables that this code reads and writes."""

PROGRAM = "pizhu"
"""What tells the tables of a library from those of another application."""

MOST_NAMED = 5
"""How many other libraries of the database are named to somebody who looks for one."""

_TELLING_TABLES = {"library", "lock", "articles", "annotations", "documents", "journal", "changes"}
"""The tables of a library. A schema that has all of them is not another application's."""

OLDEST_SERVER = 13_00_00
"""The oldest PostgreSQL that has all that the statements need."""

DOCUMENT_CHECK: LiteralString = (
    "CONSTRAINT is_document_id CHECK (document ~ '^(0|[1-9][0-9]{{0,15}})$' "  # untranslated: SQL
    "AND (char_length(document) < 16 OR document COLLATE \"C\" <= '9007199254740991'))"
)
"""What is refused as the ID of a document: all but a number below 2**53 as :func:`str` writes it. See
:func:`store.storage.documents.document_id`."""

CREATION: tuple[LiteralString, ...] = (
    "CREATE SCHEMA IF NOT EXISTS {schema}",
    # One row. `number` counts the changes of the library, and `token` is new after each: a writer that read
    # the library before another change finds another token. `format` is the version of the tables.
    """CREATE TABLE {schema}.library (
        name text PRIMARY KEY, program text NOT NULL, format integer NOT NULL,
        number bigint NOT NULL, token text NOT NULL
    )""",
    # One row, which a writer holds locked from before it reads until after it has written.
    "CREATE TABLE {schema}.lock (name text PRIMARY KEY)",
    # `number` is that of the change that wrote the article last; `write` is a random number of that change.
    """CREATE TABLE {schema}.articles (
        article text PRIMARY KEY, body jsonb NOT NULL, text text,
        number bigint NOT NULL, write bigint NOT NULL
    )""",
    """CREATE TABLE {schema}.annotations (
        article text NOT NULL, document text NOT NULL, place bigint NOT NULL, body jsonb NOT NULL,
        PRIMARY KEY (article, document), """
    + DOCUMENT_CHECK
    + ")",
    # The codebook and the other tables of the library itself.
    """CREATE TABLE {schema}.documents (
        kind text NOT NULL, document text NOT NULL, place bigint NOT NULL, body jsonb NOT NULL,
        PRIMARY KEY (kind, document), """
    + DOCUMENT_CHECK
    + ")",
    # The steps for undo of each person. `position` is the number of bytes of the lines before.
    """CREATE TABLE {schema}.journal (
        role text NOT NULL, person text NOT NULL, position bigint NOT NULL, line bytea NOT NULL,
        PRIMARY KEY (role, person, position)
    )""",
    # What was changed lately, by whom: for the news of other processes, and to find out whether a change
    # whose confirmation was lost took effect.
    """CREATE TABLE {schema}.changes (
        change text PRIMARY KEY, number bigint NOT NULL, writer text NOT NULL, articles text[] NOT NULL
    )""",
    "CREATE INDEX changes_by_number ON {schema}.changes (number)",
)
"""The statements that create the tables."""


def check_server(session: Session, address: PostgresAddress) -> None:
    """Check that a server can hold a library.

    :raises LibraryUnavailable: it is too old, or its database cannot hold Chinese.
    """
    version = session.connection.info.server_version
    if version < OLDEST_SERVER:
        raise LibraryUnavailable(
            _(
                "The server of {address} is PostgreSQL {version}, and a library needs {oldest} or later: "
                "update it.",
                address=address,
                version=version // 10000,
                oldest=OLDEST_SERVER // 10000,
            )
        )
    encoding = session.connection.info.parameter_status("server_encoding") or "UTF8"
    if encoding != "UTF8":
        raise LibraryUnavailable(
            _(
                "The database of {address} has the encoding {encoding}, which cannot hold every character: "
                "create one with the encoding UTF8.",
                address=address,
                encoding=encoding,
            )
        )


def has_library(session: Session, address: PostgresAddress) -> bool:
    """Whether the schema has the tables of a library; False if it has none at all, or does not exist.

    :raises LibraryUnavailable: it has tables of another application, or of a newer Pizhu, or has lost rows.
    """
    found = None
    with suppress(errors.UndefinedTable, errors.UndefinedColumn):  # there nearly always is one
        found = session.first("SELECT program, format FROM {schema}.library WHERE name = 'library'")
    if found is None:
        tables = {
            name
            for (name,) in session.rows(
                "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = %s", address.schema
            )
        }
        if not tables:
            return False
        if tables >= _TELLING_TABLES:
            raise missing(address)
    if found is None or found[0] != PROGRAM:
        raise LibraryUnavailable(
            _(
                "The schema {schema} of the database holds tables of another application and no library: "
                "name another one with `?schema=NAME` in the address.",
                schema=address.schema,
            )
        )
    if found[1] > FORMAT:
        raise LibraryUnavailable(
            _(
                "The library at {address} was written by a newer Pizhu (version {version} of its tables, "
                "this one knows {known}): update Pizhu to open it.",
                address=address,
                version=found[1],
                known=FORMAT,
            )
        )
    return True


def absent(session: Session, address: PostgresAddress) -> NoLibrary:
    """Return the error for users where there must be a library and is none."""
    rows = session.rows(
        "SELECT schemaname FROM pg_catalog.pg_tables WHERE tablename IN ('library', 'lock', 'articles') "
        "GROUP BY schemaname HAVING count(*) = 3 ORDER BY schemaname"
    )
    others = [name for (name,) in rows]
    schema, database = address.schema, session.connection.info.dbname
    if not others:
        return NoLibrary(
            _(
                "There is no library in the schema “{schema}” of the database “{database}”: check the "
                "address, or make one there with `pizhu import` or `pizhu migrate`.",
                schema=schema,
                database=database,
            )
        )
    shown = listed(others[:MOST_NAMED])
    return NoLibrary(
        _(
            "There is no library in the schema “{schema}” of the database “{database}”, but in {others}: "
            "name one of those with `?schema=NAME`, or make one there with `pizhu import` or "
            "`pizhu migrate`.",
            schema=schema,
            database=database,
            others=_("{names}, …", names=shown) if len(others) > MOST_NAMED else shown,
        )
    )


def create_tables(session: Session, token: str, settings: str) -> None:
    """Create the tables of an empty library in one transaction, unless another process has done it meanwhile.

    :param token: the first token of the library.
    :param settings: what the library knows of itself, as JSON.
    :raises psycopg.Error: the role may not, or the server fails.
    """
    try:
        with session.transaction():
            for statement in CREATION:
                session.rows(statement)
            session.rows("INSERT INTO {schema}.lock VALUES ('lock')")
            session.rows(
                "INSERT INTO {schema}.documents (kind, document, place, body) VALUES (%s, %s, 1, %s)",
                LIBRARY,
                str(THE_ONE),
                settings,
            )
            session.rows(
                "INSERT INTO {schema}.documents (kind, document, place, body) "
                "VALUES (%s, %s, 2, jsonb_build_object('identity', %s::text))",
                LIBRARY,
                str(IDENTITY),
                os.urandom(8).hex(),
            )
            session.rows(
                "INSERT INTO {schema}.library VALUES ('library', %s, %s, 0, %s)", PROGRAM, FORMAT, token
            )
    except (errors.DuplicateTable, errors.DuplicateSchema, errors.UniqueViolation):
        if not session.rows(
            "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'library' AND schemaname = %s",
            session.schema,
        ):
            raise
