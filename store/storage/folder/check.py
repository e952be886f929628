"""Checks a library: reads every file, reports every damage and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from store.errors import DamagedFile, LibraryUnavailable
from store.language import _, lazy
from store.model.article import is_article_id
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    ARTICLE_TABLES,
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    DISMISSALS,
    LIBRARY,
    LIBRARY_TABLES,
    MEMBERS,
    ROUNDS,
    SEARCHES,
    TEXT,
    THE_ONE,
    WORDS,
)
from store.progress import Progress, no_progress
from store.reasons import reason_of
from store.storage.checksums import Seal
from store.storage.documents import LIBRARY_READERS, tags_of
from store.storage.folder.backup import archives, damage_of
from store.storage.folder.folder_store import SCHEMA, FolderStore
from store.storage.folder.intent import read_intent
from store.storage.folder.merging.folder_copies import conflict_copy_at
from store.storage.folder.migrations import MIGRATIONS
from store.storage.folder.missing_documents import history_lines, missing_documents
from store.storage.folder.rebuilding.document_lines import has_repeated_document
from store.storage.folder.rebuilding.former_documents import History, repair_folders
from store.storage.folder.replacement import SUPERSEDED, read_repair_intent
from store.storage.folder.tinydb_storage import decode, seals
from store.storage.history.undo_log import is_log_entry
from store.storage.record_check import Damage, Kind, check_record, check_tags
from store.storage.regular_file import open_regular, read_regular


def check(store: FolderStore, progress: Progress = no_progress) -> Iterator[Damage]:
    """Yield all damage in the library, article by article.

    :param progress: called with shelves done and shelves in total.
    :raises LibraryUnavailable: there is no library, or one with a newer schema.
    """
    store.check_exists()
    known, library_damage = _check_library_file(store)
    yield from library_damage
    yield from _check_other_files(store)
    yield from _check_repairs(store)
    yield from _check_missing(store)
    for path in archives(store.backups_folder):
        if damage := damage_of(path):
            yield Damage(path, Kind.BACKUP, damage)
    shelves = store.shelves()
    for done, shelf in enumerate(shelves):
        progress(done, len(shelves))
        yield from _check_shelf(store, shelf, known)
    progress(len(shelves), len(shelves))


def _check_library_file(store: FolderStore) -> tuple[set[str] | None, list[Damage]]:
    """Return the tag names in the codebook, None if it cannot be read, and the damage of the file."""
    path = store.library_file
    if os.path.lexists(path) and not path.is_file():
        return None, [Damage(path, Kind.DAMAGED, _("{path} is not a file.", path=path))]
    if not path.exists() and not store.is_empty():
        return None, [Damage(path, Kind.DAMAGED, _("{path} is missing.", path=path))]
    try:
        if path.exists() and ("schema" not in store.settings() or store.has_damaged_settings()):
            return None, [
                Damage(path, Kind.DAMAGED, _("{path} is damaged (its line of settings).", path=path))
            ]
        if store.schema_version() < SCHEMA and store.schema_version() not in MIGRATIONS:
            return None, [
                Damage(path, Kind.DAMAGED, _("{path} has a schema version that never was.", path=path))
            ]
        names = {tag.name for tag in tags_of(store.table(CODEBOOK)).values()}
        for table, read in LIBRARY_READERS.items():
            read(store.table(table))
    except DamagedFile as error:
        return None, [Damage(path, Kind.DAMAGED, str(error))]
    damage = list(_check_lines(path, LIBRARY_TABLES)) if path.exists() else []
    return names, damage


def _check_lines(path: Path, tables: tuple[str, ...], article: str = "") -> Iterator[Damage]:
    """Compare the lines of a file of documents with their checksums.

    :param tables: the tables that belong into the file.
    """
    try:
        data = read_regular(path)
        data.decode()
        seals_found = list(seals(decode(data, path)))
        unknown = set(decode(data, path)) - set(tables)
    except OSError:
        return  # removed meanwhile
    except UnicodeDecodeError as error:
        sentence = _("{path} is damaged ({reason}).", path=path, reason=reason_of(error))
        yield Damage(path, Kind.DAMAGED, sentence, article=article)
        return
    except (ValueError, DamagedFile) as error:
        sentence = _("{path} is damaged ({reason}).", path=path, reason=reason_of(error))
        yield Damage(path, Kind.DAMAGED, sentence, article=article)
        return
    # A newer Pizhu may have more tables: their lines match their checksums.
    unknown -= {table for table, _document, seal in seals_found if seal is Seal.INTACT}
    if unknown:
        sentence = _("{path} has a table of an unknown name, {name!r}.", path=path, name=min(unknown))
        yield Damage(path, Kind.DAMAGED, sentence, article=article)
    if has_repeated_document(data):
        yield Damage(path, Kind.DAMAGED, _("{path} has a line twice.", path=path), article=article)
    # Pizhu signs every line of a file that it writes: one without a checksum among others lost it.
    is_signed = any(seal is Seal.INTACT for *_place, seal in seals_found)
    for table, document, seal in seals_found:
        if seal is Seal.CHANGED or (is_signed and seal is Seal.NONE):
            sentence = _(
                "{path}: {line} {number} was changed outside Pizhu.",
                path=path,
                line=_NAMES.get(table, table),
                number=document,
            )
            annotation = str(document) if table == ANNOTATIONS else ""
            yield Damage(path, Kind.CHANGED, sentence, article=article, annotation=annotation)
        elif table in (ARTICLE, LIBRARY) and document != THE_ONE:
            sentence = _(
                "{path} has a document that does not belong there, {number} in {table!r}.",
                path=path,
                number=document,
                table=table,
            )
            yield Damage(path, Kind.DAMAGED, sentence, article=article)


_NAMES = {
    ANNOTATIONS: lazy("annotation", "line of a file"),
    ARTICLE: lazy("the article's line", "line of a file"),
    LIBRARY: lazy("the line of settings", "line of a file"),
    CODEBOOK: lazy("the tag", "line of a file"),
    WORDS: lazy("the word", "line of a file"),
    DISMISSALS: lazy("the dismissed suggestion", "line of a file"),
    ATTRIBUTES: lazy("the attribute", "line of a file"),
    SEARCHES: lazy("the saved search", "line of a file"),
    MEMBERS: lazy("the member of the team", "line of a file"),
    ROUNDS: lazy("the round", "line of a file"),
    ASSIGNMENTS: lazy("the assignment", "line of a file"),
}


def _check_other_files(store: FolderStore) -> Iterator[Damage]:
    """Check the intent files, files that do not belong to the library, the journal and drafts."""
    is_locked = store.is_locked()
    if store.intent_file.exists() and not is_locked:
        yield Damage(store.intent_file, Kind.INTERRUPTED, _interruption(store.intent_file))
    if store.repair_intent_file.exists() and not is_locked:
        yield Damage(store.repair_intent_file, Kind.INTERRUPTED, _interrupted_repair(store))
    folder = store.articles_folder
    if os.path.lexists(folder) and not folder.is_dir():
        sentence = _(
            "{folder} is not a folder: the articles are gone, but for what history and backups have.",
            folder=folder,
        )
        yield Damage(folder, Kind.DAMAGED, sentence)
    for path in [] if is_locked else store.stray_files():
        yield _stray(path)
    for copy in store.copies.found():
        if not copy.article:
            yield _stray(Path(copy.place))
    path = store.journal_file
    if path.exists() and not path.is_file():
        sentence = _("{path} is not a file: nothing can be undone after a restart.", path=path)
        yield Damage(path, Kind.JOURNAL, sentence)
    elif unreadable := sum(not is_log_entry(line) for line in store.journal.lines(0)):
        sentence = _(
            "{path}: {number} of its lines cannot be read: those steps cannot be undone.",
            path=path,
            number=unreadable,
        )
        yield Damage(path, Kind.JOURNAL, sentence)
    for path in store.drafts.damaged():
        yield Damage(path, Kind.DRAFT, _("{path} cannot be read as the draft of a note.", path=path))


def _check_repairs(store: FolderStore) -> Iterator[Damage]:
    """Report articles that are only among the originals of a repair that was not completed."""
    folders = [folder for folder in repair_folders(store) if not (folder / SUPERSEDED).exists()]
    missing: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("articles/??/*")):
            article = path.name.partition(".")[0]
            if is_article_id(article) and article not in store and not store.text_file(article).exists():
                missing.setdefault(article, path)
    history = History(history_lines(store), missing) if missing else None
    for article, path in missing.items():
        if history is not None and not history.is_removed(article):
            sentence = _("{path}: this article is in no other place; a repair did not restore it.", path=path)
            yield Damage(path, Kind.ASIDE, sentence, article=article)


def _check_missing(store: FolderStore) -> Iterator[Damage]:
    """Report articles and lines that are gone although the history knows of no deletion."""
    for article, table, document in missing_documents(store):
        path = store.article_file(article) if article else store.library_file
        if table == TEXT:
            sentence = _("{path} and the text of the article are missing.", path=path)
        else:
            sentence = _(
                "{path}: {line} {number} is missing.",
                path=path,
                line=_NAMES.get(table, table),
                number=document,
            )
        annotation = str(document) if table == ANNOTATIONS else ""
        yield Damage(path, Kind.MISSING, sentence, article=article, annotation=annotation)


def _interrupted_repair(store: FolderStore) -> str:
    path = store.repair_intent_file
    try:
        read_repair_intent(store)
    except (OSError, DamagedFile):
        return _(
            "{path} is damaged: a repair was interrupted; the originals are in {folder}.",
            path=path,
            folder=store.aside_folder,
        )
    return _("{path}: a repair was interrupted; the next write restores the originals.", path=path)


def _interruption(path: Path) -> str:
    try:
        with open_regular(path) as file:
            read_intent(file.read())
    except (OSError, ValueError):
        return _("{path} is damaged: a change was interrupted and cannot be rolled back.", path=path)
    return _("{path}: a change was interrupted; the next write rolls it back.", path=path)


def _check_shelf(store: FolderStore, shelf: str, known: set[str] | None) -> Iterator[Damage]:
    articles, texts, others = store.sorted_shelf(shelf)
    if others and store.is_locked():
        others = [path for path in others if path.exists()]
    for path in others:
        yield _stray(path)
    for article in sorted(texts - articles):
        text = store.text_file(article)
        sentence = _("{path} is a text without a record.", path=text)
        yield Damage(text, Kind.STRAY, sentence, article=article)
    for article in sorted(articles):
        damage = list(check_article(store, article, known))
        # Check again: another process may have been between two files of one change.
        yield from damage and check_article(store, article, known)


def _stray(path: Path) -> Damage:
    copy = conflict_copy_at(path)
    if copy is not None:
        sentence = (
            _(
                "{path} is a conflict copy of {program}: `pizhu merge-copies` merges it or says why not.",
                path=path,
                program=copy.program,
            )
            if copy.program
            else _("{path} is a conflict copy: `pizhu merge-copies` merges it or says why not.", path=path)
        )
        return Damage(path, Kind.COPY, sentence, repairable=False, article=copy.article)
    return Damage(path, Kind.STRAY, _("{path} does not belong to the library.", path=path))


def check_article(store: FolderStore, article: str, known: set[str] | None) -> Iterator[Damage]:
    """Yield the damage of one article.

    :param known: the tag names in the codebook; None if it cannot be read, then tags are not checked.
    """
    path = store.article_file(article)
    try:
        record = store.read(article)
    except LibraryUnavailable as error:
        missing = not store.text_file(article).exists()
        kind, place = (Kind.TEXT, store.text_file(article)) if missing else (Kind.UNREADABLE, path)
        yield Damage(place, kind, str(error), repairable=missing, article=article)
    except DamagedFile as error:
        kind = Kind.TEXT if str(store.text_file(article)) in str(error) else Kind.DAMAGED
        yield Damage(path, kind, str(error), article=article)
    else:
        yield from _check_lines(path, ARTICLE_TABLES, article)
        yield from check_record(path, store.text_file(article), article, record)
        yield from check_tags(path, article, record, known)
