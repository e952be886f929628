"""Reads the documents of a store as records: articles, annotations, and the tables of the library."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from store.errors import DamagedFile, UnknownArticle
from store.language import _
from store.model.annotation import Annotation
from store.model.article import Article, digest
from store.model.edits import (
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    DISMISSALS,
    MEMBERS,
    ROUNDS,
    SEARCHES,
    TEXT,
    THE_ONE,
    WORDS,
)
from store.model.tables.assignment import Assignment
from store.model.tables.attribute import ArticleAttribute
from store.model.tables.coding_round import CodingRound
from store.model.tables.dismissal import Dismissal
from store.model.tables.member import Member
from store.model.tables.saved_search import SavedSearch
from store.model.tables.user_word import UserWord
from store.model.tag import Tag, match_known_names, resolve_aliases
from store.reasons import reason_of
from store.storage.document_store import DocumentStore, Record
from store.storage.raw_documents import RawDocument, RawTable

T = TypeVar("T", bound=msgspec.Struct)

_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def document_id(uuid: str = "") -> int:
    """Return a TinyDB document ID below 2**53: derived from ``uuid`` if given, else random.

    :raises DamagedFile: ``uuid`` is not hexadecimal.
    """
    if not uuid:
        return int.from_bytes(os.urandom(6)) or THE_ONE
    digits = uuid.replace("-", "")[:13]
    try:
        return int(digits, 16)
    except ValueError as error:
        raise DamagedFile(_("An annotation is damaged (its ID {id!r})", id=uuid)) from error


def free_document_id(table: str, key: str, taken: Container[int]) -> int:
    """Return the document ID for a new entry of a table of the library: derived from its key if that is free.

    Two copies of a library that add the same tag then have it under the same ID, and are merged by IDs.

    :param key: what no other entry of the table has: the name of a tag, a word.
    """
    from store.model.stable_ids import guid

    derived = document_id(guid(table, key))
    return document_id() if derived in taken else derived


def is_uuid(name: str) -> bool:
    """Whether an annotation can have this ID: a UUID in lower case."""
    return _UUID(name) is not None


@contextmanager
def reporting_damage(what: str) -> Iterator[None]:
    """Raise DamagedFile for a document that is not a valid record; ``what`` names it in the message."""
    try:
        yield
    except msgspec.ValidationError as error:
        raise DamagedFile(_("{what} is damaged ({reason})", what=what, reason=reason_of(error))) from error


# Articles


def read_consistent(store: DocumentStore, article: str) -> Record:
    """Read an article with the text that belongs to its record.

    :raises UnknownArticle: there is no such article.
    """
    if article not in store:
        raise UnknownArticle(_("The article {article!r} is not in the library any more.", article=article))
    record = store.read(article)
    if not has_matching_text(record):
        # Another process may have written the text and not yet the record. Under the lock both are written.
        with store.locked():
            record = store.read(article)
    return record


def has_matching_text(record: Record) -> bool:
    """Whether the digest in the record is that of the text."""
    return record.article.get("digest") == digest(record.text)


def article_of(record: Record) -> Article:
    """Return the article of a record.

    :raises DamagedFile: its fields are not those of an article, or its text does not match its digest.
    """
    with reporting_damage(record_label(record)):
        article = msgspec.convert({**record.article, TEXT: record.text}, Article)
    if not has_matching_text(record):
        raise DamagedFile(_("The text of “{title}” is not the text that was imported", title=article.title))
    return article


def record_label(record: Record) -> str:
    """Name a record for :func:`reporting_damage`."""
    return _("The record of “{title}”", title=record.article.get("title", ""))


# Annotations


def annotations_of(record: Record) -> tuple[Annotation, ...]:
    """Return the annotations of a record in text order.

    :raises DamagedFile: an annotation is not valid.
    """
    with reporting_damage(annotation_label(record)):
        found = record.annotations.read_as(Annotation)
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.created, each.id)))


def find_annotation(record: Record, annotation: str) -> Annotation | None:
    """Return the annotation with this ID, None when the record has none.

    :raises DamagedFile: it is not valid.
    """
    with reporting_damage(annotation_label(record)):
        document = record.annotations.get(document_id(annotation)) if _UUID(annotation) else None
        found = document.read_as(Annotation) if document else None
        if found is None or found.id == annotation:
            return found
    return next((each for each in annotations_of(record) if each.id == annotation), None)


def annotation_label(record: Record) -> str:
    """Name an annotation of a record for :func:`reporting_damage`."""
    return _("An annotation of “{title}”", title=record.article.get("title", ""))


class Quote(msgspec.Struct, frozen=True):
    """The quoted words and the tags of an annotation."""

    id: str
    exact: str
    tags: tuple[str, ...] = ()


def quotes_in(annotations: RawTable) -> list[Quote]:
    """Return the quotes and tags of annotations in the order of the file.

    :raises DamagedFile: an annotation is not valid.
    """
    with reporting_damage(_("An annotation")):
        return annotations.read_as(Quote)


class _Tagged(msgspec.Struct):
    """The tags of an annotation. Its other fields are not parsed."""

    tags: tuple[str, ...] = ()


def used_tags(record: Record) -> list[str]:
    """Return the tags of an article and its annotations, each as often as it is used.

    Those that cannot be read are left out.
    """
    tags = record.article.get("tags")
    names = [name for name in tags if isinstance(name, str)] if isinstance(tags, list) else []
    try:
        return [*names, *(tag for each in record.annotations.read_as(_Tagged) for tag in each.tags)]
    except msgspec.ValidationError:
        return names


# The library's own tables


def tags_of(codebook: Mapping[int, RawDocument]) -> dict[int, Tag]:
    """Return the tags in the codebook by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(codebook, Tag, _("An entry of the codebook"))


