"""What two versions of a document changed differently, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from store.language import Lazy, _, lazy
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    DISMISSALS,
    LIBRARY,
    MEMBERS,
    ROUNDS,
    SEARCHES,
    TEXT,
    WORDS,
    Fields,
    Json,
)
from store.model.labels import cut
from store.model.metadata.field_names import FIELD_NAMES


class Outcome(StrEnum):
    """What became of something that both versions changed. The values are part of JSON output."""

    BESIDE = "beside"
    """Both are kept, as two documents."""
    JOINED = "joined"
    """Both are kept, in one note or description."""
    CHOSEN = "chosen"
    """One of the two values is kept; the conflict names the other one."""
    KEPT = "kept"
    """One version deleted the document and the other one changed it: it is kept."""
    ORPHANED = "orphaned"
    """An annotation was made in a text that is not at hand: it is kept without a place."""


class MergeConflict(msgspec.Struct, frozen=True):
    """One thing that both versions changed differently."""

    outcome: Outcome
    table: str
    document: int
    name: str = ""
    """What the document is called: a tag, the words of an annotation."""
    field: str = ""
    kept: str = ""
    """The value that was kept, if one was chosen."""
    other: str = ""
    """The value that was not."""

    def sentence(self, where: str) -> str:
        """Return a sentence for users.

        :param where: what the document is in: the title of an article, the name of a file.
        """
        values = {
            "where": where,
            "what": _NAMES.get(self.table, self.table),
            "name": cut(self.name),
            "field": field_name(self.field),
            "kept": cut(self.kept),
            "other": cut(self.other),
        }
        if self.table == TEXT:
            return _TWO_TEXTS.format(**values)
        return _SENTENCES[self.outcome].format(**values)


_SENTENCES = {
    Outcome.BESIDE: lazy("{where}: {what} “{name}” was changed in both versions: both are kept."),
    Outcome.JOINED: lazy("{where}: the {field} of {what} “{name}” differs in both versions: it has both."),
    Outcome.CHOSEN: lazy(
        "{where}: {field} of {what} “{name}” differs in both versions: {kept} was kept, not {other}."
    ),
    Outcome.KEPT: lazy(
        "{where}: {what} “{name}” was deleted in one version and changed in the other: it is kept."
    ),
    Outcome.ORPHANED: lazy(
        "{where}: the annotation on “{name}” was made in another text: it is kept without its place."
    ),
}

_TWO_TEXTS = lazy(
    "{where}: both versions have another text: the one with the digest {kept} was kept, not {other}."
)

_FIELDS = {
    "note": lazy("note", "merged"),
    "description": lazy("description", "merged"),
    "colour": lazy("colour", "merged"),
    "key": lazy("digit", "merged"),
    "kind": lazy("kind", "merged"),
    "name": lazy("name", "merged"),
    "same_as": lazy("identity", "merged"),
    "frequency": lazy("frequency", "merged"),
    "blocks": lazy("kinds of paragraphs", "merged"),
    "tags": lazy("tags", "merged"),
    "starred": lazy("star", "merged"),
    "attributes": lazy("attributes", "merged"),
}
"""The names of fields that have no name in :data:`FIELD_NAMES`."""

_NAMES = {
    ANNOTATIONS: lazy("the annotation on", "merged"),
    ARTICLE: lazy("the article", "merged"),
    TEXT: lazy("the text", "merged"),
    LIBRARY: lazy("the settings", "merged"),
    CODEBOOK: lazy("the tag", "merged"),
    WORDS: lazy("the word", "merged"),
    DISMISSALS: lazy("the dismissed suggestion", "merged"),
    ATTRIBUTES: lazy("the attribute", "merged"),
    SEARCHES: lazy("the saved search", "merged"),
    MEMBERS: lazy("the member", "merged"),
    ROUNDS: lazy("the round", "merged"),
    ASSIGNMENTS: lazy("the assignment to", "merged"),
}


def field_name(field: str) -> Lazy | str:
    """Return what a field of a document is called in sentences."""
    return _FIELDS.get(field) or FIELD_NAMES.get(field) or field


def called(table: str, name: str = "") -> str:
    """Return what a document is called in sentences: ``the tag “X”``.

    :param name: its name; empty if it has none.
    """
    what = _NAMES.get(table, table)
    return _("{what} “{name}”", what=what, name=name) if name else str(what)


def name_of(fields: Fields) -> str:
    """Return what a document is called, for people."""
    return str(next((fields[each] for each in _NAMED if fields.get(each)), ""))


_NAMED = ("exact", "title", "name", "word", "search", "tag", "member", "coder", "round")


def printed(value: Json) -> str:
    """Return a value as a conflict shows it."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def sentences(conflicts: Iterable[MergeConflict], where: str) -> list[str]:
    """Return the sentences of conflicts in one place, without repeats."""
    return list(dict.fromkeys(each.sentence(where) for each in conflicts))
