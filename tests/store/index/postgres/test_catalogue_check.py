"""What another program deletes from the tables of the index, or adds to them, is found and corrected."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import sql

from store.index.postgres.catalogue_check import correct, differences
from store.library.checking import check_library, repair_library
from store.storage.postgres.address import parse_address
from store.storage.postgres.connections import Row, Session
from store.storage.postgres.postgres_store import PostgresStore
from store.storage.record_check import Damage, Kind
from tests.conftest import draft
from tests.postgres_server import ADMINISTRATOR
from tests.store.index.postgres.indexes import Client
from tests.store.index.postgres.test_updating import rows_in

TABLES = ("facts", "names", "tags", "people", "attributes", "links", "passages", "sketches")
TEXT = "。".join(f"渡船停了{number}次，岸边的人都在等第{number}班" for number in range(60))


@pytest.fixture
def client(postgres_address: str, tmp_path: Path) -> Iterator[Client]:
    """A library of three articles, whose last one has rows in every table of the index."""
    opened = Client(postgres_address, tmp_path / "machine")
    library = opened.library
    library.attributes.add("体裁")
    for number in range(3):
        article = library.articles.add(draft(f"{TEXT}{number}", title=f"渡口{number}"))[0]
    library.annotations.annotate_quote(article, "渡船", tags=["船"], note="见 [[渡口]]")
    library.annotations.edit(article, library.annotations.of(article)[0].id, note="见 [[岸]]", tags=["岸"])
    library.annotations.annotate_quote(article, "岸边", tags=["船"])
    library.articles.correct(article, {"体裁": "长通讯"})
    yield opened
    opened.close()


def run(client: Client, statement: LiteralString) -> None:
    client.store.connections.read(lambda session: session.rows(statement))


def problems(client: Client) -> list[Damage]:
    """What a check finds, which changes nothing."""
    before = {table: rows_in(client, table) for table in TABLES}
    found = list(check_library(client.store))
    assert before == {table: rows_in(client, table) for table in TABLES}
    return found


def contents(client: Client) -> dict[str, list[Row]]:
    found = {}
    for table in (*TABLES, "unreadable", "indexed"):
        question: Any = f"SELECT t::text FROM {{schema}}.{table} t ORDER BY 1"
        found[table] = client.store.connections.read(partial(Session.rows, query=question))
    return found


def test_nothing_is_wrong_with_what_the_program_has_written(client: Client) -> None:
    assert {table for table in TABLES if not rows_in(client, table)} == set()
    assert problems(client) == []
    assert repair_library(client.store)[0] == []


ADDED: tuple[LiteralString, ...] = (
    """INSERT INTO {schema}.facts
    SELECT (jsonb_populate_record(f, '{{"id": "ffffffffffffffff"}}')).* FROM {schema}.facts f LIMIT 1""",
    "INSERT INTO {schema}.unreadable VALUES ('ffffffffffffffff', 1, 1)",
    "INSERT INTO {schema}.unreadable SELECT id, number, write FROM {schema}.facts LIMIT 1",
    "INSERT INTO {schema}.names VALUES ('ffffffffffffffff', '渡', '渡')",
    "INSERT INTO {schema}.tags VALUES ('ffffffffffffffff', '船', 1)",
    "INSERT INTO {schema}.tags SELECT id, '假', 1 FROM {schema}.facts",
    "INSERT INTO {schema}.people VALUES ('ffffffffffffffff', 'creator', '甲', 1)",
    "INSERT INTO {schema}.people SELECT * FROM {schema}.people LIMIT 1",
    "INSERT INTO {schema}.attributes SELECT id, '体裁', '假', '假', NULL FROM {schema}.facts",
    "INSERT INTO {schema}.links SELECT id, '假', 1 FROM {schema}.facts",
    "INSERT INTO {schema}.passages SELECT id, 99, 1, '{{1}}', '假' FROM {schema}.facts",
    "INSERT INTO {schema}.passages VALUES ('ffffffffffffffff', 0, 1, '{{1}}', '假')",
    "INSERT INTO {schema}.sketches SELECT 7, id FROM {schema}.facts",
    "INSERT INTO {schema}.sketches VALUES (7, 'ffffffffffffffff')",
    "UPDATE {schema}.indexed SET articles = articles + 1",
    "UPDATE {schema}.facts SET title = '假'",
)


@pytest.mark.long
@pytest.mark.parametrize(
    "statement",
    [
        *(f"DELETE FROM {{schema}}.{table}" for table in TABLES),
        *(
            f"DELETE FROM {{schema}}.{table} WHERE {column} = (SELECT max({column}) FROM {{schema}}.{table})"
            for table, column in [
                (each, "id" if each in ("facts", "names") else "article") for each in TABLES
            ]
        ),
        *ADDED,
    ],
)
def test_rows_that_another_program_deletes_or_adds_are_reported_and_corrected(
    client: Client, statement: LiteralString
) -> None:
    right = contents(client)
    run(client, statement)
    assert contents(client) != right
    assert [(each.kind, each.repairable) for each in problems(client)] == [(Kind.INDEX, True)]
    assert [each.kind for each in repair_library(client.store)[0]] == [Kind.INDEX]
    assert problems(client) == []
    assert contents(client) == right
    assert [row.title for row in client.index.rows()] == ["渡口2", "渡口1", "渡口0"]


def test_an_article_whose_row_was_deleted_is_listed_after_a_repair(client: Client) -> None:
    run(client, "DELETE FROM {schema}.facts WHERE id = (SELECT max(id) FROM {schema}.facts)")
    assert len(client.index.rows()) == 2
    (damage,) = problems(client)
    assert "does not agree with its articles" in damage.sentence
    assert repair_library(client.store)[0] == [damage]
    assert client.index.count() == len(client.index.rows()) == 3
    assert problems(client) == []


@pytest.mark.long
def test_an_article_whose_row_was_deleted_is_listed_after_it_is_written(client: Client) -> None:
    article = client.index.rows()[0].id
    run(client, "DELETE FROM {schema}.facts")
    client.library.articles.tag(article, ["船"])
    assert [row.id for row in client.index.rows()] == [article]


def test_who_may_not_read_the_index_checks_the_rest(client: Client, tmp_path: Path) -> None:
    role = f"leser_{os.urandom(6).hex()}"
    address = client.store.address
    schema = sql.Identifier(address.schema)
    with psycopg.connect(address.uri, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        try:
            for granted in ("USAGE ON SCHEMA {}", "SELECT ON ALL TABLES IN SCHEMA {}"):
                statement = sql.SQL(f"GRANT {granted} TO {{}}").format(schema, sql.Identifier(role))
                connection.execute(statement)
            run(client, "DELETE FROM {schema}.tags")
            uri = str(address).replace(f"user={ADMINISTRATOR}", f"user={role}")
            store = PostgresStore(parse_address(uri), tmp_path / "reader")
            assert [each.kind for each in check_library(store)] == [Kind.INDEX]
            revoked = sql.SQL("REVOKE SELECT ON {}.tags FROM {}").format(schema, sql.Identifier(role))
            connection.execute(revoked)
            assert list(check_library(store)) == []
            store.close()
        finally:
            for cleaning in ("DROP OWNED BY {}", "DROP ROLE {}"):
                connection.execute(sql.SQL(cleaning).format(sql.Identifier(role)))


@pytest.mark.long
def test_what_is_not_indexed_yet_is_no_damage(client: Client) -> None:
    run(client, "DELETE FROM {schema}.facts")
    run(client, "UPDATE {schema}.indexed SET number = 0")
    assert differences(client.store).articles == frozenset()
    run(client, "UPDATE {schema}.indexed SET number = (SELECT number FROM {schema}.library)")
    correct(client.store, differences(client.store))
    assert len(client.index.rows()) == 3


DAMAGED: LiteralString = (
    "INSERT INTO {schema}.annotations SELECT article, '7', 9, '[1]' FROM {schema}.articles"
)


def opened_again(client: Client) -> list[str]:
    client.index.resync()
    return [row.title for row in client.index.rows()]


def repaired(client: Client) -> list[str]:
    assert [each.kind for each in problems(client)] == [Kind.INDEX]
    repair_library(client.store)
    return [row.title for row in client.index.rows()]


@pytest.mark.parametrize("healed", [opened_again, repaired])
def test_an_article_is_listed_once_what_damaged_it_is_deleted(
    client: Client, healed: Callable[[Client], list[str]]
) -> None:
    run(client, DAMAGED)
    run(client, "UPDATE {schema}.articles SET write = write + 1")  # somebody annotates them
    client.index.verify()
    assert client.index.rows() == []
    run(client, "DELETE FROM {schema}.annotations WHERE document = '7'")
    assert healed(client) == ["渡口2", "渡口1", "渡口0"]
    assert client.index.damage == {} or healed is repaired
    assert rows_in(client, "unreadable") == 0
    assert problems(client) == []
