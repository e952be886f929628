"""The table of articles of `pizhu list`, aligned by cells.

Its lines are made here: a table of Rich takes half a millisecond for a row, and the import of Rich 20 ms.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from store.language import pgettext
from store.language.amounts import amount
from store.model.listing.rows import Row
from tui.cli.output.fields import STATUSES
from tui.cli.output.printing import stdout_width, styled
from tui.cli.output.visible import visible
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import cells, displayed

GAP = 2
"""Cells between columns."""

LEAST_TITLE = 16
"""Cells of the narrowest title: where there is less room, other columns are left out."""


class Column(NamedTuple):
    """A column of the table."""

    header: str
    most: int = 0
    """The greatest width in cells; 0: as wide as its widest value."""
    is_number: bool = False
    rank: int = 0
    """The columns with the highest rank are left out first; those with 0 stay."""


def print_article_table(
    rows: Iterable[Row],
    short_id: Callable[[str], str],
    chosen: Mapping[str, Callable[[Row], str]] = MappingProxyType({}),
) -> None:
    """Print a table of articles, as wide as standard output.

    :param chosen: the columns that the user has asked for, by their heads: what each has of a row. They stay
        longest where there is little room.
    """
    columns = [
        Column("ID"),
        Column(pgettext("column", "Title")),
        Column(pgettext("column", "Authors"), most=18, rank=3),
        Column(pgettext("column", "Date"), rank=4),
        *(Column(visible(displayed(head)), most=24, rank=1) for head in chosen),
        Column(pgettext("column", "Chars"), is_number=True, rank=5),
        Column(pgettext("column", "Notes"), is_number=True, rank=6),
        Column(pgettext("column", "Tags"), most=24, rank=7),
        Column(pgettext("column", "Status"), rank=2),
    ]
    values = [_values(row, short_id, chosen.values()) for row in rows]
    kept, widths = _layout(columns, values, stdout_width())
    header = [columns[number].header for number in kept]
    sys.stdout.write(styled(_line(header, widths, [False] * len(kept)), "bold") + "\n")
    numbers = [columns[number].is_number for number in kept]
    for each in values:
        line = _line([each[number] for number in kept], widths, numbers)
        sys.stdout.write(styled(line[: widths[0]], "cyan") + line[widths[0] :] + "\n")


def _values(
    row: Row, short_id: Callable[[str], str], chosen: Iterable[Callable[[Row], str]]
) -> tuple[str, ...]:
    return (
        short_id(row.id),
        visible(displayed(row.title)),
        visible(displayed(" ".join(row.authors))),
        row.date,
        *(visible(displayed(value_of(row))) for value_of in chosen),
        amount(row.chars),
        str(row.annotations),
        visible(displayed(" ".join(row.tags))),
        str(STATUSES[row.status]),
    )


def _layout(
    columns: Sequence[Column], values: Sequence[Sequence[str]], room: int
) -> tuple[list[int], list[int]]:
    """Return the columns that there is room for, by number, and the width of each in cells."""
    widths = [
        max(cells(column.header), *(cells(each) for each in set(found)))
        for column, found in zip(columns, zip(*values, strict=True), strict=True)
    ]
    widths = [min(width, column.most or width) for width, column in zip(widths, columns, strict=True)]
    kept = list(range(len(columns)))
    title = 1
    while True:
        others = sum(widths[number] + GAP for number in kept if number != title)
        dropped = max(kept, key=lambda number: columns[number].rank)
        if room - others >= min(LEAST_TITLE, widths[title]) or not columns[dropped].rank:
            break
        kept.remove(dropped)
    widths[title] = max(min(widths[title], room - others), 2)
    return kept, [widths[number] for number in kept]


def _line(values: Sequence[str], widths: Sequence[int], are_numbers: Sequence[bool]) -> str:
    parts = []
    for value, width, is_number in zip(values, widths, are_numbers, strict=True):
        shown = value if value.isascii() and len(value) <= width else fitted(value, width)
        padding = " " * (width - (len(shown) if shown.isascii() else cells(shown)))
        parts.append(padding + shown if is_number else shown + padding)
    return (" " * GAP).join(parts).rstrip()
