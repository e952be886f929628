"""Printing tables of figures: aligned by cells for people, as JSON lines or CSV for programs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from store.errors import UsageError
from store.language import _
from tui.cli.output.printing import print_records, stdout_width, styled

if TYPE_CHECKING:
    import msgspec

    from store.formats.results.result_table import ResultTable

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


def print_table(
    layout: Layout, kind: type[msgspec.Struct], rows: Iterable[msgspec.Struct], columns: Sequence[Column]
) -> None:
    """Print a table.

    :param kind: what its lines are. JSON and CSV have all their fields, by name.
    :param columns: those of the aligned table; lines are cut at the width of standard output.
    """
    if layout is Layout.JSON:
        print_records(rows)
    elif layout is Layout.CSV:
        from store.formats.results.result_table import record_table

        print_csv(record_table(kind, rows))
    else:
        print_aligned(list(rows), columns)


def add_csv_option(parser: ArgumentParser) -> None:
    """Add ``--csv``."""
    parser.add_argument("--csv", action="store_true", help=_("print CSV"))


def print_csv(table: ResultTable) -> None:
    """Print a table of results as CSV, in the bytes of an export; in a terminal only what is seen of it."""
    from store.formats.results.result_csv import csv_pieces
    from store.formats.tables.csv_cells import BOM
    from tui.cli.output.visible import write_visible

    in_terminal = sys.stdout.isatty()
    for piece in csv_pieces(table):
        if in_terminal:
            write_visible(sys.stdout, piece.removeprefix(BOM).removesuffix("\r\n") + "\n")
        else:
            sys.stdout.write(piece)


def print_aligned(rows: Sequence[object], columns: Sequence[Column]) -> None:
    """Print an aligned table; lines are cut at the width of standard output."""
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
