"""An Excel workbook with the sheets quotes, articles by tags (0/1 and counts), articles, codebook.

XlsxWriter writes it row by row, each sheet into a temporary file. All cells are text or numbers, never
formulas. Text that would become a formula when edited is marked as text (``quotePrefix``). The limits are
Excel's, from its specification: 32,767 UTF-16 units in a cell, 1,048,576 rows, 16,384 columns.
"""

from __future__ import annotations

import shutil
import unicodedata
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
from store.exporting.sanitise import clean_text
from store.exporting.selection import Selection
from store.formats.tables.csv_cells import escape_formula
from store.formats.tables.rows import (
    ARTICLE_COLUMNS,
    ARTICLE_HEAD_COLUMNS,
    CODEBOOK_COLUMNS,
    QUOTE_COLUMNS,
    Cell,
    article_head,
    article_row,
    attribute_cells,
    count_tags,
    in_text_order,
    quote_row,
    tag_columns,
    tag_presence,
    tag_row,
)
from store.language import _
from store.model.tag import Tag

MAX_CELL_LENGTH = 32_767
"""UTF-16 units in a cell; a character beyond the BMP is two."""
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

SHORTENED = "shortened"
"""The last column of a sheet with long texts. It names the columns whose text was cut and ends in ``…``."""

_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
"""The creation time in the workbook. It is constant, so that the same library gives the same bytes."""

_WIDTHS = {
    name: width
    for names, width in (
        ("key", 6),
        ("start end orphan quotes", 9),  # untranslated: columns
        ("status starred articles colour", 10),  # untranslated: columns
        ("language creator date column characters", 12),  # untranslated: columns
        ("shortened source", 16),
        ("article authors kicker", 18),  # untranslated: columns
        ("tags tag aliases subtitle", 24),  # untranslated: columns
        ("created modified added", 26),  # untranslated: columns
        ("title url link same_as", 30),  # untranslated: columns
        ("annotation", 38),
        ("note description", 40),
        ("quote", 50),
    )
    for name in names.split()
}
"""Column widths by their heads, in Excel's characters, which are half as wide as a Han character. Each is
wide enough for its head with the arrow of a filter.
"""
_MIN_WIDTH, _MAX_WIDTH = 6, 24
"""The widths of a column of a tag, in the same unit."""
_FILTER_ARROW = 3
"""The width of the arrow of a filter, in the same unit."""

