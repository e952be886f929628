"""Edits: changes to documents, as data.

Every change to a library consists of edits. The document store applies them, and the undo log records them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec

from store.model.article import is_article_id

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"  # untranslated: a type
Fields: TypeAlias = dict[str, Json]
"""The fields of a document, or the fields that an edit changes."""

ARTICLE = "article"
ANNOTATIONS = "annotations"
CODEBOOK = "codebook"
LIBRARY = "library"
WORDS = "words"
DISMISSALS = "dismissals"
ATTRIBUTES = "attributes"
SEARCHES = "searches"
MEMBERS = "members"
ROUNDS = "rounds"
ASSIGNMENTS = "assignments"
TEXT = "text"
"""The table names. The text is not stored in a TinyDB, but edits treat it as a table with one document."""

ARTICLE_TABLES = (ANNOTATIONS, ARTICLE)
"""The tables of the documents of an article."""

LIBRARY_TABLES = (
    ATTRIBUTES, CODEBOOK, WORDS, DISMISSALS, SEARCHES, MEMBERS, ROUNDS, ASSIGNMENTS, LIBRARY,
)  # fmt: skip
"""The tables of the documents of a library itself."""

THE_ONE = 1
"""The document ID in a table with a single document."""

IDENTITY = THE_ONE + 2
"""The document beside the settings that tells a library on a server from others, however it is called.

It has one field, ``identity``: random hexadecimal digits, which a copy does not get.
"""

STATUS, READING = "status", "reading"

SEEN = "seen"
"""The field of an assignment that says when its coder could first see what others had marked."""

READING_FIELDS = frozenset({"position", STATUS})
"""The fields of an article that say how far it was read."""

_CHANGED_BY_READING = frozenset({"rev", SEEN}) | READING_FIELDS
"""Fields that change during reading and when others' work is shown. They never cause a conflict on undo."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One change to one document: its fields before and after.

    ``None`` stands for a document that does not exist. If it exists before and after, only the fields that
    differ are listed, so that an edit can be undone although other fields have changed since.
    """

    article: str
    """The article's ID; empty for ``library.json``."""
    table: str
    document: int
    before: Fields | None
    after: Fields | None

    @classmethod
    def between(
        cls, article: str, table: str, document: int, before: Fields | None, after: Fields | None
    ) -> Edit:
        """Return the edit from ``before`` to ``after``, both complete documents."""
        if before is not None and after is not None:
            changed = [name for name in after if name not in before or before[name] != after[name]]
            before = {name: before.get(name) for name in changed}
            after = {name: after[name] for name in changed}
        return cls(article=article, table=table, document=document, before=before, after=after)

    @property
    def target(self) -> tuple[str, str, int]:
        """The changed document: article, table, document ID."""
        return self.article, self.table, self.document

    def inverse(self) -> Edit:
        """Return the edit that undoes this one."""
        return msgspec.structs.replace(self, before=self.after, after=self.before)

    def combined_with(self, later: Edit) -> Edit:
        """Return one edit that combines this one with a later one of the same document."""
        before, after = self.before, later.after
        if before is not None and later.before is not None:
            before = {**later.before, **before}
        if after is not None and self.after is not None:
            after = {**self.after, **after}
        return msgspec.structs.replace(self, before=before, after=after)


def read_edits(data: bytes | msgspec.Raw) -> list[Edit]:
    """Decode edits from JSON.

    :raises ValueError: when the data is not a list of edits of articles' or the library's documents.
    """
    try:
        edits = [Edit(**each) for each in msgspec.json.decode(data, type=list[dict[str, Any]])]
    except TypeError as error:
        raise ValueError(str(error)) from error
    if not all(_is_valid(msgspec.structs.asdict(edit)) for edit in edits):
        raise ValueError("not an edit of a document")  # untranslated: nobody sees it
    return edits


def _is_valid(edit: dict[str, Any]) -> bool:
    """Whether the fields of an edit have the right types. Its article becomes part of a path."""
    article, states = edit["article"], [edit["before"], edit["after"]]
    return (
        isinstance(article, str)
        and (not article or is_article_id(article))
        and isinstance(edit["table"], str)
        and isinstance(edit["document"], int)
        and all(state is None or isinstance(state, dict) for state in states)
        and (edit["table"] != TEXT or all(not each or isinstance(each.get(TEXT), str) for each in states))
    )


def fields_of(record: object) -> Fields:
    """Convert a record, or a mapping of its fields, to JSON types: enums become strings, tuples lists."""
    fields: Fields = msgspec.json.decode(msgspec.json.encode(record))
    return fields


def compose(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Combine the edits of each document into one, and drop those that change nothing."""
    composed: dict[tuple[str, str, int], Edit] = {}
    for edit in edits:
        former = composed.get(edit.target)
        composed[edit.target] = edit if former is None else former.combined_with(edit)
    return tuple(edit for edit in composed.values() if edit.before != edit.after)


def lasting(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits of a step without what neither its undo nor its redo changes.

    That is when a coder could first see what others had marked: what was seen stays seen.
    """
    found = (_without_what_was_seen(edit) if edit.table == ASSIGNMENTS else edit for edit in edits)
    return tuple(edit for edit in found if edit.before != edit.after)


def _without_what_was_seen(edit: Edit) -> Edit:
    if edit.before is None or edit.after is None:
        return edit
    return msgspec.structs.replace(
        edit,
        before={name: value for name, value in edit.before.items() if name != SEEN},
        after={name: value for name, value in edit.after.items() if name != SEEN},
    )


def by_article(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Group the edits by article ID, in the given order. Edits of ``library.json`` have an empty ID."""
    groups: dict[str, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.article, []).append(edit)
    return groups


def matches_before(current: Fields | None, edit: Edit) -> bool:
    """Whether a document still matches the edit's ``before`` fields."""
    if current is None or edit.before is None:
        return current is None and edit.before is None
    ignored = _CHANGED_BY_READING if edit.after is None else _CHANGED_BY_READING - {STATUS}
    differing = {name for name, value in edit.before.items() if current.get(name) != value} - ignored
    return not differing or (differing == {STATUS} and current.get(STATUS) == READING)
