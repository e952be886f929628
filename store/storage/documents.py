"""Records to TinyDB documents and back, and the edits that make, change and remove them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from store.errors import DamagedFile, UnknownArticle
from store.model.anchoring import locate
from store.model.annotation import Anchor, Annotation
from store.model.article import Article, digest
from store.model.dismissal import Dismissal
from store.model.edits import ANNOTATIONS, ARTICLE, CODEBOOK, TEXT, THE_ONE, Edit, Fields, Json, fields_of
from store.model.new_annotations import new_tags
from store.model.tag import Tag, match_known_names, resolve_aliases
from store.model.user_word import UserWord
from store.storage.document_store import DocumentStore, Record
from store.storage.raw_documents import RawDocument, RawTable

T = TypeVar("T", bound=msgspec.Struct)


def is_whole(record: Record) -> bool:
    """Whether the text is the one that the record speaks of."""
    return record.article.get("digest") == digest(record.text)


def read_consistent(store: DocumentStore, article: str) -> Record:
    """One article as it is on disk, with the text that its record speaks of.

    :raises UnknownArticle: there is none.
    """
    if article not in store:
        raise UnknownArticle(f"The article {article!r} is not in the library any more.")
    record = store.read(article)
    if not is_whole(record):
        # Another process may be between the text and the record of one change.
        with store.locked():
            record = store.read(article)
    return record


def article_of(record: Record) -> Article:
    """The article of a record.

    :raises DamagedFile: its fields are not those of an article, or its text is another one.
    """
    with damage_reported(f"The record of “{record.article.get('title', '')}”"):
        article = msgspec.convert({**record.article, TEXT: record.text}, Article)
    if not is_whole(record):
        raise DamagedFile(f"The text of “{article.title}” is not the text that was imported")
    return article


def annotations_of(record: Record) -> tuple[Annotation, ...]:
    """The annotations of a record, in text order.

    :raises DamagedFile: one of them is not what it should be.
    """
    with damage_reported(annotation_of(record)):
        found = record.annotations.read_as(Annotation)
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.created, each.id)))


class _Tagged(msgspec.Struct):
    """Of an article or an annotation, the tags."""

    tags: tuple[str, ...] = ()


def used_tags(record: Record) -> list[str]:
    """The tags of an article and its annotations, one as often as it is used; those that can be read."""
    tags = record.article.get("tags")
    names = [name for name in tags if isinstance(name, str)] if isinstance(tags, list) else []
    try:
        return [*names, *(tag for each in record.annotations.read_as(_Tagged) for tag in each.tags)]
    except msgspec.ValidationError:
        return names


class _Noted(msgspec.Struct):
    """Of an article or an annotation, the note."""

    note: str = ""


def retag_edits(
    article: str, record: Record, becoming: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> list[Edit]:
    """The edits that give an article and its annotations other tags; no other field is looked into.

    :param becoming: what the tags of each become.
    :raises DamagedFile: one of them is not what it should be.
    """
    return [
        _changed_field(article, place, "tags", [*each.tags], [*after])
        for place, each in _both(record, _Tagged)
        if (after := becoming(each.tags)) != each.tags
    ]


def renote_edits(article: str, record: Record, becoming: Callable[[str], str]) -> list[Edit]:
    """The edits that change the notes of an article and its annotations; no other field is looked into.

    :param becoming: what each note becomes.
    :raises DamagedFile: one of them is not what it should be.
    """
    return [
        _changed_field(article, place, "note", each.note, after)
        for place, each in _both(record, _Noted)
        if (after := becoming(each.note)) != each.note
    ]


def _both(record: Record, fields: type[T]) -> list[tuple[tuple[str, int], T]]:
    """Some fields of an article and of each of its annotations, with the table and document they are of."""
    with damage_reported(f"The record of “{record.article.get('title', '')}”"):
        own = msgspec.convert(record.article, fields)
    with damage_reported(annotation_of(record)):
        marks = zip(record.annotations, record.annotations.read_as(fields), strict=True)
        return [((ARTICLE, THE_ONE), own), *(((ANNOTATIONS, document), mark) for document, mark in marks)]


def _changed_field(article: str, place: tuple[str, int], name: str, before: Json, after: Json) -> Edit:
    table, document = place
    return Edit(article=article, table=table, document=document, before={name: before}, after={name: after})


class Quote(msgspec.Struct, frozen=True):
    """Of an annotation, the words it is on and the tags it gives them."""

    id: str
    exact: str
    tags: tuple[str, ...] = ()


def quotes_in(annotations: RawTable) -> list[Quote]:
    """The words and tags of annotations, in the order of the file.

    :raises DamagedFile: an annotation is not what it should be.
    """
    with damage_reported("An annotation"):
        return annotations.read_as(Quote)


def tags_of(documents: Mapping[int, RawDocument]) -> dict[int, Tag]:
    """The entries of the codebook, by document.

    :raises DamagedFile: one of them is not what it should be.
    """
    with damage_reported("An entry of the codebook"):
        return {document: line.read_as(Tag) for document, line in documents.items()}


class _Named(msgspec.Struct):
    """Of an entry of the codebook, what it is told by."""

    name: str


def names_of(documents: RawTable) -> list[str]:
    """The names of the entries of the codebook.

    :raises DamagedFile: one of them is not what it should be.
    """
    with damage_reported("An entry of the codebook"):
        return [each.name for each in documents.read_as(_Named)]


def annotation_in(record: Record, annotation: str) -> Annotation | None:
    """The annotation of that ID; None when the record has none.

    :raises DamagedFile: it is not what it should be.
    """
    with damage_reported(annotation_of(record)):
        line = record.annotations.get(document_id(annotation)) if _UUID(annotation) else None
        found = line.read_as(Annotation) if line else None
        if found is None or found.id == annotation:
            return found
    return next((each for each in annotations_of(record) if each.id == annotation), None)


_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


@contextmanager
def damage_reported(what: str) -> Iterator[None]:
    """Raise DamagedFile for a document whose fields are not those of its record; ``what`` names it."""
    try:
        yield
    except msgspec.ValidationError as error:
        raise DamagedFile(f"{what} is damaged ({error})") from error


def annotation_of(record: Record) -> str:
    """Name an annotation of a record, for :func:`damage_reported`."""
    return f"An annotation of “{record.article.get('title', '')}”"


def article_fields(article: Article) -> Fields:
    """The article's document: all but its text, and its revision, which the disk counts."""
    fields = fields_of(article)
    del fields[TEXT], fields["rev"]
    return fields


