"""Reads the rows of a table of notes, from CSV or from the first sheet of an Excel workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from store.errors import BadInput
from store.formats.shared.note_text import head_of, head_text, read_notes
from store.formats.shared.safe_xml import children, iterate_elements, local_name, reject_doctype
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive
from store.formats.tables.csv_cells import unescape_formula
from store.importing.limits import MAX_NOTES_BYTES, MAX_PIECE_BYTES, MIB, too_large
from store.language import _
from store.reasons import reason_of

Row = list[str]

_DELIMITERS = ",\t;"
_REFERENCE = re.compile("([A-Z]{1,3})[0-9]+")
_MOST_COLUMNS = 1_000
_MOST_CELLS = 10_000_000
_SHARED = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_MAGIC = b"PK\x03\x04"


def header_of(path: Path) -> Row:
    """Return the names of the columns of a table, in lower case; none if it cannot be read."""
    try:
        head = head_of(path)
        if head.startswith(_MAGIC):
            first = next(_rows_of_workbook(path), [])
        else:
            text = head_text(head)
            first = next(_csv_rows(text, text), [])
    except (BadInput, csv.Error, StopIteration):
        return []
    return [" ".join(cell.split()).lower() for cell in first]


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by the names of its columns, in lower case. Blank rows are left out.

    :raises BadInput: when it cannot be read.
    """
    try:
        rows = _rows_of_workbook(path) if head_of(path).startswith(_MAGIC) else _rows_of_csv(path)
        names = [" ".join(cell.split()).lower() for cell in next(rows, [])]
        for row in rows:
            if any(row):
                yield {name: cell for name, cell in zip(names, row, strict=False) if name}
    except csv.Error as error:
        raise BadInput(_("{path}: it is not a valid table: {error}.", path=path, error=error)) from error


def _rows_of_csv(path: Path) -> Iterator[Row]:
    text = read_notes(path)
    if sum(text.count(sign) for sign in (*_DELIMITERS, "\n")) > _MOST_CELLS:
        raise BadInput(
            _(
                "{path}: it may have more than {most:,} cells: import it in parts.",
                path=path,
                most=_MOST_CELLS,
            )
        )
    return _csv_rows(text, text[:20_000])


def _csv_rows(text: str, beginning: str) -> Iterator[Row]:
    """Yield the rows of CSV with the delimiter that its first line has most often."""
    csv.field_size_limit(MAX_PIECE_BYTES)
    first = beginning.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [unescape_formula(cell.strip("\ufeff")) for cell in row[:_MOST_COLUMNS]]


# Excel


def _rows_of_workbook(path: Path) -> Iterator[Row]:
    """Yield the rows of the first sheet.

    :raises BadInput: when it is no workbook, or too large.
    """
    try:
        with open_archive(path) as archive:
            sheets = [found for each in archive.namelist() if (found := _SHEET.fullmatch(each))]
            if not sheets:
                raise BadInput(_("{path}: it is not an Excel workbook.", path=path))
            first = min(sheets, key=lambda found: int(found[1]))[0]
            strings = _shared_strings(archive, path) if _SHARED in archive.namelist() else []
            yield from _rows_of_sheet(archive, first, strings, path)
    except (ET.ParseError, LookupError, *ARCHIVE_ERRORS) as error:
        raise BadInput(
            _("{path}: it cannot be read as an Excel workbook ({error}).", path=path, error=reason_of(error))
        ) from error


def _shared_strings(archive: ZipFile, path: Path) -> list[str]:
    strings: list[str] = []
    size = 0
    with _entry(archive, _SHARED) as stream:
        for _unused, element in iterate_elements(stream, 1):
            if local_name(element) == "si":
                strings.append(_text_of(element))
                size += len(strings[-1]) + 50
                if size > MAX_NOTES_BYTES:
                    raise too_large(str(path), MAX_NOTES_BYTES, _("too large for a table of notes"))
    return strings


def _rows_of_sheet(archive: ZipFile, name: str, strings: list[str], path: Path) -> Iterator[Row]:
    cells = 0
    with _entry(archive, name) as stream:
        for parent, element in iterate_elements(stream, 2):
            if parent != "sheetData" or local_name(element) != "row":
                continue
            row: Row = []
            for cell in children(element, "c"):
                column = _column(cell.get("r", "")) or len(row)
                if column < _MOST_COLUMNS:
                    row += [""] * (column - len(row))
                    row.append(_value(cell, strings))
            cells += len(row) + 1
            if cells > _MOST_CELLS:
                raise BadInput(
                    _(
                        "{path}: it has more than {most:,} cells: import it in parts.",
                        path=path,
                        most=_MOST_CELLS,
                    )
                )
            yield row


def _entry(archive: ZipFile, name: str) -> IO[bytes]:
    """Open an entry without a document type, which is not larger than it should be."""
    if archive.getinfo(name).file_size > 4 * MAX_PIECE_BYTES:
        raise BadInput(
            _(
                "{name}: it is larger than {size} MiB.",
                name=archive.filename or name,
                size=4 * MAX_PIECE_BYTES // MIB,
            )
        )
    with archive.open(name) as stream:
        reject_doctype(stream)
    return archive.open(name)


def _column(reference: str) -> int:
    """Return the number of the column in a reference such as ``C7``, from 0; 0 if there is none."""
    found = _REFERENCE.fullmatch(reference)
    number = 0
    for letter in found[1] if found else "":
        number = 26 * number + ord(letter) - 64
    return max(number - 1, 0)


def _value(cell: ET.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text_of(cell)
    value = next((each.text or "" for each in children(cell, "v")), "")
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    return value


def _text_of(element: ET.Element) -> str:
    """Return the text of a string, without the readings of its characters (``rPh``)."""
    parts: list[str] = []
    for child in element:
        if local_name(child) == "t":
            parts.append(child.text or "")
        elif local_name(child) in ("r", "is"):
            parts.append(_text_of(child))
    return "".join(parts)
