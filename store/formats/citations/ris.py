"""The articles as RIS, which EndNote, Zotero and Mendeley read.

Source: Reference Manager's "RIS Format Specifications". A line is a tag of two letters or digits, two spaces,
a hyphen, a space, a value and CRLF. ``TY`` comes first and ``ER`` last. Names, keywords and the source have
no asterisks; dates have slashes. The type is ``NEWS``, with the fields of EndNote and Zotero: the source is
``T2``, the column ``SE``. The encoding is UTF-8, which all of these programs read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting.sanitise import one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.citations.references import Name, Reference, iso_date, references


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the articles of a selection."""
    write_text(out, (ris_record(reference) for reference in references(selection)))


def ris_record(reference: Reference) -> str:
    """Return the lines of an article."""
    lines = (f"{tag}  - {one_line(value)}" for tag, value in _fields(reference) if value or tag == "ER")
    return "".join(f"{line}\r\n" for line in lines)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", reference.key
    for name in reference.names:
        yield "AU", _without_asterisks(_name(name))
    yield "TI", reference.title
    yield "T2", _without_asterisks(reference.source)
    yield "SE", reference.column
    yield "PY", iso_date(reference.date[:1])
    yield "DA", iso_date(reference.date, "/")
    yield "UR", reference.url
    yield "LA", reference.language
    for tag in reference.tags:
        yield "KW", _without_asterisks(tag).replace(";", "；")  # programs split keywords at semicolons
    yield "N1", reference.note
    yield "ER", ""


def _name(name: Name) -> str:
    if name.family:
        return f"{name.family}, {name.given}"
    return name.full.replace(",", "，")  # programs split names at commas


def _without_asterisks(text: str) -> str:
    return text.replace("*", "＊")
