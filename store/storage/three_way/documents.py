"""Merging the documents of a table: by their IDs, then field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

import msgspec

from store.model.edits import Fields, Json
from store.storage.three_way.merge_conflict import MergeConflict, Outcome, name_of, printed
from store.storage.three_way.values import (
    ABSENT,
    Chooser,
    Value,
    either,
    either_by_key,
    greater,
    joined,
    kept_value,
)

REVISION = "rev"
"""The field that counts the writes of a document. That it differs alone is no difference."""

Documents: TypeAlias = dict[int, Fields]
"""The documents of a table by ID."""

Tables: TypeAlias = dict[str, Documents]
"""The tables of a file by name."""

DocumentMerge: TypeAlias = Callable[["Fields | None", Fields, Fields], "list[Fields]"]
"""Merges a document that both versions changed; returns it, and a second one if both forms are kept."""


class FieldRules(NamedTuple):
    """How the fields of the documents of one table are merged when both versions changed them."""

    choosers: Mapping[str, Chooser] = {}
    """By field; one that is not named here takes the value of one version."""
    silent: frozenset[str] = frozenset()
    """Fields that differ without being a conflict: they are derived, or say where somebody reads."""
    rest: Chooser = either_by_key


def merge_documents(
    base: Documents | None,
    ours: Documents,
    theirs: Documents,
    merge: Callable[[int, Fields | None, Fields, Fields], Fields],
    report: Callable[[int, Fields], None],
) -> Documents:
    """Merge the documents of one table by their IDs.

    A document that one version added is kept. One that a version deleted is deleted if the other one left
    it as it was, else kept.

    :param base: the documents that both were made from; None if they are not known: nothing is deleted then.
    :param merge: merges a document that is in both and differs, given its ID, base, ours and theirs.
    :param report: called with a document that was deleted in one version and changed in the other.
    """
    before = base or {}
    found: Documents = {}
    for document in dict.fromkeys((*ours, *theirs)):
        mine, other, was = ours.get(document), theirs.get(document), before.get(document)
        if mine is None or other is None:
            present = mine if mine is not None else other
            if present is None or (was is not None and is_same(present, was)):
                continue
            if was is not None:
                report(document, present)
            found[document] = present
        elif was is not None and is_same(mine, was):
            found[document] = _of_later_revision(other, mine)
        elif is_same(mine, other) or (was is not None and is_same(other, was)):
            found[document] = _of_later_revision(mine, other)
        else:
            found[document] = merge(document, was, mine, other)
    return found


def is_same(one: Fields, other: Fields) -> bool:
    """Whether two documents are the same, revisions aside."""
    return one == other or _without_revision(one) == _without_revision(other)


def _without_revision(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name != REVISION}


def _of_later_revision(kept: Fields, other: Fields) -> Fields:
    """Return a document with the higher of two revisions."""
    highest = greater(ABSENT, kept.get(REVISION, ABSENT), other.get(REVISION, ABSENT))
    if highest is ABSENT or kept.get(REVISION) == highest:
        return kept
    return {**kept, REVISION: _json(highest)}


def with_next_revision(merged: Fields, ours: Fields, theirs: Fields) -> Fields:
    """Return a merged document with its revision: a new one if it is neither of the two."""
    highest = greater(ABSENT, ours.get(REVISION, ABSENT), theirs.get(REVISION, ABSENT))
    if not isinstance(highest, int):
        return merged
    is_one = is_same(merged, ours) or is_same(merged, theirs)
    return {**merged, REVISION: highest if is_one else highest + 1}


class Difference(NamedTuple):
    """A field that both versions changed differently."""

    field: str
    ours: Value
    theirs: Value
    merged: Value


def merge_fields(
    base: Fields | None, ours: Fields, theirs: Fields, rules: FieldRules
) -> tuple[Fields, list[Difference]]:
    """Merge a document field by field; return it, and the fields of which a value was not kept as it was."""
    before = base or {}
    merged: Fields = {}
    differences: list[Difference] = []
    for name in dict.fromkeys((*ours, *theirs)):
        if name == REVISION:
            continue
        chooser = rules.choosers.get(name, rules.rest)
        value = kept_value(before, ours, theirs, name, chooser)
        mine, other = ours.get(name, ABSENT), theirs.get(name, ABSENT)
        was = before.get(name, ABSENT)
        if mine != other and was not in (mine, other) and name not in rules.silent:
            differences.append(Difference(name, mine, other, value))
        if not isinstance(value, msgspec.UnsetType):
            merged[name] = value
    if REVISION in ours:
        merged[REVISION] = ours[REVISION]
    return with_next_revision(merged, ours, theirs), differences


def field_conflicts(
    table: str, document: int, merged: Fields, differences: Iterable[Difference], rules: FieldRules
) -> list[MergeConflict]:
    """Return the conflicts of fields: values that were joined, and values that one version lost."""
    found = []
    for field, ours, theirs, value in differences:
        chooser = rules.choosers.get(field, rules.rest)
        if chooser is joined and value not in (ours, theirs):
            found.append(MergeConflict(Outcome.JOINED, table, document, name_of(merged), field))
        elif (
            chooser in (either, either_by_key)
            and ABSENT not in (ours, theirs)
            and not isinstance(value, dict)
        ):
            other = theirs if value == ours else ours
            found.append(
                MergeConflict(
                    Outcome.CHOSEN,
                    table,
                    document,
                    name_of(merged),
                    field,
                    kept=printed(_json(value)),
                    other=printed(_json(other)),
                )
            )
    return found


def _json(value: Value) -> Json:
    return None if isinstance(value, msgspec.UnsetType) else value
