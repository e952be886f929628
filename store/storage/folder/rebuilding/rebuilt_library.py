"""Rebuilds ``library.json``."""

from __future__ import annotations

from typing import cast

import msgspec

from store.model.edits import (
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    DISMISSALS,
    LIBRARY,
    LIBRARY_TABLES,
    MEMBERS,
    ROUNDS,
    SEARCHES,
    THE_ONE,
    WORDS,
    Fields,
)
from store.model.tables.assignment import Assignment
from store.model.tables.attribute import ArticleAttribute
from store.model.tables.coding_round import CodingRound
from store.model.tables.dismissal import Dismissal
from store.model.tables.member import Member
from store.model.tables.saved_search import SavedSearch
from store.model.tables.user_word import UserWord
from store.model.tag import Tag
from store.storage.folder.folder_store import SCHEMA
from store.storage.folder.rebuilding.document_lines import Documents, FoundDocument
from store.storage.folder.rebuilding.file_sources import FileSources, other_tables
from store.storage.folder.rebuilding.valid_fields import is_record, with_valid_fields
from store.storage.folder.tinydb_storage import Tables, encode

_RECORDS: dict[str, type[msgspec.Struct]] = {
    CODEBOOK: Tag,
    WORDS: UserWord,
    DISMISSALS: Dismissal,
    ATTRIBUTES: ArticleAttribute,
    SEARCHES: SavedSearch,
    MEMBERS: Member,
    ROUNDS: CodingRound,
    ASSIGNMENTS: Assignment,
}
"""What the documents of each table are."""


def rebuilt_library(sources: FileSources) -> bytes:
    """Return the content of ``library.json``."""
    found = sources.best()
    tables: Tables = {LIBRARY: {str(THE_ONE): _settings(found, sources)}}
    for table in _RECORDS:
        kept: dict[str, Fields] = {}
        keys: set[object] = set()
        ranked = sorted(found.values(), key=lambda each: each.rank, reverse=True)
        for document in [each for each in ranked if each.table == table]:
            fields = _best_entry(document, sources)
            if fields is not None and (key := _key(table, fields)) not in keys:
                keys.add(key)
                kept[str(document.id)] = fields
        order = [str(document) for each, document in found if each == table]
        if kept:
            tables[table] = {key: kept[key] for key in order if key in kept}
    return encode({**tables, **other_tables(found, LIBRARY_TABLES)})


def _settings(found: Documents, sources: FileSources) -> Fields:
    """Return the settings: the best ones with a schema version that this Pizhu knows."""
    own = found.get((LIBRARY, THE_ONE))
    for each in [*([own.fields] if own else []), *sources.alternatives(LIBRARY, THE_ONE)]:
        if isinstance(each.get("schema"), int) and 0 < cast("int", each["schema"]) <= SCHEMA:
            return each
    return {"schema": SCHEMA, "starters": True}


def _best_entry(document: FoundDocument, sources: FileSources) -> Fields | None:
    """Return the fields of an entry of one of :data:`_RECORDS`; None if nothing valid is left."""
    record = _RECORDS[document.table]
    for fields in (document.fields, *sources.alternatives(document.table, document.id)):
        if is_record(fields, record):
            return fields
    required = [field.name for field in msgspec.structs.fields(record) if field.required]
    plain = {name: document.fields[name] for name in required if name in document.fields}
    return with_valid_fields(plain, document.fields, record) if is_record(plain, record) else None


def _key(table: str, fields: Fields) -> object:
    """Return what only one document of a table may have."""
    if table in (CODEBOOK, ATTRIBUTES, WORDS):
        return fields["word" if table == WORDS else "name"]
    key: object = getattr(msgspec.convert(fields, _RECORDS[table]), "key")  # noqa: B009 - of these records
    return key
