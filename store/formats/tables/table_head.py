"""Looks at the first rows of a table, so that its columns can be chosen before all of it is read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from store.errors import BadInput
from store.formats.tables.article_rows import (
    MAX_ROWS,
    SAMPLE_ROWS,
    Row,
    below_caption,
    guess,
    read_rows,
    too_many_rows,
)
from store.formats.tables.columns import FIELDS, Columns, may_be_names, number_of
from store.formats.tables.json_values import nested_paths
from store.importing.decoding.encodings import decode
from store.importing.file_formats import CSV, HEAD_BYTES, JSON, XLSX, FileFormat, detect
from store.importing.input_file import read_input
from store.importing.piece import Piece, Source
from store.importing.reading import completed, repaired
from store.language import _

_SAMPLED = 20
"""Rows in which a sample of a column is looked for."""

_LONGEST_SAMPLE = 80
"""Code points of a sample."""

_LOOKED_AT = 400
"""Code points of a cell of which its sample is made."""


class Choice(NamedTuple):
    """A column that can be chosen for a field."""

    name: str
    """Its name; a nested key of JSON is a path such as ``attributes.body``."""
    reference: str
    """What ``--map`` and :class:`ReadOptions` call it: its name, or its number if that is not enough."""
    sample: str
    """The beginning of its first cell that is not blank, as one line."""


class TableHead:
    """The first rows of a table, and what its columns can be."""

    def __init__(
        self,
        source: Source,
        form: FileFormat,
        rows: Callable[[Sequence[str]], list[Row]],
        *,
        unit: str,
        nested: Sequence[str] = (),
        count: int = 0,
    ) -> None:
        """Take the first rows.

        :param rows: returns them, the names of the columns first if it has any. It is called with the nested
            keys that are columns too.
        :param unit: what messages call a row.
        :param nested: the nested keys that can be columns.
        :param count: how many rows the table has; 0 if that is not known.
        """
        self._source = source
        self._form = form
        self._rows = rows
        self._unit = unit
        self._is_named = form is JSON
        self._nested = nested
        guessed = self._with_names(self.columns({}))
        self.count = count - guessed.has_header if count else 0
        """The number of its rows without the header; 0 if it is not known."""
        if self.count > MAX_ROWS:
            raise too_many_rows(source.name)
        self._width = len(guessed.names)
        self.choices = self._choices(guessed)
        """All its columns in their order, then nested keys."""
        self._places = {each.name: at for at, each in enumerate(self.choices)}

    def columns(self, chosen: Mapping[str, str]) -> Columns:
        """Return what its columns are.

        :param chosen: the columns that the user has chosen, as in :class:`ReadOptions`.
        :raises BadInput: one of them does not exist.
        """
        return guess(self._rows_for(chosen), self._with(chosen), named=self._is_named)

    def choices_of(self, columns: Columns) -> dict[str, tuple[int, ...]]:
        """Return the numbers, in :attr:`choices`, of the columns of each field that the table has."""
        return {
            field: tuple(self._place(columns, at) for at in columns.of(field)) for field in columns.fields
        }

    def unused(self, columns: Columns) -> list[str]:
        """Return the names of the columns that hold no field, nor a nested key that holds one."""
        used = {at for each in self.choices_of(columns).values() for at in each}
        paths = [self.choices[at].name for at in used if at >= self._width]
        return [
            each.name
            for at, each in enumerate(self.choices[: self._width])
            if at not in used and not any(path.startswith(f"{each.name}.") for path in paths)
        ]

    def articles(self, chosen: Mapping[str, str], most: int) -> list[Piece]:
        """Return the first articles as they would come in. The first one says which columns were used.

        :raises BadInput: no column has the texts, or none of the first rows has one.
        """
        source = self._with(chosen)
        rows = self._rows_for(chosen)
        read = read_rows(rows, source, unit=self._unit, named=self._is_named, most=most)
        return [completed(replace(each, file_format=self._form.name), source) for each in read]

    def _with(self, chosen: Mapping[str, str]) -> Source:
        return replace(self._source, options=replace(self._source.options, columns=dict(chosen)))

    def _rows_for(self, chosen: Mapping[str, str]) -> list[Row]:
        return self._rows([each for each in chosen.values() if each in self._nested])

    def _with_names(self, guessed: Columns) -> Columns:
        """Return columns with the names in the first row, if the table may have a header that is not known.

        Choosing a column by its name says that the first row has names: see :func:`guess_columns`.
        """
        if guessed.has_header or "text" in guessed.fields:
            return guessed
        first = next(row.cells for row in self._rows(()) if not row.problem)
        names = tuple(
            (first[at].strip() if at < len(first) else "") or name for at, name in enumerate(guessed.names)
        )
        is_header = names != guessed.names and len(set(names)) == len(names) and may_be_names(names)
        return replace(guessed, names=names, has_header=True) if is_header else guessed

    def _place(self, columns: Columns, at: int) -> int:
        return self._places[columns.names[at]] if self._is_named else at

    def _choices(self, guessed: Columns) -> tuple[Choice, ...]:
        names = [*guessed.names, *(each for each in self._nested if each not in guessed.names)]
        rows = self._rows(names[len(guessed.names) :])
        if self._is_named:
            header = list(rows[0].cells)
            places = [header.index(name) for name in names]
        else:
            places = list(range(len(names)))
        below = [row.cells for row in rows if not row.problem][guessed.has_header :][:_SAMPLED]
        return tuple(
            Choice(name, _reference(name, number, guessed.names), _sample(below, place))
            for number, (name, place) in enumerate(zip(names, places, strict=True))
        )


def map_argument(chosen: Mapping[str, str]) -> str:
    """Return the argument of ``--map`` by which a table is read so: ``title=标题,text=正文``."""
    return ",".join(f"{field}={chosen[field]}" for field in FIELDS if field in chosen)


def table_head(data: bytes, source: Source) -> TableHead | None:
    """Return the first rows of a table of articles, also if none of its columns looks like their texts.

    :return: None if the bytes are no table.
    :raises BadInput: the table is damaged, too large, or has no rows.
    """
    form = detect(data[:HEAD_BYTES], data[-HEAD_BYTES:], source.name)
    looks = {CSV.name: _of_csv, XLSX.name: _of_workbook, JSON.name: _of_json}
    if form.name not in looks:
        return None
    form.reader()  # says which package is missing
    return looks[form.name](data, source)


def table_head_of(path: Path) -> TableHead | None:
    """Return the first rows of a file whose suffix is that of a table: see :func:`table_head`."""
    form = next((each for each in (CSV, XLSX, JSON) if path.suffix.lower() in each.suffixes), None)
    if form is None:
        return None
    data = read_input(path, form.most_bytes, _("too large for a table; split it first"))
    return table_head(data, Source(name=str(path), path=path))


def _of_csv(data: bytes, source: Source) -> TableHead:
    from store.formats.tables.csv_reader import rows_in

    mended = repaired(data)
    text = mended.text if mended else decode(data, source.name)[0]
    rows = rows_in(text, source.name)
    first = _not_empty(list(itertools.islice(rows, SAMPLE_ROWS)), source)
    more = sum(1 for _unused in itertools.islice(rows, MAX_ROWS + 1))
    return TableHead(source, CSV, lambda _: first, unit="line", count=len(first) + more)


def _of_workbook(data: bytes, source: Source) -> TableHead:
    from store.formats.tables.xlsx_reader import first_rows

    first = _not_empty(first_rows(data, source), source)
    count = len(first) if len(first) < SAMPLE_ROWS else 0
    return TableHead(source, XLSX, lambda _: first, unit="row", count=count)


def _of_json(data: bytes, source: Source) -> TableHead:
    from store.formats.tables.json_reader import objects_in

    found = objects_in(data, source.name)
    return TableHead(
        source,
        JSON,
        lambda paths: list(itertools.islice(found.rows(paths), SAMPLE_ROWS)),
        unit="object",
        nested=nested_paths(each for _unused, each in found.objects[:SAMPLE_ROWS]),
        count=len(found.objects) + 1,
    )


def _not_empty(rows: list[Row], source: Source) -> list[Row]:
    """Return the rows from the header on.

    :raises BadInput: there are none.
    """
    if not any(not row.problem for row in rows):
        raise BadInput(_("{name}: this table has no rows: choose another file.", name=source.name))
    return below_caption(rows)[1]


def _reference(name: str, number: int, names: Sequence[str]) -> str:
    """Return what finds a column among others: its name, unless an earlier column has the same one or a comma
    would end it.
    """
    if number >= len(names) or ("," not in name and names.index(name) == number):
        return name
    for each in (name.replace(",", ""), str(number + 1)):
        if "," not in each and _finds(each, names, number):
            return each
    return name


def _finds(reference: str, names: Sequence[str], number: int) -> bool:
    try:
        return number_of(reference, names, "") == number
    except BadInput:
        return False


def _sample(rows: Sequence[Sequence[str]], at: int) -> str:
    cells = (" ".join(row[at][:_LOOKED_AT].split()) for row in rows if at < len(row))
    return next(filter(None, cells), "")[:_LONGEST_SAMPLE]
