"""Checks a library: reads every file, reports every damage and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

from store.errors import DamagedFile, LibraryUnavailable, PizhuError
from store.model.annotation import Anchor, Annotation
from store.model.article import Article, digest
from store.model.edits import CODEBOOK, DISMISSALS, TEXT, WORDS
from store.progress import Progress, no_progress
from store.storage.document_store import SHELVES, Record
from store.storage.documents import dismissals_of, tags_of, used_tags, words_of
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.intent import read_intent
from store.storage.reanchoring import anchor_of
from store.storage.undo_log import is_log_entry


class Kind(StrEnum):
    """What is wrong. The values are part of the JSON output of ``pizhu check``."""

    UNREADABLE = "unreadable"
    """The operating system refuses to read the file."""
    DAMAGED = "damaged"
    """It is not JSON, or its fields are not those of a record."""
    TEXT = "text"
    """The text is missing, or does not match the digest in the record."""
    ANNOTATION = "annotation"
    """An annotation is not valid."""
    RANGE = "range"
    """The range of an annotation is outside the text."""
    QUOTE = "quote"
    """The quote or the context of an annotation does not match the text."""
    TAG = "tag"
    """A tag is used that is not in the codebook."""
    STRAY = "stray"
    """A file that belongs to no article: a temporary file, a conflict copy, a text without a record."""
    INTERRUPTED = "interrupted"
    """A change of several files was interrupted and has not been rolled back yet."""
    JOURNAL = "history"
    """A line of the journal cannot be read."""


class Damage(msgspec.Struct, frozen=True):
    """One thing that is wrong."""

    path: Path
    kind: Kind
    sentence: str
    repairable: bool = True
    """Whether a repair can fix it, or at least move it aside."""
    article: str = ""
    """The ID of the article concerned."""
    annotation: str = ""
    """The ID of the annotation concerned."""


def check(store: FolderStore, progress: Progress = no_progress) -> Iterator[Damage]:
    """Yield all damage in the library, article by article.

    :param progress: called with shelves done and shelves in total.
    :raises LibraryUnavailable: there is no library, or one with a newer schema.
    """
    if not store.exists():
        raise LibraryUnavailable(f"There is no library at {store.root}: name the folder of one.")
    known, damage = _check_library_file(store)
    yield from damage
    yield from _check_other_files(store)
    for done, shelf in enumerate(SHELVES):
        progress(done, len(SHELVES))
        yield from _check_shelf(store, shelf, known)
    progress(len(SHELVES), len(SHELVES))


def _check_library_file(store: FolderStore) -> tuple[set[str] | None, list[Damage]]:
    """Return the tag names in the codebook, None if it cannot be read, and the damage of the file."""
    path = store.library_file
    try:
        store.schema_version()
        codebook = store.table(CODEBOOK)
    except DamagedFile as error:
        return None, [Damage(path, Kind.DAMAGED, str(error))]
    try:
        words_of(store.table(WORDS))
        dismissals_of(store.table(DISMISSALS))
        return {tag.name for tag in tags_of(codebook).values()}, []
    except PizhuError as error:
        return None, [Damage(path, Kind.DAMAGED, str(error))]


def _check_other_files(store: FolderStore) -> Iterator[Damage]:
    """Check the intent file, files that do not belong to the library, and the journal."""
    if store.intent_file.exists() and not store.is_locked():
        yield Damage(store.intent_file, Kind.INTERRUPTED, _interruption(store.intent_file))
    for path in [] if store.is_locked() else store.stray_files():
        yield _stray(path, "does not belong to the library")
    for path in store.drafts.damaged():
        yield Damage(path, Kind.DAMAGED, f"{path} is the damaged draft of a note.", repairable=False)
    unreadable = sum(not is_log_entry(line) for line in store.journal.lines(0))
    if unreadable:
        path = store.journal_file
        yield Damage(
            path,
            Kind.JOURNAL,
            f"{path}: {unreadable} of its lines cannot be read: those steps cannot be undone.",
        )


def _interruption(path: Path) -> str:
    try:
        read_intent(path.read_bytes())
    except (OSError, ValueError):
        return f"{path} is damaged: a change was interrupted and cannot be rolled back."
    return f"{path}: a change was interrupted; the next write rolls it back."


def _check_shelf(store: FolderStore, shelf: str, known: set[str] | None) -> Iterator[Damage]:
    articles, texts, others = store.sorted_shelf(shelf)
    if others and store.is_locked():
        others = [path for path in others if path.exists()]
    for path in others:
        yield _stray(path, "does not belong to the library")
    for article in sorted(texts - articles):
        yield _stray(store.text_file(article), "is a text without a record", article)
    for article in sorted(articles):
        damage = list(check_article(store, article, known))
        # Check again: another process may have been between two files of one change.
        yield from damage and check_article(store, article, known)


def _stray(path: Path, what: str, article: str = "") -> Damage:
    return Damage(path, Kind.STRAY, f"{path} {what}.", article=article)


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
        yield from _check_record(store, article, record)
        yield from _check_tags(path, article, record, known)


def _check_record(store: FolderStore, article: str, record: Record) -> Iterator[Damage]:
    path, text = store.article_file(article), record.text
    try:
        found = msgspec.convert({**record.article, TEXT: text}, Article)
    except msgspec.ValidationError as error:
        yield Damage(path, Kind.DAMAGED, f"{path}: its record is damaged ({error}).", article=article)
        return
    if found.id != article or any(not 0 <= each.start <= each.end <= len(text) for each in found.blocks):
        yield Damage(
            path, Kind.DAMAGED, f"{path}: its ID or its blocks do not match its file.", article=article
        )
    if found.digest != digest(text):
        place = store.text_file(article)
        yield Damage(place, Kind.TEXT, f"{place}: this is not the text that was imported.", article=article)
        return
    for document, fields in record.annotations.items():
        try:
            annotation = fields.read_as(Annotation)
        except msgspec.ValidationError as error:
            sentence = f"{path}: annotation {document} is damaged ({error})."
            yield Damage(path, Kind.ANNOTATION, sentence, article=article, annotation=str(document))
        else:
            yield from _check_annotation(path, article, text, annotation)


def _check_annotation(path: Path, article: str, text: str, annotation: Annotation) -> Iterator[Damage]:
    start, end = annotation.start, annotation.end
    if annotation.orphan:
        return
    where = f"{path}: annotation {annotation.id} ({start}–{end})"
    if not 0 <= start < end <= len(text):
        sentence, kind = f"{where} is outside the text ({len(text)} characters).", Kind.RANGE
    elif text[start:end] != annotation.exact:
        sentence, kind = f"{where} does not quote the words in that place.", Kind.QUOTE
    elif anchor_of(annotation) != Anchor.at(text, start, end):
        sentence, kind = f"{where} remembers a context that differs from the text.", Kind.QUOTE
    else:
        return
    yield Damage(path, kind, sentence, article=article, annotation=annotation.id)


def _check_tags(path: Path, article: str, record: Record, known: set[str] | None) -> Iterator[Damage]:
    if known is None:
        return
    for name in sorted(set(used_tags(record)) - known):
        yield Damage(path, Kind.TAG, f"{path}: the tag “{name}” is not in the codebook.", article=article)
