"""Printing tables of figures: aligned by cells for people, as JSON lines or CSV for programs."""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from store.errors import UsageError
from store.language import _
from tui.cli.output.printing import print_records, record_fields, stdout_width, styled

if TYPE_CHECKING:
    import msgspec

GAP = "  "


class Layout(Enum):
    """How a table is printed."""

    ALIGNED = "aligned"
    JSON = "json"
    CSV = "csv"

    @classmethod
    def of(cls, options: Namespace) -> Layout:
        """Return the layout that the options ``--json`` and ``--csv`` ask for.

        :raises UsageError: they ask for both.
        """
        if options.json and options.csv:
            raise UsageError(_("Output is either JSON or CSV: write --json or --csv."))
        return cls.JSON if options.json else cls.CSV if options.csv else cls.ALIGNED


class Column(NamedTuple):
    """A column of an aligned table."""

    header: str
    value: Callable[[Any], str]
    """The text of a row in this column."""
    is_number: bool = True


def print_table(layout: Layout, rows: Iterable[msgspec.Struct], columns: Sequence[Column]) -> None:
    """Print a table.

    :param rows: its lines. JSON and CSV have all their fields, by name.
    :param columns: those of the aligned table; lines are cut at the width of standard output.
    """
    if layout is Layout.JSON:
        print_records(rows)
    elif layout is Layout.CSV:
        write_csv(map(record_fields, rows))
    else:
        _print_aligned(list(rows), columns)


def add_csv_option(parser: ArgumentParser) -> None:
    """Add ``--csv``."""
    parser.add_argument("--csv", action="store_true", help=_("print CSV"))


def write_csv(rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows as CSV, with a line of the names of their fields; nothing if there is no row."""
    writer = None
    for row in rows:
        fields = {name: _cell(value) for name, value in row.items()}
        if writer is None:
            writer = csv.DictWriter(sys.stdout, fields, lineterminator="\n")
            writer.writeheader()
        writer.writerow(fields)


def _cell(value: object) -> object:
    """Return a value as a cell of a table: the parts of a list are separated by spaces."""
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _print_aligned(rows: Sequence[msgspec.Struct], columns: Sequence[Column]) -> None:
    from tui.cli.output.visible import visible, write_visible
    from tui.typesetting.fitting import fitted
    from tui.typesetting.glyphs import cells, displayed

    values = [[visible(displayed(column.value(row))) for column in columns] for row in rows]
    widths = [
        max(cells(column.header), *(cells(line[place]) for line in values), 0)
        for place, column in enumerate(columns)
    ]

    def line(texts: Sequence[str]) -> str:
        padded = [
            " " * (width - cells(text)) + text if column.is_number else text + " " * (width - cells(text))
            for text, width, column in zip(texts, widths, columns, strict=True)
        ]
        return fitted(GAP.join(padded).rstrip(), stdout_width())

    sys.stdout.write(styled(line([column.header for column in columns]), "bold") + "\n")
    for each in values:
        write_visible(sys.stdout, line(each) + "\n")
