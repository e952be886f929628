"""Articles by tags as CSV: one row per article.

After the columns that identify the article and those of its attributes come two groups of columns, each with
all tags by name. In the first, ``服务 (count)`` is how many of the article's annotations have the tag. In
the second, ``服务 (0/1)`` is 1 if an annotation or the article itself has it. Tags are counted exactly: the
ones below a tag have columns of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.tables.csv_cells import BOM, csv_row
from store.formats.tables.rows import (
    ARTICLE_HEAD_COLUMNS,
    article_head,
    attribute_cells,
    count_tags,
    tag_columns,
    tag_presence,
)

COUNT_SUFFIX, ZERO_ONE_SUFFIX = " (count)", " (0/1)"
"""Follow the tag's name in the heads of its columns."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the articles of a selection and their tags."""
    write_text(out, _lines(selection))


def _lines(selection: Selection) -> Iterator[str]:
    tags, attributes = tag_columns(selection), selection.library.attributes.all()
    yield BOM + csv_row(
        [
            *ARTICLE_HEAD_COLUMNS,
            *(each.name for each in attributes),
            *(tag + COUNT_SUFFIX for tag in tags),
            *(tag + ZERO_ONE_SUFFIX for tag in tags),
        ]
    )
    for article, selected in selection:
        tag_counts = count_tags(selected)
        presence = tag_presence(article, tag_counts)
        yield csv_row(
            [
                *article_head(article),
                *attribute_cells(article, attributes),
                *(tag_counts[tag] for tag in tags),
                *(presence[tag] for tag in tags),
            ]
        )
