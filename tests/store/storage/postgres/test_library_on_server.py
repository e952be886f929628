"""A library on a server, as the reader and the commands open it: several people, rights, news, damage."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from store.errors import Conflict, DamagedFile, Disconnected, LibraryUnavailable
from store.exporting.own_files import is_own_export
from store.index.postgres.updating import Updater
from store.library import Library, open_library
from store.library.checking import check_library, repair_library
from store.library.opening import store_at
from store.location import ServerLocation
from store.model.note_draft import NoteDraft, NoteSubject
from store.storage.folder.backup import restore
from store.storage.postgres.address import parse_address
from store.storage.postgres.connections import Connections
from store.storage.record_check import Kind
from tests.conftest import STATION, draft
from tests.lengths import by_length
from tests.store.exporting.exports import exported
from tui.config import Config
from tui.daily_backup import back_up_today

Open = Callable[..., Library]


@pytest.fixture
def open_on_server(postgres_address: str, tmp_path: Path) -> Iterator[Open]:
    """Opens the library as on a machine, with the creator of that name."""
    opened: list[Library] = []

    def open_as(creator: str, *, address: str = postgres_address, create: bool = True) -> Library:
        library = open_library(
            ServerLocation(address, tmp_path / f"machine of {creator}"), creator=creator, create=create
        )
        opened.append(library)
        library.resync()
        return library

    yield open_as
    for library in opened:
        library.close()


@pytest.fixture
def lin(open_on_server: Open) -> Library:
    library = open_on_server("lin")
    library.articles.add(STATION)
    return library


@pytest.fixture
def station(lin: Library) -> str:
    return lin.articles.rows()[0].id


@pytest.fixture
def wang(open_on_server: Open, station: str) -> Library:
    return open_on_server("wang")


@pytest.fixture
def run_sql(postgres_address: str) -> Iterator[Callable[..., None]]:
    """Runs a statement as somebody who changes the database without Pizhu."""
    address = parse_address(postgres_address)
    with psycopg.connect(address.uri, autocommit=True) as connection:

        def run(statement: LiteralString, *values: object, **names: str) -> None:
            identifiers: dict[str, Any] = {name: sql.Identifier(each) for name, each in names.items()}
            statement_made = sql.SQL(statement).format(schema=sql.Identifier(address.schema), **identifiers)
            connection.execute(statement_made, values or None)

        yield run


def test_a_library_is_as_an_empty_one_until_something_is_written(open_on_server: Open) -> None:
    library = open_on_server("lin", create=False)
    assert library.articles.is_empty()
    assert library.undo() is None
    article, _ = library.articles.add(STATION)
    assert open_on_server("wang", create=False).articles.get(article).title == STATION.title


def test_what_one_person_writes_is_news_on_another_machine(lin: Library, wang: Library, station: str) -> None:
    heard: list[frozenset[str]] = []
    wang.subscribe(lambda change: heard.append(change.articles))
    lin.articles.tag(station, ["车站"])
    wang.poll()
    assert station in frozenset().union(*heard)
    assert wang.articles.row(station).tags == ("车站",)  # type: ignore[union-attr]
    added, _ = lin.articles.add(draft("另一篇。"))
    wang.poll()
    assert wang.articles.row(added) is not None
    lin.articles.remove([added])
    wang.poll()
    assert wang.articles.row(added) is None
    heard.clear()
    wang.poll()
    assert heard == []


def test_a_database_that_was_restored_is_news(
    lin: Library, station: str, run_sql: Callable[..., None]
) -> None:
    lin.articles.tag(station, ["车站"])
    lin.poll()
    run_sql("UPDATE {schema}.library SET number = 0")
    run_sql("""UPDATE {schema}.articles SET body = body || '{{"tags": []}}', number = 0, write = 7""")
    lin.poll()
    assert lin.articles.row(station).tags == ()  # type: ignore[union-attr]


def test_undo_is_per_person(lin: Library, wang: Library, station: str) -> None:
    lin.articles.tag(station, ["林"])
    wang.articles.tag(station, ["王"])
    lin.articles.write_note(station, "林的笔记")
    assert "王" in str(wang.undo())
    assert lin.articles.get(station).note == "林的笔记"
    assert lin.articles.get(station).tags == ("林",)
    assert wang.undo() is None
    assert lin.undo() is not None
    assert "王" in str(wang.redo())


def test_a_step_is_undone_after_a_restart_by_the_same_person(
    lin: Library, open_on_server: Open, station: str
) -> None:
    lin.articles.tag(station, ["林"])
    lin.close()
    again = open_on_server("lin")
    assert "林" in str(again.undo())
    assert again.articles.get(station).tags == ()


def test_what_somebody_else_has_changed_since_is_not_undone(
    lin: Library, wang: Library, station: str
) -> None:
    lin.articles.tag(station, ["林"])
    lin.articles.write_note(station, "一")
    wang.articles.write_note(station, "二")
    with pytest.raises(Conflict, match=r"cannot be undone.*the next to undo is “.*林"):
        lin.undo()
    assert lin.articles.get(station).note == "二"
    assert "林" in str(lin.undo())  # what was done before can be undone still
    assert lin.articles.get(station).tags == ()
    wang.articles.tag(station, ["林"])
    with pytest.raises(Conflict, match=r"cannot be redone.*there is nothing else to redo"):
        lin.redo()


def test_the_history_of_all_is_in_what_is_told_of_the_past(lin: Library, wang: Library, station: str) -> None:
    added, _ = wang.articles.add(draft("另一篇。"))
    assert {station, added} <= lin.last_changes().keys()


@pytest.mark.long
def test_drafts_are_on_the_disk_of_the_machine(lin: Library, station: str, tmp_path: Path) -> None:
    lin.drafts.keep(NoteDraft(NoteSubject(station), "未完"))
    assert [each.text for each in lin.drafts.stored()] == ["未完"]
    assert str(tmp_path) in lin.drafts.location


@pytest.mark.longer
def test_eight_writers_lose_nothing(
    lin: Library, station: str, postgres_address: str, tmp_path: Path
) -> None:
    changes = by_length(short=20, long=500)
    module = "tests.store.storage.postgres.busy_writer"
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", module, postgres_address, str(tmp_path / name), name, str(changes)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in map(str, range(8))
    ]
    assert [writer.communicate()[1] for writer in writers] == [""] * 8
    notes = [annotation.note for annotation in lin.annotations.of(station)]
    assert sorted(notes) == sorted(f"{name} {number}" for name in range(8) for number in range(changes))
    assert lin.articles.get(station).rev == 1 + 8 * changes


def test_a_backup_is_restored_to_a_folder(lin: Library, station: str, tmp_path: Path) -> None:
    lin.annotations.annotate(station, 0, 3, tags=["车站/名"], note="一\n二")
    assert lin.back_up(tmp_path / "backup.zip") == 1
    assert is_own_export(tmp_path / "backup.zip"), "it may be written again"
    restore(tmp_path / "backup.zip", tmp_path / "restored")
    with open_library(tmp_path / "restored", creator="lin") as restored:
        restored.resync()
        assert exported("json", restored) == exported("json", lin)
        assert restored.undo() == lin.undo()
    assert list(check_library(store_at(tmp_path / "restored"))) == []


def test_a_daily_backup_is_made_if_something_has_changed(lin: Library, station: str, tmp_path: Path) -> None:
    first = lin.back_up_daily(tmp_path / "backups", keep=3)
    assert first is not None
    first.rename(first.with_name("2000-01-01.zip"))
    assert lin.back_up_daily(tmp_path / "backups", keep=3) is None
    lin.articles.tag(station, ["车站"])
    assert lin.back_up_daily(tmp_path / "backups", keep=3) is not None


# Rights


@pytest.fixture
def reader_address(postgres_address: str, station: str, run_sql: Callable[..., None]) -> Iterator[str]:
    """The address of the library for a role that may only read it."""
    role = f"reader of {parse_address(postgres_address).schema}"
    run_sql("CREATE ROLE {role} LOGIN", role=role)
    run_sql("GRANT USAGE ON SCHEMA {schema} TO {role}", role=role)
    run_sql("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}", role=role)
    yield postgres_address.replace("user=postgres", f"user={quote(role)}")
    run_sql("DROP OWNED BY {role}", role=role)
    run_sql("DROP ROLE {role}", role=role)


def test_a_role_that_may_only_read_reads_and_is_told(
    open_on_server: Open, reader_address: str, station: str
) -> None:
    library = open_on_server("reader", address=reader_address)
    assert library.articles.get(station).title == STATION.title
    assert any("not change it" in notice for notice in library.notices())
    with pytest.raises(LibraryUnavailable, match="no right"):
        library.articles.tag(station, ["读"])
    library.close()


@pytest.mark.long
def test_a_role_that_may_only_read_has_its_daily_backup_without_an_error(
    open_on_server: Open, reader_address: str, tmp_path: Path
) -> None:
    library = open_on_server("reader", address=reader_address)
    made = back_up_today(library, Config(backup_folder=str(tmp_path / "daily")))
    assert made is not None
    assert restore(made, tmp_path / "restored") == 1
    library.close()


# A server that goes away


@pytest.mark.long
def test_a_server_that_goes_away_is_told_once_and_when_it_is_back(
    lin: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin.notices()
    end_all_connections(lin)
    with monkeypatch.context() as away:
        away.setattr(psycopg, "connect", refuse)
        lin.poll()
        lin.poll()
        (notice,) = lin.notices()
        assert "cannot be reached" in notice
    lin.poll()
    (notice,) = lin.notices()
    assert "is back" in notice
    assert lin.articles.get(station).title == STATION.title


def test_news_is_not_lost_with_the_connection(
    lin: Library, wang: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin.articles.tag(station, ["车站"])
    with monkeypatch.context() as away:

        def disconnected(*_: object) -> None:
            raise Disconnected("away")

        away.setattr(Updater, "stale_among", disconnected)
        with pytest.raises(Disconnected):
            wang.poll()
    wang.poll()
    assert wang.articles.row(station).tags == ("车站",)  # type: ignore[union-attr]


@pytest.mark.long
def test_articles_are_not_taken_for_damaged_while_the_server_is_away(
    lin: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_all_connections(lin)
    with monkeypatch.context() as away:
        away.setattr(psycopg, "connect", refuse)
        with pytest.raises(LibraryUnavailable):
            lin.resync()
    assert lin.damage() == []
    assert lin.articles.row(station) is not None


def refuse(*_: object, **__: object) -> None:
    raise psycopg.OperationalError("connection failed: Connection refused")


def end_all_connections(library: Library) -> None:
    """Have the server end all connections of a library."""
    address = parse_address(library.location)
    connections = Connections(address)
    connections.read(
        lambda session: session.rows(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = %s AND pid <> pg_backend_pid()",
            address.parameters["application_name"],
        )
    )
    connections.close()


# Damage

NO_DOCUMENT_IDS = (
    "007",
    "x1",
    "-5",
    "１２",
    "1_0",
    " 5",
    "5\n",
    "",
    "1e3",
    "+7",
    '5": {}, "6',
    "9007199254740992",
)
"""What no document has as its ID."""


@pytest.fixture
def without_checks(run_sql: Callable[..., None]) -> Callable[[], None]:
    """Makes the tables as an older Pizhu has made them."""

    def drop() -> None:
        for table in ("annotations", "documents"):
            run_sql("ALTER TABLE {schema}.{table} DROP CONSTRAINT is_document_id", table=table)

    return drop


@pytest.mark.parametrize("is_old", [False, True])
def test_the_database_refuses_an_id_that_no_document_has(
    lin: Library,
    open_on_server: Open,
    run_sql: Callable[..., None],
    without_checks: Callable[[], None],
    *,
    is_old: bool,
) -> None:
    lin.annotations.annotate(lin.articles.rows()[0].id, 0, 3, tags=["车站"])
    if is_old:
        without_checks()
        open_on_server("wang")  # its owner opens it again
    for key in NO_DOCUMENT_IDS:
        for table in ("annotations", "documents"):
            with pytest.raises(psycopg.errors.CheckViolation):
                run_sql("UPDATE {schema}.{table} SET document = %s", key, table=table)
    for key in ("0", "9", "9007199254740991"):
        run_sql("UPDATE {schema}.annotations SET document = %s", key)


def test_the_owner_opens_a_library_of_an_older_version_while_somebody_uses_it(
    lin: Library, open_on_server: Open, postgres_address: str, without_checks: Callable[[], None]
) -> None:
    without_checks()
    address = parse_address(postgres_address)
    with psycopg.connect(address.uri) as other:
        other.execute(sql.SQL("SELECT 1 FROM {}.annotations").format(sql.Identifier(address.schema)))
        open_on_server("wang").articles.tag(lin.articles.rows()[0].id, ["车站"])


@pytest.mark.parametrize(
    "row",
    [(table, key) for table in ("annotations", "documents") for key in NO_DOCUMENT_IDS[:-1]],
)
def test_a_document_without_a_valid_id_is_named_and_leaves_the_rest_as_it_is(
    lin: Library,
    tmp_path: Path,
    run_sql: Callable[..., None],
    without_checks: Callable[[], None],
    row: tuple[str, str],
) -> None:
    table, key = row
    article = lin.articles.rows()[0].id
    lin.annotations.annotate(article, 0, 3, tags=["车站"])
    other, _ = lin.articles.add(draft("另一篇。"))
    without_checks()
    run_sql(
        "UPDATE {schema}.{table} SET document = %s WHERE body ? 'name' OR body ? 'exact'", key, table=table
    )
    store = store_at(ServerLocation(lin.location, tmp_path / "checking"))
    sentences = [each.sentence for each in check_library(store) if each.kind is Kind.DAMAGED]
    store.close()
    assert len(sentences) == 1
    assert f"`{table}`" in sentences[0]
    assert f"“{key}”" in sentences[0]
    lin.articles.write_note(other, "一")
    if table == "annotations":
        for read in (lin.annotations.of, lin.articles.open):
            with pytest.raises(DamagedFile, match="repairs it or says that it cannot"):
                read(article)
    else:
        with pytest.raises(DamagedFile, match="repairs it or says that it cannot"):
            lin.codebook.tags()


def test_a_library_that_lost_the_row_that_says_what_it_is_is_no_other_application(
    lin: Library, open_on_server: Open, run_sql: Callable[..., None]
) -> None:
    run_sql("DELETE FROM {schema}.library")
    with pytest.raises(LibraryUnavailable, match="not complete: restore the database"):
        open_on_server("wang")


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE {schema}.articles SET text = text || 'x'", Kind.TEXT),
        ("UPDATE {schema}.articles SET text = NULL", Kind.TEXT),
        ("UPDATE {schema}.articles SET body = body - 'title'", Kind.DAMAGED),
        ("UPDATE {schema}.articles SET body = '[1]'", Kind.DAMAGED),
        ("""UPDATE {schema}.annotations SET body = body || '{{"start": "a"}}'""", Kind.ANNOTATION),
        ("""UPDATE {schema}.annotations SET body = body || '{{"end": 999}}'""", Kind.RANGE),
        ("""UPDATE {schema}.annotations SET body = body || '{{"exact": "x"}}'""", Kind.QUOTE),
        ("DELETE FROM {schema}.documents WHERE kind = 'codebook'", Kind.TAG),
        ("""UPDATE {schema}.documents SET body = '{{"name": 1}}' WHERE kind = 'codebook'""", Kind.DAMAGED),
        ("INSERT INTO {schema}.documents VALUES ('members', '5', 1, '[1]')", Kind.DAMAGED),
        ("""INSERT INTO {schema}.documents VALUES ('rounds', '5', 1, '{{"round": "x"}}')""", Kind.DAMAGED),
        ("INSERT INTO {schema}.documents VALUES ('assignments', '5', 1, '{{}}')", Kind.DAMAGED),
        ("DELETE FROM {schema}.lock", Kind.DAMAGED),
        ("DELETE FROM {schema}.articles", Kind.STRAY),
        ("UPDATE {schema}.journal SET line = 'x'", Kind.JOURNAL),
        ("UPDATE {schema}.documents SET body = '{{}}' WHERE kind = 'library'", Kind.DAMAGED),
    ],
)
def test_damage_is_found_and_changes_nothing(
    lin: Library, tmp_path: Path, run_sql: Callable[..., None], statement: LiteralString, kind: Kind
) -> None:
    lin.annotations.annotate(lin.articles.rows()[0].id, 0, 3, tags=["车站/名"])
    store = store_at(ServerLocation(lin.location, tmp_path / "checking"))
    assert list(check_library(store)) == []
    run_sql(statement)
    damage = list(check_library(store))
    assert list(check_library(store)) == damage
    of_index = [each for each in damage if each.kind is Kind.INDEX]
    documents = [each for each in damage if each.kind is not Kind.INDEX]
    assert kind in {each.kind for each in documents}
    assert not any(each.repairable for each in documents)
    assert repair_library(store)[0] == of_index
    assert list(check_library(store)) == documents
    store.close()
