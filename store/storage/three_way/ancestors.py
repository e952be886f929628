"""What two versions were made from, as far as the journal tells.

Where a program has copied a file, nobody has kept the version that both were made from. But the journal tells
which documents were deleted, and which values were replaced: a version with such a value is the older one.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.model.edits import Edit, Fields, Json
from store.storage.three_way.documents import Tables


class _Past(msgspec.Struct):
    """What the journal knows of a document."""

    removed: Fields | None = None
    """The fields that it had when it was deleted; None if it was not, or is there again."""
    replaced: dict[str, list[Json]] = msgspec.field(default_factory=dict)
    """By field, the values that were replaced, in order."""
    latest: Fields = msgspec.field(default_factory=dict)
    """By field, the value that was written last."""

    def follow(self, edit: Edit) -> None:
        """Take what an edit tells."""
        if edit.after is None:
            self.removed = edit.before
            return
        self.removed = None
        for name, value in (edit.before or {}).items():
            self.replaced.setdefault(name, []).append(value)
        self.latest.update(edit.after)


def ancestor(edits: Iterable[Edit], ours: Tables, theirs: Tables) -> Tables:
    """Return the version that two versions were made from, as far as edits of the past tell.

    A document is in it that was deleted, and a value that was replaced; nothing else that differs.
    """
    past: dict[tuple[str, int], _Past] = {}
    for edit in edits:
        past.setdefault((edit.table, edit.document), _Past()).follow(edit)
    found: Tables = {}
    for table in dict.fromkeys((*ours, *theirs)):
        mine, other = ours.get(table, {}), theirs.get(table, {})
        found[table] = {}
        for document in dict.fromkeys((*mine, *other)):
            known = past.get((table, document), _Past())
            if document in mine and document in other:
                found[table][document] = _former_fields(known, mine[document], other[document])
            elif known.removed is not None:
                found[table][document] = known.removed
    return found


def _former_fields(past: _Past, ours: Fields, theirs: Fields) -> Fields:
    """Return the fields that two versions share, and of the others the older value if it is known."""
    former: Fields = {}
    for name in ours.keys() & theirs.keys():
        mine, other = ours[name], theirs[name]
        replaced = past.replaced.get(name, ())
        is_older = mine in replaced and (other not in replaced or past.latest.get(name) == other)
        if mine == other or is_older:
            former[name] = mine
        elif other in replaced and (mine not in replaced or past.latest.get(name) == mine):
            former[name] = other
    return former
