"""Checks a library on a server: reads every document, reports every damage and changes nothing.

That the server keeps what it was given is its own business. What is checked is what the documents say: each
is a record, each text has its digest, each annotation is on its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from store.errors import DamagedFile, UnknownArticle
from store.language import _
from store.model.edits import CODEBOOK
from store.progress import Progress, no_progress
from store.storage.document_store import SHELVES
from store.storage.documents import LIBRARY_READERS, tags_of
from store.storage.folder.backup import archives, damage_of
from store.storage.folder.folder_store import SCHEMA
from store.storage.history.undo_log import is_log_entry
from store.storage.postgres.connections import Session
from store.storage.postgres.postgres_store import PostgresStore
from store.storage.raw_documents import RawDocument
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
    for table, read in LIBRARY_READERS.items():
        damage += _check_table(store, table, read)
    if not store.connections.read(lambda session: session.rows("SELECT 1 FROM {schema}.lock")):
        sentence = _("The table `lock` has no row: nothing can be written until somebody inserts it again.")
        damage.append(Damage(Path("lock"), Kind.DAMAGED, sentence, repairable=False))
    names = None
    with suppress(DamagedFile):
        names = {tag.name for tag in tags_of(store.table(CODEBOOK)).values()}
    return names, damage


def _check_table(
    store: PostgresStore, table: str, read: Callable[[Mapping[int, RawDocument]], object]
) -> Iterator[Damage]:
    """Yield the documents of a table that cannot be read, each with the row that it is in."""
    try:
        documents = store.table(table)
    except DamagedFile as error:
        sentence = _("{damage}.", damage=error.damage)
        yield Damage(Path(table), Kind.DAMAGED, sentence, repairable=False)
        return
    for number, document in documents.items():
        try:
            read({number: document})
        except DamagedFile as error:
            sentence = _(
                "{damage}; it is the row “{table}” “{number}” of the table `documents`.",
                damage=error.damage,
                table=table,
                number=number,
            )
            yield Damage(Path(table), Kind.DAMAGED, sentence, repairable=False)


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
    except DamagedFile as error:
        sentence = _("{damage}.", damage=error.damage)
        yield Damage(place, Kind.DAMAGED, sentence, repairable=False, article=article)
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