_WRAPPED = {
    *("title", "authors", "source", "quote", "tags", "note", "kicker", "subtitle", "tag", "description"),
    "aliases",
}
"""Columns whose text is wrapped, so that all of it can be read. Rows become as high as they need to be."""


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(
        self, book: Workbook, name: str, head: Sequence[str], *, frozen: int, has_long_text: bool
    ) -> None:
        """Write the row of column heads.

        :param frozen: how many columns stay in place when the others are scrolled.
        :param has_long_text: whether a text may exceed a cell, so that the sheet has a column
            :data:`SHORTENED`.
        :raises PizhuError: when there are more columns than a sheet can have.
        """
        self._head = [*head, SHORTENED] if has_long_text else list(head)
        if len(self._head) > MAX_COLUMNS:
            raise PizhuError(
                _(
                    "An Excel sheet has {most:,} columns, and this export needs {columns:,}: name some tags, "
                    "or export csv-matrix.",
                    most=MAX_COLUMNS,
                    columns=len(self._head),
                )
            )
        self._name = name
        self._has_long_text = has_long_text
        self._looks = {
            (is_wrapped, is_text): book.add_format(
                {"valign": "top", "text_wrap": is_wrapped, "quote_prefix": is_text}
            )
            for is_wrapped in (False, True)
            for is_text in (False, True)
        }
        self._is_wrapped = [title in _WRAPPED for title in self._head]
        self._sheet: Worksheet = book.add_worksheet(name)
        for column, title in enumerate(self._head):
            self._sheet.set_column(column, column, _WIDTHS.get(title) or _tag_width(title))
        self._sheet.freeze_panes(1, frozen)
        self._row = 0
        self._write(
            self._head, book.add_format({"bold": True, "valign": "top", "text_wrap": True, "bottom": 1})
        )

    def add(self, cells: Sequence[Cell]) -> None:
        """Write the next row.

        :raises PizhuError: when the sheet is full.
        """
        if self._row == MAX_ROWS:
            raise PizhuError(
                _(
                    "The sheet {name} is full at {most:,} rows, which is Excel's limit: name some articles, "
                    "or export csv.",
                    name=self._name,
                    most=MAX_ROWS,
                )
            )
        cells = [cell if isinstance(cell, int | float) else clean_text(cell) for cell in cells]
        shortened_cells = [cell if isinstance(cell, int | float) else shorten(cell) for cell in cells]
        if self._has_long_text:
            pairs = zip(self._head, cells, shortened_cells, strict=False)
            cut = [name for name, cell, shortened in pairs if cell != shortened]
            shortened_cells.append(", ".join(cut))
        self._write(shortened_cells)

    def finish(self) -> None:
        """Add filters to the columns, after the last row."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._head) - 1)

    def _write(self, cells: Sequence[Cell], style: Format | None = None) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                self._sheet.write_number(self._row, column, cell, self._looks[False, False])
            elif cell:
                looks_like_formula = escape_formula(cell) != cell
                look = style or self._looks[self._is_wrapped[column], looks_like_formula]
                self._sheet.write_string(self._row, column, cell, look)
        self._row += 1


def _tag_width(tag: str) -> int:
    """Return the width of the column of a tag: its name fits in up to two lines."""
    cells = sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in tag)
    return min(max(cells + _FILTER_ARROW, _MIN_WIDTH), _MAX_WIDTH)


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the workbook of a selection."""
    with TemporaryDirectory(prefix="pizhu-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "book.xlsx")
        book = Workbook(str(path), {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"created": _CREATED})
        try:
            _write_sheets(book, selection)
            book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
        finally:  # a full sheet or an interrupted export leaves the temporary files of the rows open
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
        with path.open("rb") as file:
            shutil.copyfileobj(file, out)


def shorten(text: str) -> str:
    """Return text that fits into a cell, cut and with an ellipsis if necessary."""
    if len(text) * 2 <= MAX_CELL_LENGTH or len(units := text.encode("utf-16-le")) <= 2 * MAX_CELL_LENGTH:
        return text
    return units[: 2 * (MAX_CELL_LENGTH - 1)].decode("utf-16-le", "ignore") + "…"


def _write_sheets(book: Workbook, selection: Selection) -> None:
    tags, attributes = tag_columns(selection), selection.library.attributes.all()
    quotes = _Sheet(
        book, "Quotes", [*QUOTE_COLUMNS, *(each.name for each in attributes)], frozen=2, has_long_text=True
    )
    zero_one = _Sheet(
        book,
        "Matrix 0-1",
        [*ARTICLE_HEAD_COLUMNS, *(each.name for each in attributes), *tags],
        frozen=2,
        has_long_text=False,
    )
    matrix = _Sheet(
        book,
        "Matrix counts",
        [*ARTICLE_HEAD_COLUMNS, *(each.name for each in attributes), *tags],
        frozen=2,
        has_long_text=False,
    )
    articles = _Sheet(
        book,
        "Articles",
        [*ARTICLE_COLUMNS, *(each.name for each in attributes)],
        frozen=2,
        has_long_text=True,
    )
    quotes_by_tag, articles_by_tag = Counter[str](), Counter[str]()
    for article, selected in selection:
        tag_counts = count_tags(selected)
        presence = tag_presence(article, tag_counts)
        values = attribute_cells(article, attributes)
        for annotation in in_text_order(selected):
            quotes.add([*quote_row(article, annotation), *values])
        zero_one.add([*article_head(article), *values, *(presence[tag] for tag in tags)])
        matrix.add([*article_head(article), *values, *(tag_counts[tag] for tag in tags)])
        articles.add([*article_row(article, len(selected)), *values])
        quotes_by_tag += tag_counts
        articles_by_tag += presence
    codebook = _Sheet(book, "Codebook", CODEBOOK_COLUMNS, frozen=1, has_long_text=True)
    described = {tag.name: tag for tag in selection.codebook()}
    for name in tags:
        codebook.add(tag_row(described.get(name, Tag(name=name)), quotes_by_tag[name], articles_by_tag[name]))
    for sheet in (quotes, zero_one, matrix, articles, codebook):
        sheet.finish()
