"""Quotes as CSV: one row per annotation, with its tags, its note, and what its article is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.tables.csv_cells import BOM, csv_row
from store.formats.tables.rows import (
    QUOTE_COLUMNS,
    attribute_cells,
    in_text_order,
    quote_row,
)


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the annotations of a selection."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    attributes = selection.library.attributes.all()
    yield BOM + csv_row([*QUOTE_COLUMNS, *(each.name for each in attributes)])
    for article, selected in selection:
        values = attribute_cells(article, attributes)
        yield "".join(
            csv_row([*quote_row(article, annotation), *values]) for annotation in in_text_order(selected)
        )
