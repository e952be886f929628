"""The codebook as CSV: one row per tag."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import msgspec

from store.errors import BadInput
from store.formats.shared.offsets import normalise_newlines
from store.formats.tables.csv_cells import BOM, VALUE_SEPARATOR, csv_row, unescape_formula
from store.formats.taguette.tag_names import taguette_tag
from store.importing.decoding.encodings import decode
from store.language import _
from store.model.tag import Tag

NAME_COLUMNS = ("name", "tag", "path")
"""The columns in which names of tags are looked for."""

COLUMNS = ("name", "description", "colour", "key", "aliases", "same_as")


def render(tags: Iterable[Tag]) -> str:
    """Return the content of the file."""
    rows = ((tag.name, tag.description, tag.colour, tag.key, _join(tag.aliases), tag.same_as) for tag in tags)
    return BOM + "".join(map(csv_row, (COLUMNS, *rows)))


def parse(data: bytes) -> list[Tag]:
    """Return the tags in a file. Only a column with the names is required: ``name``, ``tag`` or ``path``.

    ``color`` is accepted for ``colour``; other columns are ignored. In a file of Taguette, which has a column
    ``path`` or ``number of highlights``, full stops separate the parts of a name.

    :raises ValueError: when the file is not text, or has no column with names.
    :raises csv.Error: when the CSV is invalid.
    """
    try:
        text = normalise_newlines(decode(data, "")[0]).removeprefix(BOM)
    except BadInput as error:
        raise ValueError(_("it is not text")) from error
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows.fieldnames = [" ".join(column.split()).lower() for column in rows.fieldnames or ()]
    name = next((column for column in NAME_COLUMNS if column in rows.fieldnames), None)
    if name is None:
        raise ValueError(_("its first line has no column “name”, “tag” or “path”"))
    tags = [
        Tag(
            name=_cell(row[name]),
            description=_cell(row.get("description")),
            colour=_cell(row.get("colour") or row.get("color")),
            key=_cell(row.get("key")),
            aliases=tuple(_cell(row.get("aliases")).split(VALUE_SEPARATOR)),
            same_as=_cell(row.get("same_as")),
        )
        for row in rows
        if any(isinstance(cell, str) and cell.strip() for cell in row.values())
    ]
    is_path = name == "path" and not any("/" in tag.name for tag in tags)
    if is_path or "number of highlights" in rows.fieldnames:  # untranslated: a column
        return [msgspec.structs.replace(tag, name=taguette_tag(tag.name)) for tag in tags]
    return tags


def _join(values: Iterable[str]) -> str:
    return VALUE_SEPARATOR.join(values)


def _cell(cell: str | None) -> str:
    return unescape_formula(cell or "")
