"""An Excel workbook: quotes, articles by tags (0/1 and counts), articles, codebook.

Written by XlsxWriter row by row, each sheet into a temporary file. All cells are text or numbers, never
formulas; those that would be one if somebody edited them are marked as text (``quotePrefix``). Excel's limits
are those of its specification: 32,767 UTF-16 units in a cell, 1,048,576 rows, 16,384 columns.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from store.errors import PizhuError
from store.exporting.sanitise import printable
from store.exporting.selection import Selection
from store.formats.tables.csv_cells import escape_formula
from store.formats.tables.rows import (
    ARTICLE,
    ARTICLES,
    CODEBOOK,
    QUOTES,
    Cell,
    article_row,
    columns,
    counts,
    head_of,
    in_order,
    presence,
    quote_row,
    tag_row,
)
from store.model.tag import Tag

LONGEST_CELL = 32_767
"""UTF-16 units that a cell holds; a character beyond the BMP is two."""
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384

SHORTENED = "shortened"
"""The last column of a sheet with long texts: in which columns the text of this row was cut, and ends in …"""

_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
"""The time that the workbook bears: no clock is asked, so that the same library gives the same bytes."""

_WIDTHS = {"title": 30, "quote": 50, "note": 40, "description": 40, "tags": 24, "tag": 24, "url": 24}
"""How wide columns are, in characters of Excel, which are half a Han character; others are as it likes."""


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(self, book: Workbook, name: str, head: Sequence[str], *, kept: int, is_long: bool) -> None:
        """A sheet with its first row.

        :param kept: columns that stand still when the others are scrolled.
        :param is_long: whether its texts may be too long for a cell, so that it has a column to say so.
        :raises PizhuError: there are more columns than a sheet has.
        """
        self._head = [*head, SHORTENED] if is_long else list(head)
        if len(self._head) > MOST_COLUMNS:
            raise PizhuError(
                f"An Excel sheet has {MOST_COLUMNS:,} columns, and here are {len(self._head):,}: "
                "name some tags, or export csv-matrix."
            )
        self._name = name
        self._is_long = is_long
        self._text = book.add_format({"quote_prefix": True})
        self._sheet: Worksheet = book.add_worksheet(name)
        for column, title in enumerate(self._head):
            if title in _WIDTHS:
                self._sheet.set_column(column, column, _WIDTHS[title])
        self._sheet.freeze_panes(1, kept)
        self._row = 0
        self._write(self._head, book.add_format({"bold": True}))

    def add(self, cells: Sequence[Cell]) -> None:
        """Write the next row.

        :raises PizhuError: the sheet is full.
        """
        if self._row == MOST_ROWS:
            raise PizhuError(
                f"The sheet {self._name} is full at {MOST_ROWS:,} rows, which is Excel's limit: "
                "name some articles, or export csv."
            )
        whole = [cell if isinstance(cell, int) else printable(cell) for cell in cells]
        fitting = [cell if isinstance(cell, int) else shortened(cell) for cell in whole]
        if self._is_long:
            cut = [name for name, cell, kept in zip(self._head, whole, fitting, strict=False) if cell != kept]
            fitting.append(", ".join(cut))
        self._write(fitting)

    def finish(self) -> None:
        """Put filters on the columns, once all rows are written."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._head) - 1)

    def _write(self, cells: Sequence[Cell], look: Format | None = None) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell)
            elif cell:
                is_sly = escape_formula(cell) != cell
                self._sheet.write_string(self._row, column, cell, look or (self._text if is_sly else None))
        self._row += 1


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the workbook of a selection."""
    with TemporaryDirectory(prefix="pizhu-", ignore_cleanup_errors=True) as folder:
        made = Path(folder, "book.xlsx")
        book = Workbook(str(made), {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"created": _CREATED})
        try:
            _fill(book, selection)
            book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
        finally:  # a full sheet, or somebody who stops it, leaves the rows' files open
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
        with made.open("rb") as file:
            shutil.copyfileobj(file, out)


def shortened(words: str) -> str:
    """Words that a cell can hold; those cut off end in an ellipsis."""
    if len(words) * 2 <= LONGEST_CELL or len(units := words.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return words
    return units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _fill(book: Workbook, selection: Selection) -> None:
    tags = columns(selection)
    quotes = _Sheet(book, "Quotes", QUOTES, kept=2, is_long=True)
    zero_one = _Sheet(book, "Matrix 0-1", [*ARTICLE, *tags], kept=2, is_long=False)
    matrix = _Sheet(book, "Matrix counts", [*ARTICLE, *tags], kept=2, is_long=False)
    articles = _Sheet(book, "Articles", ARTICLES, kept=2, is_long=True)
    in_quotes, in_articles = Counter[str](), Counter[str]()
    for article, marks in selection:
        counted = counts(marks)
        there = presence(article, counted)
        for mark in in_order(marks):
            quotes.add(quote_row(article, mark))
        zero_one.add([*head_of(article), *(there[tag] for tag in tags)])
        matrix.add([*head_of(article), *(counted[tag] for tag in tags)])
        articles.add(article_row(article, len(marks)))
        in_quotes += counted
        in_articles += there
    codebook = _Sheet(book, "Codebook", CODEBOOK, kept=1, is_long=True)
    known = {tag.name: tag for tag in selection.codebook()}
    for name in tags:
        codebook.add(tag_row(known.get(name, Tag(name=name)), in_quotes[name], in_articles[name]))
    for sheet in (quotes, zero_one, matrix, articles, codebook):
        sheet.finish()
