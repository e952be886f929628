"""Who is in the reader hears at once of what others write, where the server can tell, and soon where not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from store.storage.postgres.address import parse_address
from store.storage.postgres.postgres_store import PostgresStore
from tests.store.storage.test_document_store import ONE, creation, write

PATIENCE = 30.0
"""Seconds until a hint must have come, on a machine that is busy."""


@pytest.fixture
def open_store(postgres_address: str, tmp_path: Path) -> Iterator[Callable[[], PostgresStore]]:
    opened: list[PostgresStore] = []

    def open_another() -> PostgresStore:
        opened.append(PostgresStore(parse_address(postgres_address), tmp_path / f"{len(opened)}"))
        opened[-1].create()
        return opened[-1]

    yield open_another
    for store in opened:
        store.close()


class Hints:
    """The hints that a store gets."""

    def __init__(self, store: PostgresStore) -> None:
        self.number = 0
        self._come = threading.Event()
        store.hear(self._hear)

    def _hear(self) -> None:
        self.number += 1
        self._come.set()

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Wait for one; whether it came."""
        is_come = self._come.wait(seconds)
        self._come.clear()
        return is_come


def listening(store: PostgresStore, other: PostgresStore) -> Hints:
    """The hints of a store that hears of what another one writes."""
    hints = Hints(store)
    write(other, *creation(ONE))
    for _ in range(int(PATIENCE / 0.1)):
        if hints.wait(0.1):
            break
        other.journal.append(b"{}\n")
    return hints


def test_a_hint_comes_with_what_another_process_writes(open_store: Callable[[], PostgresStore]) -> None:
    first, second = open_store(), open_store()
    hints = listening(first, second)
    first.news()
    second.journal.append(b"{}\n")
    assert hints.wait()


@pytest.mark.long
def test_what_a_process_writes_itself_is_no_hint_to_it(open_store: Callable[[], PostgresStore]) -> None:
    first, second, third = open_store(), open_store(), open_store()
    hints = listening(first, second)
    third.journal.append(b"{}\n")  # has found out that it can send
    while hints.wait(0.2):
        pass
    before = hints.number
    first.journal.append(b"{}\n")
    third.journal.append(b"{}\n")
    assert hints.wait()
    assert hints.number == before + 1


def refuse(connection: psycopg.Connection, query: Any, *values: Any, **options: Any) -> psycopg.Cursor:
    """Execute a statement as a server does that has neither LISTEN nor NOTIFY."""
    text = query if isinstance(query, str) else query.as_string(connection)
    if "LISTEN" in text or "pg_notify" in text:
        raise errors.FeatureNotSupported("not yet")
    return EXECUTE(connection, query, *values, **options)


EXECUTE = psycopg.Connection.execute


def keep_silent(_connection: psycopg.Connection, **_: Any) -> Iterator[psycopg.Notify]:
    """Tell of nothing, as a pooler that gives each transaction another connection."""
    threading.Event().wait(0.05)
    return iter([])


@pytest.mark.parametrize(("name", "instead"), [("execute", refuse), ("notifies", keep_silent)])
def test_news_are_asked_for_where_no_hint_comes(
    open_store: Callable[[], PostgresStore],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    instead: Callable[..., Any],
) -> None:
    monkeypatch.setattr(psycopg.Connection, name, instead)
    first, second = open_store(), open_store()
    hints = Hints(first)
    write(second, *creation(ONE))
    assert first.news() == {ONE}
    write(first, *creation("1" * 16))
    assert second.news() == {"1" * 16}
    assert (hints.number, first.notices(), second.notices()) == (0, [], [])
