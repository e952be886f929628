"""Connections to a PostgreSQL server: what is repeated after one was lost, and what users are told."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from store.errors import Disconnected, LibraryUnavailable, Stopped
from store.patience import impatient
from store.storage.postgres.address import parse_address
from store.storage.postgres.connections import Connections, Session
from store.storage.postgres.tables import check_server, create_tables, has_library
from store.storage.postgres.troubles.answer_limit import answers_within


def end_connection_of(session: Session) -> None:
    """Have the server end the connection of a session, as an administrator does."""
    with psycopg.connect(session.connection.info.dsn) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (session.connection.info.backend_pid,))


def insert(session: Session, name: str) -> None:
    session.rows("INSERT INTO {schema}.lock VALUES (%s)", name)


def names(session: Session) -> list[str]:
    return [name for (name,) in session.rows("SELECT name FROM {schema}.lock ORDER BY name")]


def never(_: Session) -> bool:
    raise AssertionError("nobody had to ask")


def never_asked(_: Session) -> None:
    raise AssertionError("nobody had to ask")


def test_a_schema_has_a_library_once_it_is_created(postgres_address: str) -> None:
    opened = Connections(parse_address(postgres_address))
    assert not opened.read(lambda session: has_library(session, opened.address))
    opened.read(lambda session: create_tables(session, "0", "{}"))
    opened.read(lambda session: create_tables(session, "1", "{}"))  # as two processes do at once
    assert opened.read(lambda session: has_library(session, opened.address))
    opened.close()


def test_a_question_is_asked_again_after_its_connection_was_lost(connections: Connections) -> None:
    asked: list[int] = []

    def question(session: Session) -> list[str]:
        asked.append(session.connection.info.backend_pid)
        if len(asked) == 1:
            end_connection_of(session)
        return names(session)

    assert connections.read(question) == ["lock"]
    assert len(set(asked)) == 2


def test_a_connection_that_was_lost_while_nobody_used_it_is_replaced(connections: Connections) -> None:
    connections.read(end_connection_of)
    assert connections.read(names) == ["lock"]


def test_a_transaction_is_run_again_if_its_connection_was_lost_before_the_end(
    connections: Connections,
) -> None:
    runs: list[int] = []

    def work(session: Session) -> str:
        runs.append(1)
        insert(session, "new")
        if len(runs) == 1:
            end_connection_of(session)
            names(session)
        return "done"

    assert connections.transact(work, never) == "done"
    assert connections.read(names) == ["lock", "new"]


@pytest.mark.parametrize("has_happened", [True, False])
def test_after_a_lost_confirmation_it_is_asked_whether_the_change_took_effect(
    connections: Connections, monkeypatch: pytest.MonkeyPatch, has_happened: bool
) -> None:
    runs: list[str] = []

    def work(session: Session) -> str:
        insert(session, f"new {len(runs)}")
        runs.append("run")
        if len(runs) == 1 and not has_happened:
            end_connection_of(session)  # the commit finds it out
        if len(runs) == 1 and has_happened:
            lose_confirmation(session, monkeypatch)
        return f"result {len(runs)}"

    def look(session: Session) -> bool:
        return "new 0" in names(session)

    assert connections.transact(work, look) == ("result 1" if has_happened else "result 2")
    assert connections.read(names) == ["lock", "new 0" if has_happened else "new 1"]


def lose_confirmation(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the commit of a session's transaction succeed and its connection end before that is known."""
    connection, execute = session.connection, type(session.connection)._exec_command  # noqa: SLF001 - where all pass

    def commit(
        self: psycopg.Connection, command: object, **options: object
    ) -> Generator[object, object, object]:
        result = yield from execute(self, command, **options)  # type: ignore[arg-type]
        if self is connection and b"COMMIT" in bytes(command):  # type: ignore[call-overload]
            self.close()
            raise psycopg.OperationalError("the connection is closed")
        return result

    monkeypatch.setattr(type(connection), "_exec_command", commit)


