"""The contract of :class:`store.storage.document_store.DocumentStore`, run against every implementation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from store.errors import PizhuError, Stopped
from store.model.article import Article, BlockKind, digest, join_blocks
from store.model.edits import ANNOTATIONS, ARTICLE, CODEBOOK, TEXT, THE_ONE, Edit, Fields
from store.model.note_draft import NoteDraft, NoteSubject
from store.storage.document_edits import creation_edits, removal_edits
from store.storage.document_store import SHELVES, DocumentStore
from store.storage.documents import read_consistent
from store.storage.folder.folder_store import FolderStore
from tests.store.storage.memory_store import MemoryStore

ONE, TWO = "0123456789abcdef", "fedcba9876543210"
WORDS = "河面结了冰，渡船停在对岸。"


@pytest.fixture
def folder(tmp_path: Path) -> DocumentStore:
    store = FolderStore(tmp_path / "library")
    store.create()
    return store


@pytest.fixture
def memory() -> DocumentStore:
    return MemoryStore()


@pytest.fixture
def postgres(postgres_address: str, tmp_path: Path) -> Iterator[DocumentStore]:
    from store.storage.postgres.address import parse_address
    from store.storage.postgres.postgres_store import PostgresStore

    store = PostgresStore(parse_address(postgres_address), tmp_path / "local")
    store.create()
    yield store
    store.close()


@pytest.fixture(params=["folder", "memory", "postgres"])
def store(request: pytest.FixtureRequest) -> DocumentStore:
    made: DocumentStore = request.getfixturevalue(request.param)
    return made


def creation(article: str, words: str = WORDS) -> list[Edit]:
    text, blocks = join_blocks([(BlockKind.PARAGRAPH, words)])
    return creation_edits(
        Article(id=article, title="渡口", text=text, blocks=blocks, digest=digest(text), added="2026")
    )


def retitled(article: str, before: str, after: str) -> Edit:
    return Edit.between(article, ARTICLE, THE_ONE, {"title": before}, {"title": after})


def noted(article: str, document: int, note: str) -> Edit:
    fields: Fields = {"id": "x", "note": note}
    return Edit.between(article, ANNOTATIONS, document, None, fields)


def write(store: DocumentStore, *edits: Edit) -> None:
    with store.locked():
        store.apply(edits)


def test_a_new_store_has_no_articles_and_a_schema_version(store: DocumentStore) -> None:
    assert list(store.ids()) == []
    assert isinstance(store.settings()["schema"], int)
    assert store.location


def test_an_article_is_read_as_it_was_written(store: DocumentStore) -> None:
    write(store, *creation(ONE))
    assert ONE in store
    assert TWO not in store
    assert list(store.ids()) == [ONE]
    record = store.read(ONE)
    assert record.text == store.text(ONE) == WORDS
    assert record.article["title"] == "渡口"
    assert store.read(ONE, with_text=False).text == ""
    assert store.document(ONE, TEXT, THE_ONE) == {TEXT: WORDS}


@pytest.mark.parametrize("name", ["", "..", "../library", ONE[:-1], ONE.upper()])
def test_an_invalid_id_is_not_in_the_store(store: DocumentStore, name: str) -> None:
    write(store, *creation(ONE))
    assert name not in store


def test_reading_an_unknown_article_raises(store: DocumentStore) -> None:
    with pytest.raises(PizhuError):
        store.read(ONE)


def test_an_edit_changes_only_the_fields_that_it_names(store: DocumentStore) -> None:
    write(store, *creation(ONE), *creation(TWO, "渡船又开了。"))
    write(store, retitled(ONE, "渡口", "渡船"))
    first, second = store.document(ONE, ARTICLE, THE_ONE), store.document(TWO, ARTICLE, THE_ONE)
    assert first is not None
    assert second is not None
    assert (first["title"], first["digest"]) == ("渡船", digest(WORDS))
    assert second["title"] == "渡口"


def test_every_write_to_an_article_changes_its_revision(store: DocumentStore) -> None:
    write(store, *creation(ONE))
    seen = [store.read(ONE).article["rev"]]
    write(store, noted(ONE, 7, "一"))
    seen.append(store.read(ONE).article["rev"])
    write(store, retitled(ONE, "渡口", "渡船"))
    seen.append(store.read(ONE).article["rev"])
    assert len(set(map(str, seen))) == 3
    annotation = store.document(ONE, ANNOTATIONS, 7)
    assert annotation is not None
    assert annotation["rev"] == seen[1]


def test_annotations_keep_their_order_when_one_is_deleted(store: DocumentStore) -> None:
    write(store, *creation(ONE), *(noted(ONE, document, str(document)) for document in (9, 3, 5)))
    assert [line["note"] for line in store.read(ONE).annotations.values()] == ["9", "3", "5"]
    write(store, Edit.between(ONE, ANNOTATIONS, 3, {"id": "x", "note": "3"}, None))
    assert list(store.read(ONE).annotations) == [9, 5]


def test_a_removed_article_leaves_nothing(store: DocumentStore) -> None:
    write(store, *creation(ONE), noted(ONE, 7, "一"))
    write(store, *removal_edits(ONE, read_consistent(store, ONE)))
    assert ONE not in store
    assert store.version(ONE) is None
    assert list(store.ids()) == []
    assert store.document(ONE, TEXT, THE_ONE) is None


def test_the_tables_of_the_library_are_separate_from_articles(store: DocumentStore) -> None:
    write(store, *creation(ONE), Edit.between("", CODEBOOK, 4, None, {"name": "水路"}))
    assert [line["name"] for line in store.table(CODEBOOK).values()] == ["水路"]
    assert store.document("", CODEBOOK, 4) == {"name": "水路"}
    assert list(store.table("no such table")) == []


def test_a_version_changes_only_when_its_article_is_written(store: DocumentStore) -> None:
    write(store, *creation(ONE), *creation(TWO, "别的。"))
    before, other = store.version(ONE), store.version(TWO)
    assert store.version(ONE) == before
    write(store, noted(ONE, 7, "一"))
    assert store.version(ONE) not in (before, None)
    assert store.version(TWO) == other


def test_every_article_is_on_exactly_one_shelf(store: DocumentStore) -> None:
    write(store, *creation(ONE), *creation(TWO, "别的。"))
    found = [pair for shelf in store.shelves() for pair in store.versions(shelf)]
    assert sorted(found) == sorted([(ONE, store.version(ONE)), (TWO, store.version(TWO))])
    assert [article for article, _ in store.versions(ONE[:2])] == [ONE]
    assert set(store.shelves()) <= set(SHELVES)


def test_stopped_edits_change_nothing(store: DocumentStore) -> None:
    write(store, *creation(ONE), *creation(TWO, "别的。"))

    def stop(done: int, _: int) -> None:
        if done:
            raise Stopped("enough")

    with store.locked(), pytest.raises(Stopped):
        store.apply([retitled(ONE, "渡口", "甲"), retitled(TWO, "渡口", "乙")], stop)
    assert [store.read(each).article["title"] for each in (ONE, TWO)] == ["渡口", "渡口"]


def test_a_step_is_written_with_its_edits_or_not_at_all(store: DocumentStore) -> None:
    def stop(done: int, _: int) -> None:
        raise Stopped("enough")

    with store.locked():
        position = store.apply(creation(ONE), step=b'{"step":"1","committed":true}\n')
        assert position is not None
        assert store.journal.line(position) == b'{"step":"1","committed":true}\n'
        size = store.journal.size()
        with pytest.raises(Stopped):
            store.apply([retitled(ONE, "渡口", "甲")], stop, b'{"step":"2","committed":true}\n')
        assert store.journal.size() == size
        assert store.apply([retitled(ONE, "渡口", "甲")]) is None
    with store.locked():
        assert store.journal.size() == size


def test_the_lock_is_reentrant_and_excludes_other_threads(store: DocumentStore) -> None:
    entered = Event()

    def enter() -> None:
        with store.waiting_longer(), store.locked():
            entered.set()

    other = Thread(target=enter)
    with store.locked(), store.locked():
        other.start()
        assert not entered.wait(0.05)
    other.join(30)
    assert entered.is_set()


def test_the_journal_returns_lines_by_position(store: DocumentStore) -> None:
    with store.locked():
        first = store.journal.append(b"one\n")
        second = store.journal.append(b"two\n")
    assert store.journal.line(first) == b"one\n"
    assert list(store.journal.lines(second)) == [b"two\n"]
    assert store.journal.line(store.journal.size()) == b""
    with store.locked():
        store.journal.rewrite([b"two\n"])
    assert list(store.journal.lines(0)) == [b"two\n"]


def test_dropping_a_subject_discards_its_only_draft(store: DocumentStore) -> None:
    subject = NoteSubject(ONE)
    store.drafts.keep(NoteDraft(subject, "未"))
    store.drafts.keep(NoteDraft(subject, "未完"))
    store.drafts.drop(NoteSubject(TWO))
    assert [stored.text for stored in store.drafts.stored()] == ["未完"]
    assert store.drafts.abandoned() == []
    store.drafts.drop(subject)
    assert store.drafts.stored() == []
