"""The fields that an article would have after an import, for a person to check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from msgspec.structs import replace

from store.library.corrections import Value, typed_fields, with_fields
from store.library.ingest import Outcome
from store.model.article import CORRECTABLE, Article, Draft
from store.model.edits import ARTICLE, Edit
from store.model.tables.attribute import ArticleAttribute


class StoredFields(NamedTuple):
    """What adding an article would do to its fields."""

    outcome: Outcome
    fields: dict[str, str]
    """The fields and attributes that it would have then, as somebody types them: what was corrected before
    stays."""
    present: dict[str, str] | None = None
    """The fields that it has now, if it is in the library."""
    refused: tuple[str, ...] = ()
    """Why values of attributes would be left out: a sentence each."""


def fields_of_new(draft: Draft, attributes: Sequence[ArticleAttribute]) -> StoredFields:
    """Return the fields of an article that would be added.

    :param attributes: those of the library.
    """
    from store.library.attributes.attributes import accepted

    taken, refused = accepted(attributes, draft.attributes)
    fields = typed_fields(replace(draft, attributes=taken), [each.name for each in attributes])
    return StoredFields(Outcome.ADDED, fields, refused=tuple(refused))


def fields_after(
    outcome: Outcome, now: Article, edits: list[Edit], attributes: Sequence[ArticleAttribute]
) -> StoredFields:
    """Return the fields of an article of the library after the edits.

    :param attributes: those of the library.
    """
    names = [each.name for each in attributes]
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
    after = with_fields(now, values)
    if "attributes" in changed:
        after = replace(after, attributes=cast("dict[str, str]", changed["attributes"]))
    return StoredFields(outcome, typed_fields(after, names), typed_fields(now, names))