def test_a_server_that_stays_away_is_given_up_after_some_time(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections.read(end_connection_of)
    refused: list[str] = []

    def refuse(uri: str, **_: object) -> None:
        refused.append(uri)
        raise psycopg.OperationalError("connection timeout expired")

    with monkeypatch.context() as away:
        away.setattr(psycopg, "connect", refuse)
        away.setattr("store.storage.postgres.connections.LONGEST_RETRYING", 0.0)
        with pytest.raises(Disconnected):
            connections.read(names)
    assert len(refused) == 1


@pytest.mark.long
@pytest.mark.parametrize("is_change", [False, True])
def test_a_server_that_keeps_the_connection_and_does_not_answer_is_given_up(
    connections: Connections, monkeypatch: pytest.MonkeyPatch, is_change: bool
) -> None:
    monkeypatch.setattr("store.storage.postgres.troubles.answer_limit.ANSWER_TIMEOUT", 0.2)
    asked: list[int] = []

    def sleep(session: Session) -> None:
        asked.append(1)
        session.rows("SELECT pg_sleep(30)")  # as long as the server could say nothing

    ask = partial(connections.transact, sleep, never) if is_change else partial(connections.read, sleep)
    with pytest.raises(Disconnected, match="the server does not answer"):
        ask()
    assert len(asked) == 1
    assert connections.read(names) == ["lock"]


def be_silent(session: Session) -> None:
    """Say nothing, as a server that was stopped."""
    session.rows("SELECT pg_sleep(30)")


def find_silence(connections: Connections) -> None:
    """Ask a server that does not answer."""
    with answers_within(0.1), pytest.raises(Disconnected):
        connections.read(be_silent)


def test_an_impatient_thread_gives_up_once_another_has_found_that_the_server_does_not_answer(
    connections: Connections,
) -> None:
    watcher = Thread(target=find_silence, args=[connections])

    def wait(session: Session) -> None:
        watcher.start()
        be_silent(session)

    with impatient(), pytest.raises(Disconnected, match="the server does not answer"):
        connections.read(wait)
    watcher.join()


def test_an_impatient_thread_asks_again_once_another_has_heard_from_the_server(
    connections: Connections,
) -> None:
    find_silence(connections)
    with impatient():
        with pytest.raises(Disconnected, match="the server does not answer"):
            connections.read(never_asked)
        watcher = Thread(target=connections.read, args=[names])
        watcher.start()
        watcher.join()
        assert connections.read(names) == ["lock"]


def test_what_the_work_raises_undoes_it(connections: Connections) -> None:
    def work(session: Session) -> None:
        insert(session, "new")
        raise Stopped("enough")

    with pytest.raises(Stopped):
        connections.transact(work, never)
    assert connections.read(names) == ["lock"]


def test_a_closed_library_opens_no_connection(connections: Connections) -> None:
    connections.close()
    with pytest.raises(LibraryUnavailable, match="closed"):
        connections.read(names)


def sentence_of(named: str) -> str:
    opened = Connections(parse_address(named))
    with pytest.raises(LibraryUnavailable) as raised:
        opened.read(names)
    opened.close()
    return str(raised.value)


def test_a_server_that_is_down_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        sentence = sentence_of(f"postgresql://127.0.0.1:{port}/letters")
    assert f"postgresql://127.0.0.1:{port}/letters cannot be reached (connection refused)" in sentence


def test_a_host_that_does_not_exist_is_named() -> None:
    assert "The host in postgresql://no.invalid/letters is not known" in sentence_of(
        "postgresql://no.invalid/letters"
    )


def test_a_service_that_is_not_defined_is_named() -> None:
    assert "service" in sentence_of("postgresql:///?service=no-such-service")


def test_a_database_that_does_not_exist_is_named(postgres_socket: Path) -> None:
    sentence = sentence_of(f"postgresql:///letters?host={postgres_socket}&user=postgres")
    assert "has no such database" in sentence


def test_a_role_that_does_not_exist_is_refused(postgres_socket: Path) -> None:
    assert "has no login “nobody-known”" in sentence_of(
        f"postgresql:///postgres?host={postgres_socket}&user=nobody-known"
    )


def test_a_role_without_rights_is_told_what_it_may_not(
    postgres_address: str, connections: Connections
) -> None:
    role = f"reader {connections.address.schema}"
    connections.read(lambda session: session.connection.execute(f'CREATE ROLE "{role}" LOGIN'))
    try:
        sentence = sentence_of(postgres_address.replace("user=postgres", f"user={quote(role)}"))
        assert "no right to use the library" in sentence
    finally:
        connections.read(lambda session: session.connection.execute(f'DROP ROLE "{role}"'))


def test_tables_of_another_application_are_no_library(postgres_address: str) -> None:
    opened = Connections(parse_address(postgres_address))
    opened.read(lambda session: session.rows("CREATE SCHEMA {schema}"))
    opened.read(lambda session: session.rows("CREATE TABLE {schema}.library (books text)"))
    with pytest.raises(LibraryUnavailable, match="another application"):
        opened.read(lambda session: has_library(session, opened.address))
    opened.close()


def test_a_database_that_cannot_hold_chinese_is_refused(postgres_socket: Path) -> None:
    name = f"latin_{os.urandom(4).hex()}"
    server = f"host={postgres_socket} user=postgres dbname=postgres"
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0").format(
                sql.Identifier(name)
            )
        )
        opened = Connections(parse_address(f"postgresql:///{name}?host={postgres_socket}&user=postgres"))
        with pytest.raises(LibraryUnavailable, match="LATIN1"):
            opened.read(lambda session: check_server(session, opened.address))
        opened.close()
        administrator.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def test_a_server_that_is_too_old_is_refused(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.postgres.tables.OLDEST_SERVER", 99_00_00)
    with pytest.raises(LibraryUnavailable, match=r"is PostgreSQL 16, and a library needs 99 or later"):
        connections.read(lambda session: check_server(session, connections.address))


def test_a_library_of_a_newer_version_is_refused(connections: Connections) -> None:
    connections.read(lambda session: session.rows("UPDATE {schema}.library SET format = 99"))
    with pytest.raises(LibraryUnavailable, match="newer Pizhu"):
        connections.read(lambda session: has_library(session, connections.address))
