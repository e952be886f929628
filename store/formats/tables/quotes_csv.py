"""Quotes as CSV: one row per annotation, with its article, tags and note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.tables.csv_cells import BOM, csv_row
from store.formats.tables.rows import QUOTE_COLUMNS, in_text_order, quote_row


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the annotations of a selection."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    yield BOM + csv_row(QUOTE_COLUMNS)
    for article, selected in selection:
        yield "".join(csv_row(quote_row(article, annotation)) for annotation in in_text_order(selected))
