"""Reads CSV, TSV and other tables of articles, one article a row."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from store.errors import BadInput
from store.formats.tables.article_rows import (
    MAX_COLUMNS,
    SAMPLE_ROWS,
    Row,
    guess,
    has_articles,
    read_rows,
)
from store.formats.tables.columns import field_of
from store.formats.tables.csv_cells import unescape_formula
from store.importing.decoding.encodings import decode
from store.importing.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES, too_large
from store.importing.piece import Piece, Source
from store.language import _

_DELIMITERS = ",\t;|，；"
_SAMPLE_CHARACTERS = 200_000
"""Characters by which the delimiter is found."""

_SAMPLE_RECORDS = 60
_RESCANS = 4
"""How often the lines of a file may be read again after quotation marks that do not match, all in all."""

_LEAST_FIELDS = 2
"""Fields of an article in the first row of a text that is taken for a table."""

_REGULAR = 0.9
"""The share of its rows that have as many cells as the first one."""

_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read(data: bytes, source: Source) -> list[Piece]:
    """Return the articles of a table in text.

    :raises BadInput: it is too large, has no column with texts, or no row with a text.
    """
    if len(data) > MAX_FILE_BYTES:
        raise too_large(source.name, MAX_FILE_BYTES, _("too large for a table; split it first"))
    text, encoding = decode(data, source.name)
    return read_rows(rows_in(text, source.name), source, unit="line", encoding=encoding)


def is_table_of_articles(data: bytes, name: str) -> bool:
    """Whether a table in text has a column with the texts of articles, and is no table of notes or tags."""
    try:
        text, _unused = decode(data, name)
        return has_articles(guess(list(islice(rows_in(text, name), SAMPLE_ROWS)), Source(name=name)))
    except BadInput:
        return False


def is_table(data: bytes, name: str) -> bool:
    """Whether a text is a table of articles, although no name says so: its first row has the names of fields,
    and the others have as many cells.

    :param data: its beginning, up to the end of a line.
    """
    try:
        text, _unused = decode(data, name)
        rows = list(islice(rows_in(text, name), SAMPLE_ROWS))
        columns = guess(rows, Source(name=name))
    except BadInput:
        return False
    if not columns.has_header or not has_articles(columns) or len(columns.fields) < _LEAST_FIELDS:
        return False
    below = rows[1:]
    regular = sum(len(row.cells) == len(columns.names) and not row.problem for row in below)
    return bool(below) and regular >= _REGULAR * len(below)


def delimiter_of(text: str, name: str) -> str:
    """Return the character between the cells, which divides most rows into the same number of cells."""
    if match := _SEP_LINE.match(text):
        return match[1]
    sample = text[:_SAMPLE_CHARACTERS]
    usual = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    scores = {}
    for each in _DELIMITERS:
        try:
            counts = Counter(
                len(record)
                for record in islice(
                    csv.reader(io.StringIO(sample, newline=""), delimiter=each), _SAMPLE_RECORDS
                )
                if record
            )
        except csv.Error:
            continue
        cells, rows = counts.most_common(1)[0] if counts else (1, 0)
        scores[each] = (rows / max(1, counts.total()) if cells > 1 else 0.0, each == usual, min(cells, 30))
    best = max(scores, key=scores.__getitem__, default=usual)
    return best if scores.get(best, (0.0,))[0] > 0 else usual


def rows_in(text: str, name: str) -> Iterator[Row]:
    """Yield the rows of a table in text that are not blank. A row that cannot be read says why.

    :param name: what errors call it; its suffix tells the usual delimiter.
    :raises BadInput: it has too many columns.
    """
    csv.field_size_limit(MAX_TEXT_BYTES)
    delimiter = delimiter_of(text, name)
    if match := _SEP_LINE.match(text):
        text = text[match.end() :]
    lines = io.StringIO(text, newline="").readlines()
    start, width, rescanned = 1 if match else 0, 0, 0
    offset = start
    at = 0
    while at < len(lines):
        reader = csv.reader(
            map(lines.__getitem__, range(at, len(lines))),
            delimiter=delimiter,
            strict=True,
            skipinitialspace=delimiter != "\t",
        )
        before = at
        try:
            for record in reader:
                number, before = before, at + reader.line_num
                if len(record) > MAX_COLUMNS:
                    raise BadInput(
                        _(
                            "{name}: it has more than {most:,} columns: this is no table of articles.",
                            name=name,
                            most=MAX_COLUMNS,
                        )
                    )
                if not any(cell.strip() for cell in record):
                    continue
                if not width or (width == 1 and _is_header(record)):  # lines of one cell are above it
                    width = len(record)
                yield _row(number + 1 + offset, record, width, delimiter)
        except csv.Error as error:
            rescanned += at + reader.line_num - before
            if rescanned > _RESCANS * len(lines) + 1000:
                yield Row(
                    before + 1 + offset,
                    (),
                    _("quotation marks that do not match, and so do all lines after it"),
                )
                return
            yield Row(before + 1 + offset, (), _reason(str(error)))
            at = before + 1
        else:
            return


def _is_header(record: list[str]) -> bool:
    return sum(bool(field_of(cell)) for cell in record) > 1


def _row(number: int, record: list[str], width: int, delimiter: str) -> Row:
    cells = [unescape_formula(cell.replace("\0", "")) for cell in record]
    if len(cells) <= width:
        return Row(number, cells)
    if not any(cell.strip() for cell in cells[width:]):
        return Row(number, cells[:width])
    if width > 1 and delimiter in ",，;；" and len(cells[width - 1]) > 20:
        return Row(
            number, [*cells[: width - 1], delimiter.join(cells[width - 1 :])]
        )  # a text with unquoted commas
    return Row(number, (), _("more than {width} cells", width=width))


def _reason(error: str) -> str:
    if "unexpected end" in error:
        return _("a quotation mark that is never closed")
    if "field larger" in error:
        return _("a cell that is too long")
    return _("quotation marks that do not match")
