"""Merging two versions of the documents of a library itself: codebook, attributes, words, searches, order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from store.chinese.folding import fold
from store.model.edits import (
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    DISMISSALS,
    LIBRARY,
    MEMBERS,
    ROUNDS,
    SEARCHES,
    WORDS,
    Fields,
)
from store.model.stable_ids import guid
from store.model.tables.assignment import assignment_key
from store.model.tables.member import member_key
from store.model.tables.saved_search import LONGEST_NAME, search_key
from store.storage.documents import document_id
from store.storage.three_way.documents import (
    Documents,
    FieldRules,
    Tables,
    field_conflicts,
    merge_documents,
    merge_fields,
)
from store.storage.three_way.merge_conflict import MergeConflict, Outcome, name_of
from store.storage.three_way.values import by_key, earlier, encoded, greater, joined, united

_RULES: Mapping[str, FieldRules] = {
    CODEBOOK: FieldRules({"aliases": united, "description": joined}, silent=frozenset({"aliases"})),
    ATTRIBUTES: FieldRules({"choices": united, "description": joined}, silent=frozenset({"choices"})),
    ROUNDS: FieldRules({"closed": earlier}, silent=frozenset({"closed"})),
    ASSIGNMENTS: FieldRules(
        {"done": earlier, "seen": earlier, "adjudicated": earlier},
        silent=frozenset({"done", "seen", "adjudicated"}),
    ),
    LIBRARY: FieldRules({"schema": greater, "tag_order": by_key(united)}, silent=frozenset({"tag_order"})),
}
"""How the fields of each table are merged; those of others take the value of one version."""

_KEYS: Mapping[str, Callable[[Fields], str]] = {
    CODEBOOK: lambda fields: str(fields.get("name")),
    ATTRIBUTES: lambda fields: str(fields.get("name")),
    WORDS: lambda fields: str(fields.get("word")),
    SEARCHES: lambda fields: search_key(str(fields.get("search"))),
    MEMBERS: lambda fields: member_key(str(fields.get("member"))),
    ROUNDS: lambda fields: str(fields.get("round")),
    ASSIGNMENTS: lambda fields: assignment_key(
        cast("int", fields.get("round", 0)), str(fields.get("article")), str(fields.get("coder"))
    ),
    DISMISSALS: lambda fields: "\n".join(
        (str(fields.get("article", "")), str(fields.get("words", "")), fold(str(fields.get("tag"))))
    ),
}
"""By table, what two documents share that are the same thing, whatever their IDs."""


class LibraryMerge(msgspec.Struct):
    """What two versions of the documents of a library became."""

    tables: Tables
    conflicts: list[MergeConflict]


def merge_library(base: Tables | None, ours: Tables, theirs: Tables) -> LibraryMerge:
    """Merge two versions of the documents of a library itself.

    Tags, words and others that both versions added under the same name become one, with the smaller ID.

    :param base: the version that both were made from; None if it is not known: nothing is deleted then.
    """
    if base is not None and base in (ours, theirs):
        return LibraryMerge(theirs if ours == base else ours, [])
    conflicts: list[MergeConflict] = []
    tables: Tables = {}
    for name in dict.fromkeys((*ours, *theirs)):
        before = None if base is None else base.get(name, {})
        tables[name] = _table(name, before, ours.get(name, {}), theirs.get(name, {}), conflicts)
    if CODEBOOK in tables:
        tables[CODEBOOK] = _with_each_key_once(tables[CODEBOOK], conflicts)
    return LibraryMerge(tables, conflicts)


def _table(
    table: str, base: Documents | None, ours: Documents, theirs: Documents, conflicts: list[MergeConflict]
) -> Documents:
    rules = _RULES.get(table, FieldRules())
    beside: Documents = {}

    def merge(document: int, was: Fields | None, mine: Fields, other: Fields) -> Fields:
        merged, differences = merge_fields(was, mine, other, rules)
        if table == SEARCHES and any(each.field == "query" for each in differences):
            second = _second_search(
                merged, *(each for each in (mine, other) if each["query"] != merged["query"])
            )
            beside[document_id(guid("search", str(document), str(second["query"])))] = second
            conflicts.append(MergeConflict(Outcome.BESIDE, table, document, name_of(merged)))
            return merged
        conflicts.extend(field_conflicts(table, document, merged, differences, rules))
        return merged

    def report(document: int, fields: Fields) -> None:
        conflicts.append(MergeConflict(Outcome.KEPT, table, document, name_of(fields)))

    merged = merge_documents(base, ours, theirs, merge, report)
    merged = _with_each_name_once(table, merged, merge)
    return {**merged, **{document: each for document, each in beside.items() if document not in merged}}


def _second_search(merged: Fields, other: Fields) -> Fields:
    """Return the other form of a saved search, under a name that its query makes unlike others."""
    mark = guid("search", str(other["query"]))[:4]
    name = f"{str(merged['search'])[: LONGEST_NAME - 5]} {mark}"
    return {**other, "search": name}


def _with_each_name_once(
    table: str,
    documents: Documents,
    merge: Callable[[int, Fields | None, Fields, Fields], Fields],
) -> Documents:
    """Return the documents of a table, those of the same name merged into the one with the smallest ID."""
    key_of = _KEYS.get(table)
    if key_of is None:
        return documents
    by_name: dict[str, list[int]] = defaultdict(list)
    for document, fields in documents.items():
        by_name[key_of(fields)].append(document)
    merged = dict(documents)
    for first, *others in map(sorted, by_name.values()):
        for other in others:
            merged[first] = merge(first, None, merged[first], merged.pop(other))
    return merged


def _with_each_key_once(codebook: Documents, conflicts: list[MergeConflict]) -> Documents:
    """Return the tags with each digit pinned to one of them, the first by name."""
    taken: dict[str, Fields] = {}
    found = dict(codebook)
    for document, fields in sorted(codebook.items(), key=lambda item: (name_of(item[1]), encoded(item[1]))):
        key = str(fields.get("key") or "")
        if key in taken:
            found[document] = {**fields, "key": ""}
            conflicts.append(
                MergeConflict(
                    Outcome.CHOSEN, CODEBOOK, document, key, "key", name_of(taken[key]), name_of(fields)
                )
            )
        elif key:
            taken[key] = fields
    return found
