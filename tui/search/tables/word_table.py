"""A table of words: its rows, their columns, their order, and on what the figures rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.language import Lazy, lazy
from tui.search.state import View

if TYPE_CHECKING:
    from msgspec import Struct

    from store.terms.clipper import Clip

MOST_ROWS = 5000
"""The words of a table, those that come first by its own order."""

_LIST = (
    lazy("Item", "column"), lazy("Count", "column"), lazy("Per million", "column"),
    lazy("Articles", "column"), lazy("DP", "column"), lazy("Where", "column"),
)  # fmt: skip

HEADS: dict[View, tuple[Lazy, ...]] = {
    View.WORDS: _LIST,
    View.NGRAMS: _LIST,
    View.COLLOCATES: (
        lazy("Item", "column"), lazy("logDice", "column"), lazy("Together", "column"),
        lazy("Left", "column"), lazy("Right", "column"), lazy("Count", "column"),
        lazy("MI", "column"), lazy("t", "column"),
    ),
    View.KEY_WORDS: (
        lazy("Item", "column"), lazy("LL", "column"), lazy("Count", "column"),
        lazy("Per million", "column"), lazy("Reference", "column"), lazy("%DIFF", "column"),
    ),
    View.GAP: (
        lazy("Item", "column"), lazy("Places", "column"), lazy("Articles", "column"),
        lazy("Example", "column"),
    ),
}  # fmt: skip
"""The heads of the columns of each table. Its own order is by the second one."""


class WordRow(NamedTuple):
    """A word with its figures."""

    item: str
    record: Struct
    """What was counted: a line of a word list and so on, as the commands print it."""
    figures: tuple[float, ...]
    """By which the table is sorted: a figure for each column after the first."""
    shown: tuple[str, ...]
    """The cells after the first one."""
    example: str = ""
    """What stands after the other cells, in the room that is left."""


class Basis(NamedTuple):
    """On what the figures of a table rest."""

    articles: int
    """How many articles were counted."""
    tokens: int = 0
    """How many words they have; or how often the gap is filled."""
    types: int = 0
    """How many of them are different."""
    nodes: int = 0
    """How often the words found occur."""
    is_whole: bool = False
    """Whether all articles of the library were counted, not those that the query finds."""
    other_articles: int = 0
    """How many articles these are compared with; 0 for jieba's dictionary."""
    other_tokens: int = 0


class WordTable(NamedTuple):
    """The rows of a table in its own order."""

    rows: Sequence[WordRow]
    """The first :data:`MOST_ROWS`."""
    total: int
    """How many rows there are, also those that are not listed."""
    basis: Basis
    clip: Clip | None = None
    """The places of what fills a gap."""


def sorted_rows(rows: Sequence[WordRow], column: int, *, is_reversed: bool) -> list[WordRow]:
    """Sort rows by a column: figures from the largest on, words by pinyin.

    :param column: from 0, which is the word itself.
    """
    if column == 0:
        from store.chinese.pinyin import collation_key

        return sorted(rows, key=lambda row: collation_key(row.item), reverse=is_reversed)
    return sorted(rows, key=lambda row: row.figures[column - 1], reverse=not is_reversed)
