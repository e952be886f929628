"""The fields that an article would have after an import, for a person to check."""

from __future__ import annotations

from typing import NamedTuple, cast

from store.library.corrections import Value, typed_fields, with_fields
from store.library.ingest import Outcome
from store.model.article import CORRECTABLE, Article, Draft
from store.model.edits import ARTICLE, Edit


class StoredFields(NamedTuple):
    """What adding an article would do to its fields."""

    outcome: Outcome
    fields: dict[str, str]
    """The fields that it would have then, as somebody types them: what was corrected before stays."""
    present: dict[str, str] | None = None
    """The fields that it has now, if it is in the library."""


def fields_of_new(draft: Draft) -> StoredFields:
    """Return the fields of an article that would be added."""
    return StoredFields(Outcome.ADDED, typed_fields(draft))


def fields_after(outcome: Outcome, now: Article, edits: list[Edit]) -> StoredFields:
    """Return the fields of an article of the library after the edits."""
    changed = {
        name: value
        for edit in edits
        if (edit.article, edit.table) == (now.id, ARTICLE)
        for name, value in (edit.after or {}).items()
    }
    values = {
        name: cast("Value", tuple(value) if isinstance(value, list) else value)
        for name, value in changed.items()
        if name in CORRECTABLE
    }
    return StoredFields(outcome, typed_fields(with_fields(now, values)), typed_fields(now))
