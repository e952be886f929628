"""Tables of results as CSV, as exports write it: see :mod:`store.formats.tables.csv_cells`."""

from __future__ import annotations

from collections.abc import Iterator

from store.formats.results.result_table import ResultTable, Value
from store.formats.tables.csv_cells import BOM, VALUE_SEPARATOR, csv_row
from store.formats.tables.rows import Cell


def csv_pieces(table: ResultTable) -> Iterator[str]:
    """Yield a table as CSV: the line of its heads, before it a BOM, and a piece for each row."""
    yield BOM + csv_row(table.heads)
    for row in table.rows:
        yield csv_row(map(cell, row))


def cell(value: Value) -> Cell:
    """Return a value as one cell: several are separated by ``|``, a truth value is ``true`` or ``false``."""
    if isinstance(value, tuple):
        return VALUE_SEPARATOR.join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
