"""The orders in which articles can be listed."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class SortField(StrEnum):
    """What a list of articles is sorted by."""

    ADDED = "added"
    DATE = "date"
    TITLE = "title"
    SOURCE = "source"
    LENGTH = "length"
    NOTES = "notes"
    STATUS = "status"


class Order(msgspec.Struct, frozen=True):
    """An order of articles; those that are equal in it are in the order in which they were added, last first.

    Each field starts at its useful end: dates with the latest, lengths and numbers of annotations with the
    greatest, titles and sources with A (by pinyin), the status with unread. Articles without a date or a
    source come last, in the reversed order too.
    """

    field: SortField = SortField.ADDED
    is_reversed: bool = False

    def chosen(self, field: SortField) -> Order:
        """Return the order after a choice of a field: the present field again reverses the order."""
        return Order(field, not self.is_reversed) if field is self.field else Order(field)


ADDED_LAST_FIRST = Order()
"""The order of the list unless another one is chosen."""
