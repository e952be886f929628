"""From what a store has to versions that can be merged, and from what they became to edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    CODEBOOK,
    LIBRARY,
    LIBRARY_TABLES,
    THE_ONE,
    Edit,
    Fields,
    fields_of,
)
from store.model.new_annotations import new_tags
from store.model.tag import Tag
from store.storage.document_store import DocumentStore, Record
from store.storage.documents import free_document_id
from store.storage.three_way.documents import REVISION, Documents, Tables, is_same


def stored_article(record: Record) -> Tables:
    """Return an article of a store as a version."""
    annotations = {document: dict(fields) for document, fields in record.annotations.items()}
    return {ARTICLE: {THE_ONE: record.article}, ANNOTATIONS: annotations}


def stored_library(store: DocumentStore, names: Iterable[str] = ()) -> Tables:
    """Return the documents of a library itself as a version.

    :param names: tables that are wanted too.
    """
    tables: Tables = {LIBRARY: {THE_ONE: store.settings()}}
    for name in dict.fromkeys((*LIBRARY_TABLES, *names)):
        if name != LIBRARY:
            tables[name] = {document: dict(fields) for document, fields in store.table(name).items()}
    return tables


def edits_to(article: str, before: Tables, after: Tables) -> list[Edit]:
    """Build the edits that make one version of documents of another; the store sets the revisions.

    :param article: the ID of the article; empty for the library itself.
    """
    return [
        Edit.between(article, table, document, _unrevised(was), _unrevised(becomes))
        for table in dict.fromkeys((*before, *after))
        for document, was, becomes in _pairs(before.get(table, {}), after.get(table, {}))
        if was is None or becomes is None or not is_same(was, becomes)
    ]


def _pairs(before: Documents, after: Documents) -> Iterator[tuple[int, Fields | None, Fields | None]]:
    for document in dict.fromkeys((*before, *after)):
        yield document, before.get(document), after.get(document)


def _unrevised(fields: Fields | None) -> Fields | None:
    return fields and {name: value for name, value in fields.items() if name != REVISION}


def tags_in(tables: Tables) -> set[str]:
    """Return the names of the tags that an article and its annotations have."""
    every = (fields for table in (ARTICLE, ANNOTATIONS) for fields in tables.get(table, {}).values())
    lists = (fields.get("tags") for fields in every)
    return {str(name) for names in lists if isinstance(names, list) for name in names}


def added_tag_edits(codebook: Documents, names: Iterable[str]) -> list[Edit]:
    """Build the edits that add to a codebook those names that are not in it."""
    tags = _tags(codebook)
    missing = sorted(set(names) - {tag.name for tag in tags.values()})
    if not missing:
        return []
    return [
        Edit.between("", CODEBOOK, free_document_id(CODEBOOK, tag.name, codebook), None, fields_of(tag))
        for tag in new_tags(tags.values(), missing)
    ]


def _tags(codebook: Mapping[int, Fields]) -> dict[int, Tag]:
    return {document: msgspec.convert(fields, Tag) for document, fields in codebook.items()}
