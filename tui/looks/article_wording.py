"""What the list of articles says of an article, and of the order that it is in."""

from __future__ import annotations

from store.model.article import Status
from store.model.listing.order import Order, SortField
from store.model.listing.rows import Row
from store.wording import counted

STATUS_NAMES = {Status.UNREAD: "Unread", Status.READING: "Reading", Status.READ: "Read"}
"""The names of the states."""

SORT_NAMES = {
    SortField.ADDED: "When it was added",
    SortField.DATE: "Date",
    SortField.TITLE: "Title, by pinyin",
    SortField.SOURCE: "Source, by pinyin",
    SortField.LENGTH: "Length",
    SortField.NOTES: "Number of notes",
    SortField.STATUS: "Status",
}
"""The fields in the choice of an order."""

ORDERS = {
    Order(SortField.ADDED): "added last first",
    Order(SortField.ADDED, is_reversed=True): "added first first",
    Order(SortField.DATE): "by date, newest first",
    Order(SortField.DATE, is_reversed=True): "by date, oldest first",
    Order(SortField.TITLE): "by title, A to Z",
    Order(SortField.TITLE, is_reversed=True): "by title, Z to A",
    Order(SortField.SOURCE): "by source, A to Z",
    Order(SortField.SOURCE, is_reversed=True): "by source, Z to A",
    Order(SortField.LENGTH): "longest first",
    Order(SortField.LENGTH, is_reversed=True): "shortest first",
    Order(SortField.NOTES): "most notes first",
    Order(SortField.NOTES, is_reversed=True): "fewest notes first",
    Order(SortField.STATUS): "unread first",
    Order(SortField.STATUS, is_reversed=True): "read first",
}
"""Each order, as the border of the list says it."""

COLUMN_NAMES = ("Title", "Source", "Date", "Length", "Notes", "Tags")
"""The heads of the columns of a wide list."""


def length(row: Row) -> str:
    """The length of an article in characters: ``1,914 chars``."""
    return counted(row.chars, "char", "chars")


def notes(row: Row) -> str:
    """How many annotations an article has: ``9 notes``; empty if it has none."""
    return counted(row.annotations, "note", "notes") if row.annotations else ""
