"""Checks a library on a server: reads every document, reports every damage and changes nothing.

That the server keeps what it was given is its own business. What is checked is what the documents say: each
is a record, each text has its digest, each annotation is on its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from store.errors import DamagedFile, UnknownArticle
from store.language import _
from store.model.edits import ATTRIBUTES, CODEBOOK, DISMISSALS, SEARCHES, WORDS
from store.progress import Progress, no_progress
from store.storage.document_store import SHELVES
from store.storage.documents import attributes_of, dismissals_of, searches_of, tags_of, words_of
from store.storage.folder.backup import archives, damage_of
from store.storage.folder.folder_store import SCHEMA
from store.storage.history.undo_log import is_log_entry
from store.storage.postgres.connections import Session
from store.storage.postgres.postgres_store import PostgresStore
from store.storage.record_check import Damage, Kind, check_record, check_tags

HISTORY = Path("history")
"""How the journal is called in what is printed."""


def check(store: PostgresStore, progress: Progress = no_progress) -> Iterator[Damage]:
    """Yield all damage in the library, article by article.

    :param progress: called with shelves done and shelves in total.
    :raises LibraryUnavailable: there is no library, or its server cannot be reached.
    """
    store.open()
    store.check_exists()
    known, damage = _check_library(store)
    yield from damage
    yield from _check_journals(store)
    for path in store.drafts.damaged():
        yield Damage(path, Kind.DRAFT, _("{path} cannot be read as the draft of a note.", path=path))
    for path in archives(store.backups_folder):
        if sentence := damage_of(path):
            yield Damage(path, Kind.BACKUP, sentence)
    for article in store.connections.read(_lost_annotations):
        sentence = _("{path} has annotations and no record.", path=article)
        yield Damage(Path(article), Kind.STRAY, sentence, repairable=False, article=article)
    for done, shelf in enumerate(SHELVES):
        progress(done, len(SHELVES))
        for article, _version in sorted(store.versions(shelf)):
            yield from _check_article(store, article, known)
    progress(len(SHELVES), len(SHELVES))


def _check_library(store: PostgresStore) -> tuple[set[str] | None, list[Damage]]:
    """Return the tag names in the codebook, None if it cannot be read, and the damage of the tables."""
    damage = []
    schema = store.settings().get("schema")
    if not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
        sentence = _("{path} has a schema version that never was.", path=store.address)
        damage.append(Damage(Path("library"), Kind.DAMAGED, sentence, repairable=False))
    names = None
    for table, read in (
        (CODEBOOK, tags_of),
        (WORDS, words_of),
        (DISMISSALS, dismissals_of),
        (ATTRIBUTES, attributes_of),
        (SEARCHES, searches_of),
    ):
        try:
            found = read(store.table(table))
        except DamagedFile as error:
            damage.append(Damage(Path(table), Kind.DAMAGED, str(error), repairable=False))
        else:
            if table == CODEBOOK:
                names = {tag.name for tag in tags_of(store.table(table)).values()} if found else set()
    return names, damage


def _check_journals(store: PostgresStore) -> Iterator[Damage]:
    unreadable = sum(not is_log_entry(line) for line in store.journal.everybodys_lines())
    if unreadable:
        sentence = _(
            "{path}: {number} of its lines cannot be read: those steps cannot be undone.",
            path=HISTORY,
            number=unreadable,
        )
        yield Damage(HISTORY, Kind.JOURNAL, sentence, repairable=False)


def _check_article(store: PostgresStore, article: str, known: set[str] | None) -> Iterator[Damage]:
    place = Path(article)
    try:
        record = store.read(article)
    except UnknownArticle:
        return  # removed meanwhile
    except (DamagedFile, ValueError) as error:
        yield Damage(place, Kind.DAMAGED, str(error), repairable=False, article=article)
        return
    for damage in (
        *check_record(place, place, article, record),
        *check_tags(place, article, record, known),
    ):
        yield Damage(
            damage.path,
            damage.kind,
            damage.sentence,
            repairable=False,
            article=article,
            annotation=damage.annotation,
        )


def _lost_annotations(session: Session) -> list[str]:
    rows = session.rows(
        "SELECT DISTINCT article FROM {schema}.annotations n WHERE NOT EXISTS ("
        "SELECT 1 FROM {schema}.articles a WHERE a.article = n.article) ORDER BY article"
    )
    return [article for (article,) in rows]
