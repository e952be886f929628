"""The articles as CSL-JSON, which Zotero, pandoc and citeproc read.

Source: the schema of the Citation Style Language 1.0.2 (csl-data.json), which allows no other fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import msgspec

from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.citations.references import Name, Reference, references

TYPE = "article-newspaper"

_Field = str | list[dict[str, str]] | dict[str, list[list[int]]]


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write an array, one article per line."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    separator = "[\n"
    for reference in references(selection):
        yield separator + msgspec.json.encode(csl_item(reference)).decode()
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def csl_item(reference: Reference) -> dict[str, _Field]:
    """Return the object of an article. Empty fields are left out."""
    fields: dict[str, _Field] = {
        "id": reference.key,
        "type": TYPE,
        "title": reference.title,
        "author": [_name(name) for name in reference.names],
        "issued": {"date-parts": [list(reference.date)]} if reference.date else "",
        "container-title": reference.source,
        "section": reference.column,
        "URL": reference.url,
        "language": reference.language,
        "keyword": ", ".join(reference.tags),
        "note": reference.note,
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.full}
    return {"family": name.family, "given": name.given}
