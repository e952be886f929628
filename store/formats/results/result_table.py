"""Tables of what a query finds: commands print them, and the search screen writes them to files.

Tables of articles, lines and passages begin with what an article is known by and end with a column for each
attribute of the library. The heads do not depend on the rows: a table without rows has them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from store.formats.tables.rows import attribute_cells
from store.model.listing.rows import Row
from store.model.tables.attribute import ArticleAttribute

if TYPE_CHECKING:
    from store.finding.concordance import Line
    from store.finding.passages import Passage

Value: TypeAlias = str | int | float | tuple[str | int, ...] | None
"""The value of a result in a column; a tuple where it has several."""

RowOf: TypeAlias = Callable[[str], Row | None]
"""Returns the row of an article, by its ID; None if it is no longer there."""

HEAD = ("article", "title", "authors", "source", "date")
"""The columns by which an article is known."""

ARTICLE_HEADS = (*HEAD, "tags", "places")
LINE_HEADS = (*HEAD, "start", "end", "left", "node", "right", "tags", "notes")
_FURTHER = ("kicker", "subtitle", "column", "chars", "tags", "annotations", "status", "starred", "added")
"""The further fields of a row in a list."""
PASSAGE_HEADS = (*HEAD, "start", "end", "text", "tags", "notes")


class ResultTable(NamedTuple):
    """A table of results."""

    heads: tuple[str, ...]
    """The names of the columns."""
    rows: Iterable[Sequence[Value]]
    """A row for each result, with a value for each column."""

    def records(self) -> Iterator[dict[str, Value]]:
        """Yield each row by the names of the columns. Where two have one name, the first keeps it."""
        for row in self.rows:
            record: dict[str, Value] = {}
            for name, value in zip(self.heads, row, strict=True):
                record.setdefault(name, value)
            yield record


def article_table(
    found: Iterable[tuple[Row, int]], attributes: Sequence[ArticleAttribute] = ()
) -> ResultTable:
    """Return the table of articles.

    :param found: the row of each article, and how many places its text has.
    :param attributes: those of the library.
    """
    return ResultTable(
        (*ARTICLE_HEADS, *_names(attributes)),
        ((*_head(row), row.tags, places, *attribute_cells(row, attributes)) for row, places in found),
    )


def row_table(rows: Iterable[Row], attributes: Sequence[ArticleAttribute] = ()) -> ResultTable:
    """Return the table of a list of articles, with all that the list knows of each.

    :param attributes: those of the library.
    """
    return ResultTable(
        (*HEAD, *_FURTHER, *_names(attributes)),
        (
            (*_head(row), *(getattr(row, name) for name in _FURTHER), *attribute_cells(row, attributes))
            for row in rows
        ),
    )


def line_table(
    lines: Iterable[Line], row_of: RowOf, attributes: Sequence[ArticleAttribute] = ()
) -> ResultTable:
    """Return the table of lines of a concordance, each with the tags and the notes of its annotations.

    :param attributes: those of the library.
    """
    known = _known(row_of, attributes)

    def rows() -> Iterator[Sequence[Value]]:
        for line in lines:
            head, values = known(line.article)
            place = (line.start, line.end, line.left, line.node, line.right)
            yield (*head, *place, line.tags, line.notes, *values)

    return ResultTable((*LINE_HEADS, *_names(attributes)), rows())


def passage_table(
    passages: Iterable[Passage], row_of: RowOf, attributes: Sequence[ArticleAttribute] = ()
) -> ResultTable:
    """Return the table of passages, each with the tags and the notes of its annotations.

    :param attributes: those of the library.
    """
    known = _known(row_of, attributes)

    def rows() -> Iterator[Sequence[Value]]:
        for each in passages:
            head, values = known(each.article)
            tags = tuple(dict.fromkeys(tag for annotation in each.annotations for tag in annotation.tags))
            notes = tuple(annotation.note for annotation in each.annotations if annotation.note)
            yield (*head, each.start, each.end, each.text, tags, notes, *values)

    return ResultTable((*PASSAGE_HEADS, *_names(attributes)), rows())


def record_table(kind: type[msgspec.Struct], records: Iterable[msgspec.Struct]) -> ResultTable:
    """Return the table of records such as the lines of a word list: a column for each field.

    :param kind: what the records are.
    """
    names = kind.__struct_fields__
    return ResultTable(names, (tuple(getattr(each, name) for name in names) for each in records))


def _names(attributes: Iterable[ArticleAttribute]) -> Iterator[str]:
    return (each.name for each in attributes)


def _head(row: Row) -> tuple[Value, ...]:
    return (row.id, row.title, row.authors, row.source, row.date)


def _known(
    row_of: RowOf, attributes: Sequence[ArticleAttribute]
) -> Callable[[str], tuple[tuple[Value, ...], tuple[Value, ...]]]:
    """Return what gives the first and the last cells of the rows of an article."""

    @cache
    def known(article: str) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
        row = row_of(article)
        if row is None:
            return (article, *[""] * (len(HEAD) - 1)), ("",) * len(attributes)
        return _head(row), tuple(attribute_cells(row, attributes))

    return known
