"""Reads Excel workbooks with articles, one a row of the first sheet that has a column with texts."""

from __future__ import annotations

import datetime
import io
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeVar
from zipfile import ZipFile

from openpyxl import load_workbook

from store.errors import BadInput
from store.formats.shared.zip_archive import ARCHIVE_ERRORS
from store.formats.tables.article_rows import (
    MAX_COLUMNS,
    MAX_ROWS,
    SAMPLE_ROWS,
    Row,
    guess,
    has_articles,
    no_text,
    read_rows,
)
from store.formats.tables.columns import Columns
from store.importing.limits import MAX_ENTRIES, MAX_SECONDS, MIB, too_large
from store.importing.piece import Piece, Source
from store.language import _
from store.wording import listed

T = TypeVar("T")

_MAX_UNPACKED = 256 * MIB
"""Bytes of all parts of a workbook."""

_MAX_STRINGS = 48 * MIB
"""Bytes of its strings, which are in memory together."""

_MAX_CELLS = 3_000_000
_MAX_SHEETS = 200


def read(data: bytes, source: Source) -> list[Piece]:
    """Return the articles of a workbook.

    :raises BadInput: it is damaged or too large, or no sheet has a column with texts.
    """
    return _read(data, source.name, lambda book: _articles(book, source))


def first_rows(data: bytes, source: Source) -> list[Row]:
    """Return the first rows of the sheet with articles, at most :data:`SAMPLE_ROWS`; else of the first sheet
    with several rows.

    :raises BadInput: the workbook is damaged or too large.
    """
    return _read(data, source.name, lambda book: _first_rows(book, source))


def _read(data: bytes, name: str, look: Callable[[Any], T]) -> T:
    """Return what a function finds in a workbook."""
    _check_archive(data, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts of a workbook that openpyxl does not know
        book = _open(data, name)
        try:
            return look(book)
        except BadInput:
            raise
        except Exception as error:
            raise _damaged(name) from error
        finally:
            book.close()


def _check_archive(data: bytes, name: str) -> None:
    """Check that a workbook does not unpack to much more than it is, and defines no entities."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            strings = [entry for entry in entries if entry.filename.lower().endswith("sharedstrings.xml")]
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
                raise too_large(
                    _("{name} unpacked", name=name), _MAX_UNPACKED, _("too large for a table; split it first")
                )
            if sum(entry.file_size for entry in strings) > _MAX_STRINGS:
                raise too_large(
                    _("{name}, its text", name=name), _MAX_STRINGS, _("too large for a table; split it first")
                )
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        start = part.read(4096)
                    if b"<!DOCTYPE" in start.replace(b"\0", b"").upper():
                        raise BadInput(
                            _(
                                "{name}: {filename} has a document type, which no workbook has.",
                                name=name,
                                filename=entry.filename,
                            )
                        )
    except ARCHIVE_ERRORS as error:
        raise _damaged(name) from error


def _open(data: bytes, name: str) -> Any:
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise _damaged(name) from error


def _sheets(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)


def _first_rows(book: Any, source: Source) -> list[Row]:
    found: list[Row] = []
    for sheet in _sheets(book)[:_MAX_SHEETS]:
        rows = list(islice(_rows(sheet, source.name), SAMPLE_ROWS))
        if has_articles(guess(rows, source)):
            return rows
        if len(found) < 2:
            found = rows or found
    return found


def _articles(book: Any, source: Source) -> list[Piece]:
    sheets = _sheets(book)
    first: Columns | None = None
    problem: BadInput | None = None
    for sheet in sheets[:_MAX_SHEETS]:
        try:
            columns = guess(list(islice(_rows(sheet, source.name), SAMPLE_ROWS)), source)
        except BadInput as error:  # the sheet does not have a column that the user has named
            problem = problem or error
            continue
        first = first or columns
        if has_articles(columns):
            others = [each.title for each in sheets if each is not sheet]
            unread = listed(others[:10])
            if len(others) > 10:
                unread = _("{names}, …", names=unread)
            remarks = [_("sheets not read: {names}", names=unread)] if others else []
            return read_rows(_rows(sheet, source.name), source, unit="row", remarks=remarks)
    if problem is not None:
        raise problem
    raise no_text(first or Columns(names=(), fields={}, has_header=False), source.name)


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    """Yield the rows of a sheet that are not blank."""
    sheet.reset_dimensions()  # a sheet may state any size
    ends = time.monotonic() + 6 * MAX_SECONDS
    cells = blank = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells += len(values)
        if len(values) > MAX_COLUMNS or cells > _MAX_CELLS:
            raise BadInput(
                _(
                    "{name}: the sheet “{title}” has too many cells for articles: split it first.",
                    name=name,
                    title=sheet.title,
                )
            )
        if not any(value is not None for value in values):
            blank += 1
            if blank > MAX_ROWS:
                return
            continue
        if time.monotonic() > ends:
            raise BadInput(
                _(
                    "{name}: reading the sheet “{title}” takes too long: split it first.",
                    name=name,
                    title=sheet.title,
                )
            )
        yield Row(number, [_cell(value) for value in values])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("_x000D_", "")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def _damaged(name: str) -> BadInput:
    return BadInput(
        _(
            "{name}: this workbook is damaged: open it in another program, save it again and import that.",
            name=name,
        )
    )
