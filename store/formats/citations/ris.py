"""The articles as RIS, which EndNote, Zotero and Mendeley read.

After Reference Manager's "RIS Format Specifications": a line is two letters or digits, two spaces, a
hyphen, a space and a value, and ends in CRLF; ``TY`` comes first and ``ER`` last; no asterisk in names,
keywords and the paper's name; dates have slashes. Type ``NEWS``, its fields as EndNote and Zotero have
them: the paper is ``T2``, the column ``SE``. In UTF-8, as all of these read it.
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
    write_text(out, (record(reference) for reference in references(selection)))


def record(reference: Reference) -> str:
    """The lines of an article."""
    lines = (f"{tag}  - {one_line(value)}" for tag, value in _fields(reference) if value or tag == "ER")
    return "".join(f"{line}\r\n" for line in lines)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", reference.key
    for name in reference.names:
        yield "AU", _without_star(_name(name))
    yield "TI", reference.title
    yield "T2", _without_star(reference.source)
    yield "SE", reference.column
    yield "PY", iso_date(reference.date[:1])
    yield "DA", iso_date(reference.date, "/")
    yield "UR", reference.url
    yield "LA", reference.language
    for tag in reference.tags:
        yield "KW", _without_star(tag).replace(";", "；")  # readers part keywords at semicolons
    yield "N1", reference.note
    yield "ER", ""


def _name(name: Name) -> str:
    if name.family:
        return f"{name.family}, {name.given}"
    return name.whole.replace(",", "，")  # a comma would part it


def _without_star(words: str) -> str:
    return words.replace("*", "＊")
