"""What the list of articles says of an article, and of the order that it is in."""

from __future__ import annotations

from store.language import lazy, ngettext
from store.language.amounts import amount
from store.model.article import BlockKind, Status
from store.model.listing.order import Order, SortField
from store.model.listing.rows import Row
from store.wording import counted

STATUS_NAMES = {
    Status.UNREAD: lazy("Unread", "state of an article"),
    Status.READING: lazy("Reading", "state of an article"),
    Status.READ: lazy("Read", "state of an article"),
}
"""The names of the states."""

MARKED_AS = {
    Status.UNREAD: lazy("Marked as unread"),
    Status.READING: lazy("Marked as reading"),
    Status.READ: lazy("Marked as read"),
}
"""What is said when the state of an article was changed."""

MARKED_SEVERAL_AS = {
    Status.UNREAD: lazy("Marked {articles} as unread"),
    Status.READING: lazy("Marked {articles} as reading"),
    Status.READ: lazy("Marked {articles} as read"),
}
"""What is said when the state of several articles was changed."""

BLOCK_NAMES = {
    BlockKind.TITLE: lazy("title", "kind of a paragraph"),
    BlockKind.KICKER: lazy("kicker", "kind of a paragraph"),
    BlockKind.SUBTITLE: lazy("subtitle", "kind of a paragraph"),
    BlockKind.COLUMN: lazy("column", "kind of a paragraph"),
    BlockKind.BYLINE: lazy("byline", "kind of a paragraph"),
    BlockKind.DATE: lazy("date", "kind of a paragraph"),
    BlockKind.HEADING: lazy("heading", "kind of a paragraph"),
    BlockKind.PARAGRAPH: lazy("paragraph", "kind of a paragraph"),
    BlockKind.CAPTION: lazy("caption", "kind of a paragraph"),
    BlockKind.CREDIT: lazy("credit", "kind of a paragraph"),
}
"""The kinds of paragraphs."""

SORT_NAMES = {
    SortField.ADDED: lazy("When it was added"),
    SortField.DATE: lazy("Date"),
    SortField.TITLE: lazy("Title, by pinyin"),
    SortField.SOURCE: lazy("Source, by pinyin"),
    SortField.LENGTH: lazy("Length"),
    SortField.NOTES: lazy("Number of notes"),
    SortField.STATUS: lazy("Status"),
}
"""The fields in the choice of an order."""

ORDERS = {
    Order(SortField.ADDED): lazy("added last first"),
    Order(SortField.ADDED, is_reversed=True): lazy("added first first"),
    Order(SortField.DATE): lazy("by date, newest first"),
    Order(SortField.DATE, is_reversed=True): lazy("by date, oldest first"),
    Order(SortField.TITLE): lazy("by title, A to Z"),
    Order(SortField.TITLE, is_reversed=True): lazy("by title, Z to A"),
    Order(SortField.SOURCE): lazy("by source, A to Z"),
    Order(SortField.SOURCE, is_reversed=True): lazy("by source, Z to A"),
    Order(SortField.LENGTH): lazy("longest first"),
    Order(SortField.LENGTH, is_reversed=True): lazy("shortest first"),
    Order(SortField.NOTES): lazy("most notes first"),
    Order(SortField.NOTES, is_reversed=True): lazy("fewest notes first"),
    Order(SortField.STATUS): lazy("unread first"),
    Order(SortField.STATUS, is_reversed=True): lazy("read first"),
}
"""Each order, as the border of the list says it."""

COLUMN_NAMES = (
    *(lazy("Title", "column"), lazy("Source", "column"), lazy("Date", "column")),
    *(lazy("Length", "column"), lazy("Notes", "column"), lazy("Tags", "column")),
)
"""The heads of the columns of a wide list."""


def length(row: Row) -> str:
    """The length of an article in characters: ``1,914 chars``."""
    return ngettext("{amount} char", "{amount} chars", row.chars, amount=amount(row.chars))


def notes(row: Row) -> str:
    """How many annotations an article has: ``9 notes``; empty if it has none."""
    return counted(row.annotations, "note", "notes") if row.annotations else ""
