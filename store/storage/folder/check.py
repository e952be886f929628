"""Checking a library: every file is read, every damage told of, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

from store.errors import DamagedFile, LibraryUnavailable, PizhuError
from store.model.annotation import Anchor, Annotation
from store.model.article import Article, digest
from store.model.edits import CODEBOOK, DISMISSALS, TEXT, WORDS, read_edits
from store.progress import Progress, no_progress
from store.storage.document_store import SHELVES, Record
from store.storage.documents import dismissals_of, tags_of, used_tags, words_of
from store.storage.folder.folder_store import FolderStore
from store.storage.reanchoring import anchor_of
from store.storage.undo_log import is_log_entry


class Kind(StrEnum):
    """What is wrong."""

    UNREADABLE = "unreadable"
    """The system does not let the file be read."""
    DAMAGED = "damaged"
    """It is not JSON, or not such as a library writes."""
    TEXT = "text"
    """The text is missing, or not the one that the record speaks of."""
    ANNOTATION = "annotation"
    """An annotation cannot be read."""
    RANGE = "range"
    """An annotation's place is outside the text."""
    QUOTE = "quote"
    """Other words stand at an annotation's place than it quotes, or round it than it remembers."""
    TAG = "tag"
    """A tag is used that the codebook does not have."""
    STRAY = "stray"
    """A file that belongs to no article: half written, a conflict copy, a text alone."""
    INTERRUPTED = "interrupted"
    """A change of several files was cut short, and waits to be taken back."""
    JOURNAL = "history"
    """A step that could be taken back cannot be read."""


class Damage(msgspec.Struct, frozen=True):
    """One thing that is wrong."""

    path: Path
    kind: Kind
    sentence: str
    mendable: bool = True
    """Whether a repair can put it right, or at least out of the way."""
    article: str = ""
    """The ID of the article concerned."""
    annotation: str = ""
    """The ID of the annotation concerned."""


def check(store: FolderStore, progress: Progress = no_progress) -> Iterator[Damage]:
    """Everything that is wrong in the library, article by article.

    :raises LibraryUnavailable: there is no library, or one of a newer version.
    """
    if not store.exists():
        raise LibraryUnavailable(f"There is no library at {store.root}: name the folder of one.")
    known, damage = _check_library(store)
    yield from damage
    yield from _check_top(store)
    for done, shelf in enumerate(SHELVES):
        progress(done, len(SHELVES))
        yield from _check_shelf(store, shelf, known)
    progress(len(SHELVES), len(SHELVES))


def _check_library(store: FolderStore) -> tuple[set[str] | None, list[Damage]]:
    """The names in the codebook, None where it cannot be read, and what is wrong with it."""
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


def _check_top(store: FolderStore) -> Iterator[Damage]:
    if store.intent_file.exists() and not store.is_locked():
        yield Damage(store.intent_file, Kind.INTERRUPTED, _interruption(store.intent_file))
    for path in [] if store.is_locked() else store.stray_files():
        yield _stray(path, "is no file of the library")
    torn = sum(not is_log_entry(line) for line in store.journal.lines(0))
    if torn:
        path = store.journal_file
        yield Damage(path, Kind.JOURNAL, f"{path}: {torn} of its lines cannot be read; those are not undone.")


def _interruption(path: Path) -> str:
    try:
        read_edits(path.read_bytes())
    except (OSError, ValueError):
        return f"{path} is damaged: a change was cut short, and what stood there before cannot be told."
    return f"{path}: a change was cut short; the next writer takes it back."


def _check_shelf(store: FolderStore, shelf: str, known: set[str] | None) -> Iterator[Damage]:
    articles, texts, others = store.sorted_shelf(shelf)
    if others and store.is_locked():
        others = [path for path in others if path.exists()]
    for path in others:
        yield _stray(path, "is no file of the library")
    for article in sorted(texts - articles):
        yield _stray(store.text_file(article), "is a text without its record", article)
    for article in sorted(articles):
        damage = list(check_article(store, article, known))
        # Read again: another process may have been between the files of one change.
        yield from damage and check_article(store, article, known)


def _stray(path: Path, what: str, article: str = "") -> Damage:
    return Damage(path, Kind.STRAY, f"{path} {what}.", article=article)


def check_article(store: FolderStore, article: str, known: set[str] | None) -> Iterator[Damage]:
    """What is wrong with one article.

    :param known: the names in the codebook; None if they are not to be compared.
    """
    path = store.article_file(article)
    try:
        record = store.read(article)
    except LibraryUnavailable as error:
        missing = not store.text_file(article).exists()
        kind, place = (Kind.TEXT, store.text_file(article)) if missing else (Kind.UNREADABLE, path)
        yield Damage(place, kind, str(error), mendable=missing, article=article)
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
            path, Kind.DAMAGED, f"{path}: its ID or its blocks are not those of its text.", article=article
        )
    if found.digest != digest(text):
        place = store.text_file(article)
        yield Damage(place, Kind.TEXT, f"{place}: this is not the text that was imported.", article=article)
        return
    for document, line in record.annotations.items():
        try:
            annotation = line.read_as(Annotation)
        except msgspec.ValidationError as error:
            sentence = f"{path}: annotation {document} is damaged ({error})."
            yield Damage(path, Kind.ANNOTATION, sentence, article=article, annotation=str(document))
        else:
            yield from _check_annotation(path, article, text, annotation)


def _check_annotation(path: Path, article: str, text: str, annotation: Annotation) -> Iterator[Damage]:
    start, end = annotation.start, annotation.end
    if annotation.orphan:
        return
    where = f"{path}: annotation {annotation.id} ({start} to {end})"
    if not 0 <= start < end <= len(text):
        sentence, kind = f"{where} reaches outside the text of {len(text)} characters.", Kind.RANGE
    elif text[start:end] != annotation.exact:
        sentence, kind = f"{where} quotes other words than stand there.", Kind.QUOTE
    elif anchor_of(annotation) != Anchor.at(text, start, end):
        sentence, kind = f"{where} remembers other words round it than stand there.", Kind.QUOTE
    else:
        return
    yield Damage(path, kind, sentence, article=article, annotation=annotation.id)


def _check_tags(path: Path, article: str, record: Record, known: set[str] | None) -> Iterator[Damage]:
    if known is None:
        return
    for name in sorted(set(used_tags(record)) - known):
        yield Damage(path, Kind.TAG, f"{path}: the tag “{name}” is not in the codebook.", article=article)
