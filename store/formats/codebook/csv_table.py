"""The codebook as CSV: one row per tag."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from store.formats.tables.csv_cells import BOM, VALUE_SEPARATOR, csv_row, unescape_formula
from store.model.tag import Tag

COLUMNS = ("name", "description", "colour", "key", "aliases")


def render(tags: Iterable[Tag]) -> str:
    """Return the content of the file."""
    rows = [COLUMNS, *((tag.name, tag.description, tag.colour, tag.key, _join(tag.aliases)) for tag in tags)]
    return BOM + "".join(map(csv_row, rows))


def parse(data: bytes) -> list[Tag]:
    """Return the tags in a file. Only the column ``name`` is required.

    Taguette's ``tag`` is accepted for ``name``, and ``color`` for ``colour``; other columns are ignored.

    :raises ValueError: when the file is not UTF-8, or has neither column ``name`` nor ``tag``.
    :raises csv.Error: when the CSV is invalid.
    """
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    name = next((column for column in ("name", "tag") if column in (rows.fieldnames or ())), None)
    if name is None:
        raise ValueError("its first line has no column “name” or “tag”")
    return [
        Tag(
            name=_cell(row[name]),
            description=_cell(row.get("description")),
            colour=_cell(row.get("colour") or row.get("color")),
            key=_cell(row.get("key")),
            aliases=tuple(_cell(row.get("aliases")).split(VALUE_SEPARATOR)),
        )
        for row in rows
    ]


def _join(values: Iterable[str]) -> str:
    return VALUE_SEPARATOR.join(values)


def _cell(cell: str | None) -> str:
    return unescape_formula(cell or "")
