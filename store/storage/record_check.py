"""Checks what an article consists of, wherever it is kept: its fields, its text, its annotations and tags."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

from store.language import _
from store.model.annotation import Anchor, Annotation
from store.model.article import Article, digest
from store.model.edits import TEXT
from store.reasons import reason_of
from store.storage.document_store import Record
from store.storage.documents import document_id, is_uuid, used_tags
from store.storage.reanchoring import anchor_of
from store.wording import counted


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
    """A file that belongs to no article: a temporary file, a text without a record."""
    COPY = "copy"
    """A conflict copy that a program made which syncs the folder. No damage: it is to be merged."""
    MISSING = "missing"
    """All files of an article, or a line, are gone, although the history knows of no deletion."""
    INTERRUPTED = "interrupted"
    """A change of several files was interrupted and has not been rolled back yet."""
    JOURNAL = "history"
    """A line of the journal cannot be read, or it is not a file."""
    CHANGED = "changed"
    """A line does not match its checksum, or lost it: another program or a person changed it. It is kept."""
    ASIDE = "aside"
    """An article is only among the originals of a repair, which did not restore it."""
    DRAFT = "draft"
    """The draft of a note cannot be read."""
    BACKUP = "backup"
    """A backup is damaged and cannot be restored."""
    INDEX = "index"
    """The index is not as it was written, or something else is in its place. It is built again."""


class Damage(msgspec.Struct, frozen=True):
    """One thing that is wrong."""

    path: Path
    """The file; on a server the ID of the article, or the name of a table."""
    kind: Kind
    sentence: str
    repairable: bool = True
    """Whether a repair can fix it, or at least move it aside."""
    article: str = ""
    """The ID of the article concerned."""
    annotation: str = ""
    """The ID of the annotation concerned."""


def check_record(path: Path, text_path: Path, article: str, record: Record) -> Iterator[Damage]:
    """Yield what is wrong with the documents and the text of one article.

    :param path: where its record is, as sentences name it.
    :param text_path: where its text is.
    """
    text = record.text
    try:
        found = msgspec.convert({**record.article, TEXT: text}, Article)
    except msgspec.ValidationError as error:
        sentence = _("{path}: its record is damaged ({reason}).", path=path, reason=reason_of(error))
        yield Damage(path, Kind.DAMAGED, sentence, article=article)
        return
    if found.id != article or any(not 0 <= each.start <= each.end <= len(text) for each in found.blocks):
        sentence = _("{path}: its ID or its blocks do not match its file.", path=path)
        yield Damage(path, Kind.DAMAGED, sentence, article=article)
    if found.digest != digest(text):
        sentence = _("{path}: this is not the text that was imported.", path=text_path)
        yield Damage(text_path, Kind.TEXT, sentence, article=article)
        return
    seen: set[str] = set()
    for document, fields in record.annotations.items():
        try:
            annotation = fields.read_as(Annotation)
        except msgspec.ValidationError as error:
            sentence = _(
                "{path}: annotation {number} is damaged ({reason}).",
                path=path,
                number=document,
                reason=reason_of(error),
            )
            yield Damage(path, Kind.ANNOTATION, sentence, article=article, annotation=str(document))
        else:
            if not is_uuid(annotation.id):
                sentence = _(
                    "{path}: annotation {number} has the ID {id!r}, which is none.",
                    path=path,
                    number=document,
                    id=annotation.id,
                )
                yield Damage(path, Kind.ANNOTATION, sentence, article=article, annotation=str(document))
            elif document != document_id(annotation.id) or annotation.id in seen:
                sentence = _(
                    "{path}: annotation {id} is not in its line, or is there twice.",
                    path=path,
                    id=annotation.id,
                )
                yield Damage(path, Kind.ANNOTATION, sentence, article=article, annotation=annotation.id)
            seen.add(annotation.id)
            yield from _check_annotation(path, article, text, annotation)


def _check_annotation(path: Path, article: str, text: str, annotation: Annotation) -> Iterator[Damage]:
    start, end = annotation.start, annotation.end
    if annotation.orphan:
        return
    if not 0 <= start < end <= len(text):
        kind = Kind.RANGE
        sentence = _(
            "{path}: annotation {id} ({start}–{end}) is outside the text ({length}).",
            path=path,
            id=annotation.id,
            start=start,
            end=end,
            length=counted(len(text), "character", "characters"),
        )
    elif text[start:end] != annotation.exact:
        kind = Kind.QUOTE
        sentence = _(
            "{path}: annotation {id} ({start}–{end}) does not quote the words in that place.",
            path=path,
            id=annotation.id,
            start=start,
            end=end,
        )
    elif anchor_of(annotation) != Anchor.at(text, start, end):
        kind = Kind.QUOTE
        sentence = _(
            "{path}: annotation {id} ({start}–{end}) remembers a context that differs from the text.",
            path=path,
            id=annotation.id,
            start=start,
            end=end,
        )
    else:
        return
    yield Damage(path, kind, sentence, article=article, annotation=annotation.id)


def check_tags(path: Path, article: str, record: Record, known: set[str] | None) -> Iterator[Damage]:
    """Yield the tags that are used and not in the codebook.

    :param known: the tag names in the codebook; None if it cannot be read, then nothing is checked.
    """
    if known is None:
        return
    for name in sorted(set(used_tags(record)) - known):
        sentence = _("{path}: the tag “{name}” is not in the codebook.", path=path, name=name)
        yield Damage(path, Kind.TAG, sentence, article=article)
