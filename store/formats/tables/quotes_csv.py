"""Quotes as CSV: one row a quote, with its article, tags and note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting import write_text
from store.exporting.selection import Selection
from store.formats.tables.csv_cells import BOM, csv_row
from store.formats.tables.rows import QUOTES, in_order, quote_row


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the quotes of a selection."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    yield BOM + csv_row(QUOTES)
    for article, marks in selection:
        yield "".join(csv_row(quote_row(article, mark)) for mark in in_order(marks))
