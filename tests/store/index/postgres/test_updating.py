"""The index on a server is as the documents are, whoever has written them and however that ended."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString
from unittest import mock

import msgspec
import psycopg
import pytest

from store.chinese.folding import fold
from store.errors import Disconnected, LibraryUnavailable
from store.index.postgres import index_writer, inverted_index, postgres_index, tables, updating
from store.index.postgres.postgres_index import PATIENCE, SOON, PostgresIndex
from store.index.postgres.statements import asked
from store.index.postgres.updating import Updater
from store.index.sqlite.sqlite_index import SqliteIndex
from store.library import Library
from store.model.article import Status
from store.storage.postgres.connections import Session
from store.storage.postgres.postgres_store import PostgresStore
from store.storage.postgres.troubles import answer_limit
from tests.conftest import draft
from tests.postgres_server import ADMINISTRATOR
from tests.store.index.postgres.indexes import Client


@pytest.fixture
def connect(postgres_address: str, tmp_path: Path) -> Iterator[Callable[[], Client]]:
    clients: list[Client] = []

    def connected() -> Client:
        clients.append(Client(postgres_address, tmp_path / f"machine {len(clients)}"))
        return clients[-1]

    yield connected
    for client in clients:
        client.close()


def rows_in(client: Client, table: str) -> int:
    found = client.store.connections.read(
        lambda session: asked(session, f"SELECT count(*) FROM {{schema}}.{table}")
    )
    return int(found[0][0])


def dying(client: Client) -> mock._patch[mock.Mock]:
    """The client ends after it has written and before it has indexed."""
    return mock.patch.object(client.index, "refresh", side_effect=KeyboardInterrupt)


def add_without_indexing(client: Client) -> None:
    """Add three articles; the process ends each time before it has indexed them."""
    with dying(client):
        for number in range(3):
            with pytest.raises(KeyboardInterrupt):
                client.library.articles.add(draft(f"渡船停了{number}次。"))


@pytest.mark.long
def test_who_opens_a_library_indexes_what_a_client_that_ended_has_written(
    connect: Callable[[], Client],
) -> None:
    first = connect()
    kept = first.library.articles.add(draft("渡船停了。", title="渡口"))[0]
    with dying(first), pytest.raises(KeyboardInterrupt):
        first.library.articles.add(draft("犁开冻土。", title="春耕"))
    second = connect()
    assert [row.title for row in second.index.rows()] == ["渡口"]
    (lost,) = second.index.resync()
    assert lost != kept
    assert [row.title for row in second.index.rows()] == ["春耕", "渡口"]
    assert second.index.count_with("冻土") == 1
    assert second.index.resync() == frozenset()


def test_who_opens_a_library_reads_no_article_if_all_is_indexed(connect: Callable[[], Client]) -> None:
    first = connect()
    article = first.library.articles.add(draft("渡船停了。"))[0]
    first.library.annotations.annotate_quote(article, "渡船", tags=["船"])
    second = connect()
    with (
        mock.patch.object(second.store, "read_several", side_effect=AssertionError),
        mock.patch("store.index.postgres.versions.stale_of_all", side_effect=AssertionError),
    ):
        assert second.index.resync() == frozenset()


@pytest.mark.long
def test_an_annotation_does_not_pass_over_what_a_client_that_ended_has_written(
    connect: Callable[[], Client],
) -> None:
    first, second = connect(), connect()
    article = first.library.articles.add(draft("渡船停了。"))[0]
    with dying(second), pytest.raises(KeyboardInterrupt):
        second.library.articles.add(draft("犁开冻土。", title="春耕"))
    first.library.annotations.annotate_quote(article, "渡船", note="停了")
    third = connect()
    assert len(third.index.resync()) == 1
    assert next(row.title for row in third.index.rows()) == "春耕"


def test_an_annotation_is_indexed_in_one_transaction(connect: Callable[[], Client]) -> None:
    client = connect()
    article = client.library.articles.add(draft("渡船停了。"))[0]
    transact = mock.Mock(wraps=client.store.connections.transact)
    with mock.patch.object(client.store.connections, "transact", transact):
        client.library.annotations.annotate_quote(article, "渡船", note="停了")
    assert transact.call_count == 2, "one writes the documents, the other the index"
    assert connect().index.resync() == frozenset()


def test_all_articles_are_compared_if_the_changes_are_not_known_any_more(
    connect: Callable[[], Client],
) -> None:
    client = connect()
    with dying(client), pytest.raises(KeyboardInterrupt):
        client.library.articles.add(draft("渡船停了。"))
    client.store.connections.read(lambda session: session.rows("DELETE FROM {schema}.changes"))
    assert len(client.index.resync()) == 1
    assert client.index.count() == 1
    assert client.index.resync() == frozenset()


def test_news_are_told_once_they_are_indexed(connect: Callable[[], Client]) -> None:
    first, second = connect(), connect()
    article = first.library.articles.add(draft("渡船停了。"))[0]
    assert second.index.news() == {article}
    with dying(first), pytest.raises(KeyboardInterrupt):
        first.library.articles.tag(article, ["船"])
    assert second.index.news() == {""}  # the tag is in the codebook
    second.now += SOON / 2
    assert second.index.news() == set()
    second.now += SOON / 2
    assert second.index.news() == {article}
    assert second.index.uses() == {"船": 1}
    assert second.index.news() == set()


def test_many_articles_are_left_longer_to_the_process_that_imports_them(
    connect: Callable[[], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_index, "FEW", 1)
    first, second = connect(), connect()
    articles = {first.library.articles.add(draft(f"渡船停了{number}次。"))[0] for number in range(2)}
    assert second.index.news() == articles
    for article in articles:
        with dying(first), pytest.raises(KeyboardInterrupt):
            first.library.articles.set_status(article, Status.READ)
    assert second.index.news() == set()
    second.now += PATIENCE - 1
    assert second.index.news() == set()
    second.now += 1
    assert second.index.news() == articles


def test_news_tell_of_the_library_itself_and_of_what_was_removed(connect: Callable[[], Client]) -> None:
    first, second = connect(), connect()
    article = first.library.articles.add(draft("渡船停了。"))[0]
    second.index.news()
    first.library.attributes.add("体裁")
    first.library.articles.remove([article])
    assert second.index.news() == {"", article}
    assert second.index.rows() == []
    assert first.index.news() == set()


def test_counts_are_right_if_another_client_has_indexed_a_change_before(
    connect: Callable[[], Client],
) -> None:
    first, second = connect(), connect()
    article = first.library.articles.add(draft("渡船停了，渡船又开。"))[0]
    refresh = first.index.refresh

    def late(*written: object) -> None:
        second.index.resync()
        refresh(*written)  # type: ignore[arg-type]

    with mock.patch.object(first.index, "refresh", side_effect=late):
        first.library.annotations.annotate_quote(article, "渡船", tags=["船"])
    assert first.index.uses() == {"船": 1}
    assert [row.annotations for row in first.index.rows()] == [1]


@pytest.mark.long
def test_an_article_that_cannot_be_read_is_left_out_until_it_can(connect: Callable[[], Client]) -> None:
    client = connect()
    good = client.library.articles.add(draft("渡船停了。", title="渡口"))[0]
    bad = client.library.articles.add(draft("犁开冻土。", title="春耕"))[0]

    def write(status: str) -> None:
        client.store.connections.read(
            lambda session: session.rows(
                "UPDATE {schema}.articles SET write = write + 1,"
                " body = jsonb_set(body, '{{status}}', to_jsonb(CAST(%s AS text))) WHERE article = %s",
                status,
                bad,
            )
        )

    write("lost")
    client.index.verify()
    assert [row.id for row in client.index.rows()] == [good]
    assert set(client.index.damage) == {bad}
    other = connect()
    other.index.resync()
    assert set(other.index.damage) == {bad}
    write("read")
    other.index.verify()
    assert (other.index.damage, other.index.count()) == ({}, 2)
    assert rows_in(other, "unreadable") == 0


@pytest.mark.long
def test_tables_of_an_older_version_are_made_again(connect: Callable[[], Client]) -> None:
    client = connect()
    client.library.articles.add(draft("渡船停了。"))
    client.store.connections.read(lambda session: session.rows("UPDATE {schema}.indexed SET version = 0"))
    other = connect()
    assert other.index.count() == 0
    assert len(other.index.resync()) == 1
    assert other.index.count_with("渡船") == 1


def test_tables_of_a_newer_version_are_left_alone(connect: Callable[[], Client]) -> None:
    client = connect()
    newer = tables.VERSION + 1
    client.store.connections.read(
        lambda session: session.rows("UPDATE {schema}.indexed SET version = %s", newer)
    )
    with pytest.raises(LibraryUnavailable, match="newer Pizhu"):
        PostgresIndex(client.store)


def test_an_article_leaves_nothing_behind(connect: Callable[[], Client]) -> None:
    client = connect()
    library = client.library
    article = library.articles.add(draft("渡船停了，岸边的人都在等。", title="渡口"))[0]
    library.annotations.annotate_quote(article, "渡船", tags=["船"], note="见 [[渡口]]")
    library.articles.remove([article])
    names = ["facts", "names", "tags", "people", "attributes", "links", "passages", "sketches"]
    assert {name: rows_in(client, name) for name in names} == dict.fromkeys(names, 0)


def test_a_text_that_stays_the_same_is_not_indexed_again(connect: Callable[[], Client]) -> None:
    client = connect()
    article = client.library.articles.add(draft("渡船停了。", title="渡口"))[0]
    with mock.patch.object(index_writer, "passages_of", side_effect=AssertionError):
        client.library.articles.correct(article, {"title": "渡船"})
        client.library.articles.tag(article, ["水"])
    assert [row.id for row in client.index.titled("渡船")] == [article]


def test_characters_that_postgresql_cannot_hold_are_found(connect: Callable[[], Client]) -> None:
    client = connect()
    text = "渡\0船𠮷停了。"
    article = client.library.articles.add(draft(text, title="渡\0口", origin="/a\0b"))[0]
    assert client.index.count_with("渡\0船") == 1
    assert client.index.count_with("渡0船") == 0
    assert client.index.count_with("𠮷") == 1
    assert client.index.count_with("船\ud800") == 0
    assert client.index.from_origin("/a\0b") == article
    assert client.index.rows()[0].title == client.library.articles.get(article).title


@pytest.mark.long
def test_long_names_are_no_obstacle(connect: Callable[[], Client]) -> None:
    client = connect()
    chance = [chr(0x4E00 + number * 7 % 20_000) for number in range(12_000)]
    long = "".join(chance)
    given = msgspec.structs.replace(
        draft("正文。", title=long, origin=f"/{long}"), authors=(long,), source=long, column=long
    )
    article = client.library.articles.add(given)[0]
    client.library.articles.write_note(article, f"见 [[{long[:3000]}]]")
    assert client.index.from_origin(f"/{long}") == article
    assert client.index.named(long[:20]) == {article}
    assert client.index.linking_to([fold(long[:3000])]) in ([], [article])  # as the syntax of links allows


@pytest.mark.long
def test_a_long_text_is_divided_into_statements(connect: Callable[[], Client]) -> None:
    client = connect()
    text = "".join(f"第{number}句说渡口。" for number in range(40_000))
    with mock.patch.object(index_writer, "AT_ONCE", 50):
        client.library.articles.add(draft(text))
    assert client.index.count_with("第39999句说渡口") == 1
    assert client.index.count_with(text[5_000:5_400]) == 1
    assert client.index.count_with(text[5_000:5_400] + "無") == 0


def test_a_question_that_takes_too_long_is_ended_with_a_sentence(
    connect: Callable[[], Client],
) -> None:
    client = connect()

    def slow(session: Session) -> None:
        session.rows("SET statement_timeout = 50")
        session.rows("SELECT pg_sleep(60)")

    with mock.patch("store.index.postgres.lookups.count", slow), pytest.raises(LibraryUnavailable) as raised:
        client.index.count()
    assert str(raised.value).count(".") >= 1
    assert "Traceback" not in str(raised.value)


@pytest.mark.long
def test_a_question_is_asked_again_after_the_connection_was_lost(connect: Callable[[], Client]) -> None:
    client = connect()
    client.library.articles.add(draft("渡船停了。"))

    def end(session: Session) -> None:
        with psycopg.connect(session.connection.info.dsn) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (session.connection.info.backend_pid,))

    client.store.connections.read(end)
    assert client.index.count_with("渡船") == 1


def test_a_batch_has_few_bytes(connect: Callable[[], Client]) -> None:
    client = connect()
    for number in range(4):
        client.library.articles.add(draft(f"第{number}篇。" + "渡船停了。" * 20))
    updater = Updater(client.store, client.store.connections)
    with mock.patch("store.index.postgres.updating.MOST_BYTES", 800):
        sizes = [len(entries) for entries, _ in updater.read([*client.store.ids()])]
    assert sizes == [2, 2]


def test_progress_is_told(connect: Callable[[], Client]) -> None:
    client = connect()
    with dying(client), pytest.raises(KeyboardInterrupt):
        client.library.articles.add(draft("渡船停了。"))
    told: list[tuple[int, int]] = []
    client.index.resync(lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 1)]


@pytest.mark.long
def test_a_role_that_may_only_read_is_told_what_is_missing(
    connect: Callable[[], Client], postgres_address: str, tmp_path: Path
) -> None:
    client = connect()
    client.library.articles.add(draft("渡船停了。", title="渡口"))
    with dying(client), pytest.raises(KeyboardInterrupt):
        client.library.articles.add(draft("犁开冻土。", title="春耕"))
    role = f"reader_{os.urandom(4).hex()}"
    grant: tuple[LiteralString, ...] = (
        f"CREATE ROLE {role} LOGIN",
        f"GRANT USAGE ON SCHEMA {{schema}} TO {role}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {{schema}} TO {role}",
    )
    client.store.connections.read(lambda session: [session.rows(each) for each in grant])
    reader = Client(postgres_address.replace(f"user={ADMINISTRATOR}", f"user={role}"), tmp_path / "reader")
    try:
        reader.index.resync()
        assert [row.title for row in reader.index.rows()] == ["渡口"]
        (notice,) = reader.index.notices()
        assert "may not add" in notice
        reader.index.resync()
        assert reader.index.notices() == []
    finally:
        reader.close()
        client.store.connections.read(
            lambda session: [session.rows(f"DROP OWNED BY {role}"), session.rows(f"DROP ROLE {role}")]
        )


def test_what_was_written_counts_although_it_could_not_be_indexed_yet(
    connect: Callable[[], Client],
) -> None:
    client = connect()
    with mock.patch.object(Updater, "update", side_effect=Disconnected("The server is away.")):
        added, _outcome = client.library.articles.add(draft("渡船停了。"))
    assert client.index.rows() == []
    client.now += PATIENCE
    assert client.index.news() - {""} == {added}
    assert [row.id for row in client.index.rows()] == [added]


def test_a_catalogue_on_this_machine_catches_up_with_what_was_written_while_the_server_went_away(
    connect: Callable[[], Client], tmp_path: Path
) -> None:
    store = connect().store
    index = SqliteIndex(store, tmp_path / "catalogue")
    library = Library(store, index, creator="甲")
    with mock.patch.object(PostgresStore, "version", side_effect=Disconnected("The server is away.")):
        added, _outcome = library.articles.add(draft("渡船停了。"))
    assert index.rows() == []
    assert added in index.news()
    assert [row.id for row in index.rows()] == [added]
    index.close()


def test_a_first_filling_that_was_interrupted_is_continued(
    connect: Callable[[], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "BATCH", 2)
    client = connect()
    with dying(client):
        for number in range(5):
            with pytest.raises(KeyboardInterrupt):
                client.library.articles.add(draft(f"渡船停了{number}次。", title=f"第{number}篇"))

    def stop(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.index.resync(stop)
    assert client.index.count() == client.index.count_with("渡船") == 4
    other = connect()
    assert len(other.index.resync()) == 1
    assert other.index.count() == other.index.count_with("渡船") == 5
    assert other.index.resync() == frozenset()


@pytest.mark.long
def test_making_the_inverted_index_may_take_longer_than_any_other_statement(
    connect: Callable[[], Client],
) -> None:
    with (
        mock.patch.object(answer_limit, "ANSWER_TIMEOUT", 0.1),
        mock.patch.object(inverted_index, "PAIRS_INDEX", "SELECT pg_sleep(0.5)"),
    ):
        connect().store.connections.read(inverted_index.make)


def test_the_inverted_index_is_made_after_a_filling_even_if_that_was_interrupted(
    connect: Callable[[], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "MANY", 2)
    client = connect()
    add_without_indexing(client)
    with (
        mock.patch.object(inverted_index, "make", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        client.index.resync()
    assert client.store.connections.read(inverted_index.is_missing)
    assert client.index.count_with("渡船") == 3
    article = client.library.articles.add(draft("渡船又开。"))[0]
    assert client.store.connections.read(inverted_index.is_missing), "that would take long here"
    client.library.annotations.annotate_quote(article, "渡船", note="开了")
    other = connect()
    assert other.index.resync() == frozenset()
    assert not other.store.connections.read(inverted_index.is_missing)
    assert other.index.count_with("渡船") == 4
    with mock.patch("store.index.postgres.versions.stale_of_all", side_effect=AssertionError):
        assert connect().index.resync() == frozenset()


def test_a_filling_of_many_articles_is_put_in_order(
    connect: Callable[[], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "MANY", 2)
    client = connect()
    add_without_indexing(client)
    client.index.resync()
    pending = client.store.connections.read(
        lambda session: session.rows(
            "SELECT gin_clean_pending_list(c.oid) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relname = 'passages_by_pair' AND n.nspname = %s",
            session.schema,
        )
    )
    assert pending == [(0,)]
    assert client.index.count_with("渡船") == 3


def test_words_of_all_lengths_are_found_across_passages(connect: Callable[[], Client]) -> None:
    client = connect()
    text = "".join(chr(0x4E00 + number) for number in range(1500)) + "𠮷𠮸哈哈哈。"
    client.library.articles.add(draft(text))
    for start in (0, 398, 399, 400, 495, 496, 799, 1196):
        for length in (1, 2, 3, 40, 97, 98, 400):
            phrase = fold(text[start : start + length])
            assert client.index.count_with(phrase) == 1, (start, length)
    for phrase in ("𠮷", "𠮷𠮸", "𠮸哈", "哈哈哈"):
        assert client.index.count_with(phrase) == 1
    for phrase in ("𠮹", "𠮸𠮷", "𠮷哈", "哈哈哈哈", "丁一"):
        assert client.index.count_with(phrase) == 0
