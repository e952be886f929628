"""The orders of a list, as ORDER BY clauses over the facts of articles: see :class:`.facts.Facts`."""

from __future__ import annotations

from collections.abc import Iterator

from store.model.listing.order import Order, SortField

_ORDERS = {
    SortField.ADDED: "",
    SortField.DATE: "date DESC",
    SortField.TITLE: "title_key",
    SortField.SOURCE: "source_key",
    SortField.LENGTH: "chars DESC",
    SortField.NOTES: "marks DESC",
    SortField.STATUS: "status DESC",  # unread, reading, read
}
"""By field, the column that comes before ``added`` in its index."""

_MAY_BE_EMPTY = {SortField.DATE: "date", SortField.SOURCE: "source_key"}
"""Columns whose empty values come last in either direction."""


def ordered_parts(order: Order) -> Iterator[tuple[str, str]]:
    """Yield the parts of the list, one after the other: the condition and the order of each."""
    first = _ORDERS[order.field]
    forwards = ", ".join(filter(None, (first, "added DESC", "id")))
    empty = _MAY_BE_EMPTY.get(order.field)
    if not order.is_reversed:
        by = forwards
    else:
        turned = {"DESC": "", "": " DESC"}
        names = [each.partition(" ") for each in forwards.split(", ")]
        by = ", ".join(f"{name}{turned[direction]}" for name, _, direction in names)
    if empty is None:
        yield "TRUE", by
    else:
        yield f"{empty} != ''", by
        yield f"{empty} = ''", "added DESC, id"
