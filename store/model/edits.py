"""Changes of documents, as data: what a document had, and what it has.

Every change to a library is made of these: `disk` writes them, `history` keeps them to turn them round.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Fields: TypeAlias = dict[str, Json]
"""A document, or the part of one that a change concerns."""

ARTICLE = "article"
ANNOTATIONS = "annotations"
CODEBOOK = "codebook"
LIBRARY = "library"
WORDS = "words"
DISMISSALS = "dismissals"
TEXT = "text"
"""Tables. The text is not in a TinyDB, but is changed, undone and redone as a one-document table is."""

THE_ONE = 1
"""The document id in a table that holds one document."""

STATUS, READING = "status", "reading"

UNNOTICED = frozenset({"rev", "position", STATUS})
"""Fields that change by reading on: they never make an undo a conflict."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One change to one document: which fields it had, and which it has.

    ``None`` stands for a document that does not exist. Of one that exists before and after only the
    fields that differ are named, so that an edit can be taken back although others have changed since.
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
        """The edit that makes ``after`` of ``before``, both whole documents."""
        if before is not None and after is not None:
            changed = [name for name in after if name not in before or before[name] != after[name]]
            before = {name: before.get(name) for name in changed}
            after = {name: after[name] for name in changed}
        return cls(article=article, table=table, document=document, before=before, after=after)

    @property
    def concerns(self) -> tuple[str, str, int]:
        """Which document it changes."""
        return self.article, self.table, self.document

    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return msgspec.structs.replace(self, before=self.after, after=self.before)

    def then(self, later: Edit) -> Edit:
        """This edit and a later one of the same document, as one."""
        before, after = self.before, later.after
        if before is not None and later.before is not None:
            before = {**later.before, **before}
        if after is not None and self.after is not None:
            after = {**self.after, **after}
        return msgspec.structs.replace(self, before=before, after=after)


def read_edits(data: bytes | msgspec.Raw) -> list[Edit]:
    """Edits from JSON.

    :raises ValueError: they are not edits.
    """
    try:
        return [Edit(**each) for each in msgspec.json.decode(data, type=list[dict[str, Any]])]
    except TypeError as error:
        raise ValueError(str(error)) from error


def fields_of(record: object) -> Fields:
    """A record, or a mapping of its fields, as JSON has it: enums are strings, and tuples lists."""
    fields: Fields = msgspec.json.decode(msgspec.json.encode(record))
    return fields


def compose(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The same change with one edit a document, without those that change nothing."""
    composed: dict[tuple[str, str, int], Edit] = {}
    for edit in edits:
        former = composed.get(edit.concerns)
        composed[edit.concerns] = edit if former is None else former.then(edit)
    return tuple(edit for edit in composed.values() if edit.before != edit.after)


def by_article(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """The edits of each article, in the order given; those of ``library.json`` under the empty ID."""
    groups: dict[str, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.article, []).append(edit)
    return groups


def matches_before(current: Fields | None, edit: Edit) -> bool:
    """Whether a document is what an edit starts from, in the fields that it concerns."""
    if current is None or edit.before is None:
        return current is None and edit.before is None
    unnoticed = UNNOTICED if edit.after is None else UNNOTICED - {STATUS}
    differing = {name for name, value in edit.before.items() if current.get(name) != value} - unnoticed
    return not differing or (differing == {STATUS} and current.get(STATUS) == READING)