def words_of(words: Mapping[int, RawDocument]) -> dict[int, UserWord]:
    """Return the words of the user dictionary by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(words, UserWord, _("A word of the user dictionary"))


def dismissals_of(dismissals: Mapping[int, RawDocument]) -> dict[int, Dismissal]:
    """Return the dismissed suggestions by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(dismissals, Dismissal, _("A dismissed suggestion"))


def attributes_of(attributes: Mapping[int, RawDocument]) -> dict[int, ArticleAttribute]:
    """Return the definitions of attributes by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(attributes, ArticleAttribute, _("The definition of an attribute"))


def searches_of(searches: Mapping[int, RawDocument]) -> dict[int, SavedSearch]:
    """Return the saved searches by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(searches, SavedSearch, _("A saved search"))


def members_of(members: Mapping[int, RawDocument]) -> dict[int, Member]:
    """Return the members of the team by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(members, Member, _("A member of the team"))


def rounds_of(rounds: Mapping[int, RawDocument]) -> dict[int, CodingRound]:
    """Return the rounds by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(rounds, CodingRound, _("A round"))


def assignments_of(assignments: Mapping[int, RawDocument]) -> dict[int, Assignment]:
    """Return the assignments by document ID.

    :raises DamagedFile: an entry is not valid.
    """
    return _records(assignments, Assignment, _("An assignment"))


def _records(documents: Mapping[int, RawDocument], record: type[T], what: str) -> dict[int, T]:
    with reporting_damage(what):
        return {document: fields.read_as(record) for document, fields in documents.items()}


class _Named(msgspec.Struct):
    """The name of a tag. Its other fields are not parsed."""

    name: str


def tag_names_of(codebook: RawTable) -> list[str]:
    """Return the names of the tags in the codebook.

    :raises DamagedFile: an entry is not valid.
    """
    with reporting_damage(_("An entry of the codebook")):
        return [each.name for each in codebook.read_as(_Named)]


def canonical_names(store: DocumentStore, given: Iterable[str]) -> tuple[str, ...]:
    """Return tag names as the library spells them, without repeats.

    A name that differs from an existing tag only in width or case is that tag (see
    :func:`match_known_names`). So is an alias of exactly one tag (see :func:`resolve_aliases`). Every name
    that becomes a tag passes through here.

    :raises BadTagName: a name is not valid.
    """
    wanted = list(given)
    if not wanted:
        return ()
    codebook = store.table(CODEBOOK)
    known = tag_names_of(codebook)
    names = match_known_names(known, wanted)
    return names if set(known).issuperset(names) else resolve_aliases(tags_of(codebook).values(), names)


LIBRARY_READERS: Mapping[str, Callable[[Mapping[int, RawDocument]], object]] = {
    CODEBOOK: tags_of,
    WORDS: words_of,
    DISMISSALS: dismissals_of,
    ATTRIBUTES: attributes_of,
    SEARCHES: searches_of,
    MEMBERS: members_of,
    ROUNDS: rounds_of,
    ASSIGNMENTS: assignments_of,
}
"""What reads each table of a library itself, but its settings."""
