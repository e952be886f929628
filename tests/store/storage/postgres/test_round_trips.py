"""How often a person waits for a server that is far away, and what that is allowed to spare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from store.errors import LibraryUnavailable
from store.library import Library, open_library
from store.location import ServerLocation
from store.model.edits import Edit
from store.storage.postgres.address import parse_address
from store.storage.postgres.connections import Connections, Session
from store.storage.postgres.postgres_store import PostgresStore
from tests.conftest import STATION
from tests.store.storage.test_document_store import ONE, creation, noted, write


@pytest.fixture
def store(postgres_address: str, tmp_path: Path) -> Iterator[PostgresStore]:
    opened = PostgresStore(parse_address(postgres_address), tmp_path / "local")
    opened.create()
    yield opened
    opened.close()


class Trips:
    """Counts how often this process sends something after it has got an answer, on any connection."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._traced: list[psycopg.Connection] = []

    def connected(self, *values: Any, **options: Any) -> psycopg.Connection:
        connection = CONNECT(*values, **options)
        self._traced.append(connection)
        return connection

    @contextmanager
    def counted(self) -> Iterator[list[int]]:
        """Yield a list, which has the number at the end."""
        found: list[int] = []
        files = [(self._folder / f"trace {place}").open("w+") for place in range(len(self._traced))]
        for connection, file in zip(self._traced, files, strict=True):
            connection.pgconn.trace(file.fileno())
        yield found
        for connection in self._traced:
            connection.pgconn.untrace()
        found.append(sum(map(turns, files)))
        for file in files:
            file.close()


CONNECT = psycopg.connect


def turns(file: Any) -> int:
    """How often the client speaks after the server, in what libpq has traced."""
    file.seek(0)
    speakers = [line.split("\t")[1] for line in file if line.count("\t") > 1]
    return sum(this == "F" != before for before, this in zip(["B", *speakers], speakers, strict=False))


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Trips:
    counting = Trips(tmp_path)
    monkeypatch.setattr(psycopg, "connect", counting.connected)
    return counting


@pytest.fixture
def library(trips: Trips, postgres_address: str, tmp_path: Path) -> Iterator[Library]:
    with open_library(ServerLocation(postgres_address, tmp_path / "machine"), creator="林") as opened:
        yield opened


def test_an_annotation_waits_for_nine_answers(library: Library, trips: Trips) -> None:
    article = library.articles.add(STATION)[0]
    library.annotations.annotate(article, 0, 2, note="读过")
    with trips.counted() as found:
        library.annotations.annotate(article, 2, 4, note="读过")
    assert found == [9]


def test_an_undo_waits_for_few_answers(library: Library, trips: Trips) -> None:
    article = library.articles.add(STATION)[0]
    for place in range(3):
        library.annotations.annotate(article, place, place + 1, note="读过")
    library.undo()
    with trips.counted() as found:
        library.undo()
    assert found[0] <= 13


def test_what_is_sent_together_takes_effect_together(connections: Connections) -> None:
    def work(session: Session) -> None:
        session.later("INSERT INTO {schema}.lock VALUES ('new')")
        session.later("INSERT INTO {schema}.lock VALUES ('lock')")  # it is there
        session.later("INSERT INTO {schema}.lock VALUES ('newer')")

    with pytest.raises(LibraryUnavailable):
        connections.transact(work, lambda _: False, is_sent_together=True)
    assert connections.read(lambda session: session.rows("SELECT name FROM {schema}.lock")) == [("lock",)]
    work_well = lambda session: session.later("INSERT INTO {schema}.lock VALUES ('new')")  # noqa: E731
    connections.transact(work_well, lambda _: False, is_sent_together=True)
    found = connections.read(lambda session: session.rows("SELECT name FROM {schema}.lock ORDER BY name"))
    assert found == [("lock",), ("new",)]


def test_it_works_without_the_mode_of_libpq(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psycopg.Pipeline, "is_supported", lambda: False)

    def work(session: Session) -> int:
        answer = session.later("INSERT INTO {schema}.lock VALUES ('new')")
        session.settle()
        return answer.count()

    assert connections.transact(work, lambda _: False, is_sent_together=True) == 1
    assert connections.read(lambda session: session.count("DELETE FROM {schema}.lock")) == 2


def test_who_holds_the_lock_reads_what_they_have_written(store: PostgresStore) -> None:
    write(store, *creation(ONE))
    with store.locked():
        before = store.version(ONE)
        assert len(store.read(ONE).annotations) == 0
        store.apply([noted(ONE, 1, "读过")])
        assert [*store.read(ONE).annotations] == [1]
        assert store.version(ONE) != before
        assert store.text(ONE) == store.read(ONE).text
        store.apply(removal(store))
        assert ONE not in store


def removal(store: PostgresStore) -> list[Edit]:
    return [edit.inverse() for edit in creation(ONE)]


def test_what_was_read_under_the_lock_is_asked_again_under_the_next(
    store: PostgresStore, postgres_address: str, tmp_path: Path
) -> None:
    write(store, *creation(ONE))
    other = PostgresStore(parse_address(postgres_address), tmp_path / "other")
    other.open()
    with store.locked():
        assert len(store.read(ONE).annotations) == 0
        assert len(store.table("tags")) == 0
    write(other, noted(ONE, 1, "读过"), Edit.between("", "tags", 1, None, {"name": "水"}))
    with store.locked():
        assert [*store.read(ONE).annotations] == [1]
        assert [*store.table("tags")] == [1]
    other.close()


def test_the_end_of_the_journal_is_right_after_others_have_written(
    store: PostgresStore, postgres_address: str, tmp_path: Path
) -> None:
    other = PostgresStore(parse_address(postgres_address), tmp_path / "other")
    other.open()
    with store.locked():
        store.apply(creation(ONE), step=b"{}\n")
        assert store.journal.size() == 3
    other.journal.append(b"{...}\n")
    assert store.journal.size() == 9
    other.close()
