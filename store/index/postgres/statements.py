"""Statements over the tables of the index, from the SQL that indexes have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from psycopg import sql

from store.index.postgres.characters import given, kept
from store.storage.postgres.connections import Row, Session

AT_ONCE = 2000
"""Rows that are in memory at once while many are read."""


def asked(session: Session, query: str, values: Sequence[object] = ()) -> list[Row]:
    """Ask a question with ``?`` in the place of each value."""
    return session.rows(_statement(query), *map(bindable, values))


def changed(session: Session, query: str, values: Sequence[object] = ()) -> int:
    """Run a statement with ``?`` in the place of each value; return how many rows it has changed."""
    return session.count(_statement(query), *map(bindable, values))


def changed_later(session: Session, query: str, values: Sequence[object]) -> None:
    """Run a statement with ``?`` in the place of each value, and do not wait for the answer if possible."""
    session.later(_statement(query), *map(bindable, values))


def asked_by_index(session: Session, query: str, values: Sequence[object] = ()) -> list[Row]:
    """Ask a question as :func:`asked` does, of which the inverted index must tell the passages.

    The planner does not know what it takes to read the pairs of a passage, which are kept apart from its row,
    and would rather look at all passages than go through the index for a frequent word.
    """
    with session.sent_together():
        through_index(session)
        answer = session.later(_statement(query), *map(bindable, values))
    return answer.rows()


def through_index(session: Session) -> None:
    """Have the inverted index tell the passages until the end of the transaction."""
    session.later("SET LOCAL enable_seqscan = off")
    session.later("SET LOCAL work_mem = '32MB'")  # with less it forgets which rows it has found
    session.later("SET LOCAL cursor_tuple_fraction = 1")  # all that is streamed is read


def streamed(session: Session, query: str, values: Sequence[object] = ()) -> Iterator[Row]:
    """Ask a question with many rows, within a transaction of the caller."""
    with session.connection.cursor("pizhu") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(_formatted(session, _statement(query)), [*map(bindable, values)])
        yield from cursor


def copied(session: Session, table: str, rows: Iterable[Sequence[object]]) -> int:
    """Add rows to a table, all its columns in their order; return how many.

    :param rows: with texts as they are kept.
    """
    number = 0
    statement = _formatted(session, f"COPY {{schema}}.{table} FROM STDIN")
    with session.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            number += 1
    return number


def texts(rows: Iterable[Row]) -> list[str]:
    """Return the texts of rows with one column."""
    return [given(text) for (text,) in rows]


def _statement(query: str) -> str:
    return query.replace("?", "%s")


def _formatted(session: Session, query: str) -> sql.Composed:
    return sql.SQL(query).format(schema=sql.Identifier(session.schema))


def bindable(value: object) -> object:
    """Return a value as PostgreSQL can hold it."""
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, list):
        return [kept(each) if isinstance(each, str) else each for each in cast("list[object]", value)]
    return value