def annotation_fields(annotation: Annotation | None) -> Fields | None:
    """The annotation's document, without its revision, which the disk counts; None for none."""
    if annotation is None:
        return None
    fields = fields_of(annotation)
    del fields["rev"]
    return fields


def creation_edits(article: Article, annotations: Sequence[Annotation] = ()) -> list[Edit]:
    """What makes an article, with annotations that it has from the start."""
    made = [
        Edit.between(article.id, TEXT, THE_ONE, None, {TEXT: article.text}),
        Edit.between(article.id, ARTICLE, THE_ONE, None, article_fields(article)),
    ]
    return made + [annotation_edit(article.id, None, annotation) for annotation in annotations]


def annotation_edit(article: str, before: Annotation | None, after: Annotation | None) -> Edit:
    """What makes, changes or deletes an annotation; one of the two is there."""
    there = after or before
    assert there is not None  # noqa: S101 - an annotation is made, changed or deleted
    had, has = annotation_fields(before), annotation_fields(after)
    return Edit.between(article, ANNOTATIONS, document_id(there.id), had, has)


def removal_edits(article: str, record: Record) -> list[Edit]:
    """What removes an article with all it carries."""
    return [
        *(
            Edit.between(article, ANNOTATIONS, document, line.fields, None)
            for document, line in record.annotations.items()
        ),
        Edit.between(article, ARTICLE, THE_ONE, record.article, None),
        Edit.between(article, TEXT, THE_ONE, {TEXT: record.text}, None),
    ]


def words_of(documents: Mapping[int, RawDocument]) -> dict[int, UserWord]:
    """The entries, by document.

    :raises DamagedFile: one of them is not what it should be.
    """
    try:
        return {document: line.read_as(UserWord) for document, line in documents.items()}
    except msgspec.ValidationError as error:
        raise DamagedFile(f"A word of the user dictionary is damaged ({error})") from error


def dismissals_of(documents: Mapping[int, RawDocument]) -> dict[int, Dismissal]:
    """The entries, by document.

    :raises DamagedFile: one of them is not what it should be.
    """
    try:
        return {document: line.read_as(Dismissal) for document, line in documents.items()}
    except msgspec.ValidationError as error:
        raise DamagedFile(f"A dismissed suggestion is damaged ({error})") from error


def upsert_edits(
    table: str, known: Mapping[int, T], entries: Iterable[T], name: Callable[[T], str]
) -> list[Edit]:
    """The edits that put entries into a table of ``library.json``, in place of those of the same name.

    :param known: the entries that are there, by document.
    """
    documents = {name(entry): document for document, entry in known.items()}
    edits = []
    for entry in {name(entry): entry for entry in entries}.values():
        document = documents.get(name(entry))
        before = None if document is None else fields_of(known[document])
        edits.append(Edit.between("", table, document or document_id(), before, fields_of(entry)))
    return edits


def canonical_names(store: DocumentStore, given: Iterable[str]) -> tuple[str, ...]:
    """Names of tags as the library has them, none twice: all that becomes a tag passes through this.

    One that differs from a tag's in width or case alone is that tag: see :func:`match_known_names`. So is one
    that is another name of one tag alone: see :func:`resolve_aliases`.

    :raises BadTagName: one of them cannot be kept.
    """
    wanted = list(given)
    if not wanted:
        return ()
    codebook = store.table(CODEBOOK)
    known = names_of(codebook)
    kept = match_known_names(known, wanted)
    return kept if set(known).issuperset(kept) else resolve_aliases(tags_of(codebook).values(), kept)


def new_tag_edits(store: DocumentStore, names: Iterable[str]) -> list[Edit]:
    """The edits that give an entry of the codebook to each name that has none."""
    wanted = dict.fromkeys(names)
    if wanted.keys() <= set(names_of(store.table(CODEBOOK))):
        return []
    made = new_tags(tags_of(store.table(CODEBOOK)).values(), wanted)
    return [Edit.between("", CODEBOOK, document_id(), None, fields_of(tag)) for tag in made]


def document_id(of: str = "") -> int:
    """A TinyDB document id below 2**53: from a UUID where there is one, else at random."""
    return int(of.replace("-", "")[:13], 16) if of else int.from_bytes(os.urandom(6)) or THE_ONE


def reanchored(annotation: Annotation, text: str, former: str | None = None) -> Annotation:
    """The annotation in a new text: at its words, or an orphan that keeps all it had.

    :param former: the text that it was in, where it is known.
    """
    anchor = Anchor(annotation.start, annotation.end, annotation.exact, annotation.prefix, annotation.suffix)
    place = locate(anchor, text, former)
    if place is None:
        return msgspec.structs.replace(annotation, orphan=True)
    return placed(annotation, text, *place)


def placed(annotation: Annotation, text: str, start: int, end: int) -> Annotation:
    """The annotation on the words ``text[start:end]``."""
    there = Anchor.at(text, start, end)
    return msgspec.structs.replace(annotation, **msgspec.structs.asdict(there), orphan=False)
