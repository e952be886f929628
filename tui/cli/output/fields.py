"""The names of the fields of an article, and their values, as commands print them in words."""

from __future__ import annotations

from store.language import _, lazy
from store.model.article import BlockKind, Status

FIELDS = {
    "title": lazy("title", "field"),
    "kicker": lazy("kicker", "field"),
    "subtitle": lazy("subtitle", "field"),
    "column": lazy("column", "field"),
    "authors": lazy("authors", "field"),
    "date": lazy("date", "field"),
    "source": lazy("source", "field"),
    "url": lazy("url", "field"),
    "tags": lazy("tags", "field"),
    "text": lazy("text", "field"),
    "status": lazy("status", "field"),
    "starred": lazy("starred", "field"),
    "kind": lazy("kind", "field"),
    "note": lazy("note", "field"),
    "removed": lazy("removed", "field"),
}
"""The fields by their names in JSON."""

STATUSES = {
    Status.UNREAD: lazy("unread", "state of an article"),
    Status.READING: lazy("reading", "state of an article"),
    Status.READ: lazy("read", "state of an article"),
}

KINDS = {
    BlockKind.TITLE: lazy("title", "field"),
    BlockKind.KICKER: lazy("kicker", "field"),
    BlockKind.SUBTITLE: lazy("subtitle", "field"),
    BlockKind.COLUMN: lazy("column", "field"),
    BlockKind.BYLINE: lazy("byline", "kind of a paragraph"),
    BlockKind.DATE: lazy("date", "field"),
    BlockKind.HEADING: lazy("heading", "kind of a paragraph"),
    BlockKind.PARAGRAPH: lazy("paragraph", "kind of a paragraph"),
    BlockKind.CAPTION: lazy("caption", "kind of a paragraph"),
    BlockKind.CREDIT: lazy("credit", "kind of a paragraph"),
}


def name_of_field(field: str) -> str:
    """Return the name of a field."""
    return str(FIELDS[field]) if field in FIELDS else field


def value_of_field(field: str, value: str | bool) -> str:
    """Return the value of a field in words: the state of an article, the kind of a paragraph, yes or no."""
    if isinstance(value, bool):
        return str(lazy("yes", "field") if value else lazy("no", "field"))
    if field == "status":
        return str(STATUSES[Status(value)])
    return str(KINDS[BlockKind(value)]) if field == "kind" else value


def field_and_value(field: str, value: str) -> str:
    """Return a field with its value: ``date: 2020-03-18``."""
    return _("{name}: {value}", name=name_of_field(field), value=value)


def padded(label: str, width: int) -> str:
    """Return a label with spaces up to a width in cells."""
    from rich.cells import cell_len

    return label + " " * (width - cell_len(label))
