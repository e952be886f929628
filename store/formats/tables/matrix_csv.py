"""Articles by tags as CSV: a row an article, for each tag how often its quotes have it, then 0 or 1.

After the columns that name the article come two groups of columns, each with all tags by name. In the
first, ``服务 (count)`` is how many of its annotations have the tag; in the second, ``服务 (0/1)`` is 1 if one
of them or the article itself has it. A tag counts where it stands itself: those below it have columns of
their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting import write_text
from store.exporting.selection import Selection
from store.formats.tables.csv_cells import BOM, csv_row
from store.formats.tables.rows import ARTICLE, columns, counts, head_of, presence

COUNT, ZERO_ONE = " (count)", " (0/1)"
"""What follows a tag's name at the top of its columns."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the articles of a selection, and which tags they have."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    tags = columns(selection)
    yield BOM + csv_row([*ARTICLE, *(tag + COUNT for tag in tags), *(tag + ZERO_ONE for tag in tags)])
    for article, marks in selection:
        counted = counts(marks)
        there = presence(article, counted)
        yield csv_row([*head_of(article), *(counted[tag] for tag in tags), *(there[tag] for tag in tags)])
