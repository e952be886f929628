"""Builds the edits that create, change and remove articles, annotations and tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from store.model.annotation import Annotation
from store.model.article import Article
from store.model.edits import ANNOTATIONS, ARTICLE, CODEBOOK, TEXT, THE_ONE, Edit, Fields, Json, fields_of
from store.model.new_annotations import new_tags
from store.storage.document_store import DocumentStore, Record
from store.storage.documents import (
    annotation_label,
    document_id,
    free_document_id,
    record_label,
    reporting_damage,
    tag_names_of,
    tags_of,
)

T = TypeVar("T", bound=msgspec.Struct)


# Articles


def article_fields(article: Article) -> Fields:
    """Return the document of an article: without its text, and without its revision, which the store sets."""
    fields = fields_of(article)
    del fields[TEXT], fields["rev"]
    return fields


def creation_edits(article: Article, annotations: Sequence[Annotation] = ()) -> list[Edit]:
    """Build the edits that create an article with its first annotations."""
    created = [
        Edit.between(article.id, TEXT, THE_ONE, None, {TEXT: article.text}),
        Edit.between(article.id, ARTICLE, THE_ONE, None, article_fields(article)),
    ]
    return created + [annotation_edit(article.id, None, annotation) for annotation in annotations]


def removal_edits(article: str, record: Record) -> list[Edit]:
    """Build the edits that remove an article with its text and annotations."""
    return [
        *(
            Edit.between(article, ANNOTATIONS, document, annotation.fields, None)
            for document, annotation in record.annotations.items()
        ),
        Edit.between(article, ARTICLE, THE_ONE, record.article, None),
        Edit.between(article, TEXT, THE_ONE, {TEXT: record.text}, None),
    ]


# Annotations


def annotation_fields(annotation: Annotation | None) -> Fields | None:
    """Return the document of an annotation, without its revision, which the store sets; None for None.

    Only one on which something was decided has a field for it.
    """
    if annotation is None:
        return None
    fields = fields_of(annotation)
    del fields["rev"]
    if annotation.decision is None:
        del fields["decision"]
    return fields


def annotation_edit(article: str, before: Annotation | None, after: Annotation | None) -> Edit:
    """Build the edit that creates, changes or deletes an annotation; at most one of the two is None."""
    either = after or before
    assert either is not None  # noqa: S101 - checked by every caller
    former, fields = annotation_fields(before), annotation_fields(after)
    if former is not None and fields is not None and "decision" in former:
        fields.setdefault("decision", None)
    return Edit.between(article, ANNOTATIONS, document_id(either.id), former, fields)


# Tags and notes, wherever they are


class _Tagged(msgspec.Struct):
    """The tags of an article or an annotation. Its other fields are not parsed."""

    tags: tuple[str, ...] = ()


class _Noted(msgspec.Struct):
    """The note of an article or an annotation. Its other fields are not parsed."""

    note: str = ""


def tag_change_edits(
    article: str, record: Record, change: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> list[Edit]:
    """Build the edits that change the tags of an article and its annotations.

    :param change: maps the present tags of each to its new ones.
    :raises DamagedFile: the article or an annotation is not valid.
    """
    return [
        _field_edit(article, place, "tags", [*each.tags], [*after])
        for place, each in _article_and_annotations(record, _Tagged)
        if (after := change(each.tags)) != each.tags
    ]


def note_change_edits(article: str, record: Record, change: Callable[[str], str]) -> list[Edit]:
    """Build the edits that change the notes of an article and its annotations.

    :param change: maps each present note to the new one.
    :raises DamagedFile: the article or an annotation is not valid.
    """
    return [
        _field_edit(article, place, "note", each.note, after)
        for place, each in _article_and_annotations(record, _Noted)
        if (after := change(each.note)) != each.note
    ]


def _article_and_annotations(record: Record, fields: type[T]) -> Iterator[tuple[tuple[str, int], T]]:
    """Yield some fields of the article and of each annotation, with the table and the document ID of each."""
    with reporting_damage(record_label(record)):
        article = msgspec.convert(record.article, fields)
    with reporting_damage(annotation_label(record)):
        annotations = record.annotations.read_as(fields)
    yield (ARTICLE, THE_ONE), article
    for document, annotation in zip(record.annotations, annotations, strict=True):
        yield (ANNOTATIONS, document), annotation


def _field_edit(article: str, place: tuple[str, int], name: str, before: Json, after: Json) -> Edit:
    table, document = place
    return Edit(article=article, table=table, document=document, before={name: before}, after={name: after})


def new_tag_edits(store: DocumentStore, names: Iterable[str]) -> list[Edit]:
    """Build the edits that add to the codebook those names that are not in it."""
    wanted = dict.fromkeys(names)
    if wanted.keys() <= set(tag_names_of(store.table(CODEBOOK))):
        return []
    codebook = store.table(CODEBOOK)
    added = new_tags(tags_of(codebook).values(), wanted)
    return [
        Edit.between("", CODEBOOK, free_document_id(CODEBOOK, tag.name, codebook), None, fields_of(tag))
        for tag in added
    ]


def edited_field(store: DocumentStore, edit: Edit, name: str) -> Json | None:
    """Return a field of the document that an edit changes: as the edit has it, else as it is stored.

    :return: None if there is none.
    """
    for fields in (edit.before, edit.after):
        if fields and name in fields:
            return fields[name]
    return (store.document(edit.article, edit.table, edit.document) or {}).get(name)
