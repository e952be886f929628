"""What the search screen shows, kept while it is closed, and the names of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from store.finding.passages import PassageUnit
from store.language import Lazy, lazy
from store.terms.clipper import GapUnit

if TYPE_CHECKING:
    from store.finding.concordance import Position, SortKey
    from tui.search.results.result_list import Result


class View(StrEnum):
    """What is shown of what a query finds."""

    ARTICLES = "articles"
    LINES = "lines"
    PASSAGES = "passages"
    WORDS = "words"
    COLLOCATES = "collocates"
    KEY_WORDS = "key_words"
    NGRAMS = "ngrams"
    GAP = "gap"
    """What fills the gap of a pattern such as 记者*."""

    @property
    def counts_words(self) -> bool:
        """Whether it is a table of the words of the articles."""
        return self not in (View.ARTICLES, View.LINES, View.PASSAGES)

    @property
    def needs_words(self) -> bool:
        """Whether the query must name words of the texts."""
        return self in (View.LINES, View.COLLOCATES, View.GAP)


VIEW_NAMES: dict[View, Lazy] = {
    View.ARTICLES: lazy("Articles"),
    View.LINES: lazy("Lines"),
    View.PASSAGES: lazy("Passages"),
    View.WORDS: lazy("Words"),
    View.COLLOCATES: lazy("Collocates"),
    View.KEY_WORDS: lazy("Key words"),
    View.NGRAMS: lazy("N-grams"),
    View.GAP: lazy("Gap"),
}

UNITS: dict[PassageUnit, Lazy] = {
    PassageUnit.PARAGRAPH: lazy("paragraphs"),
    PassageUnit.SENTENCE: lazy("sentences"),
    PassageUnit.CODING: lazy("codings"),
}


class Reference(StrEnum):
    """With what the articles found are compared for key words."""

    OTHERS = "others"
    """All other articles of the library."""
    DICTIONARY = "dictionary"
    """The frequencies of general Chinese in jieba's dictionary."""


class TableSettings(NamedTuple):
    """What is counted for the tables of words."""

    is_whole: bool = False
    """Whether all articles of the library are counted, not those that the query finds."""
    reference: Reference = Reference.OTHERS
    size: int = 2
    """How many words an n-gram has."""
    gap_unit: GapUnit = GapUnit.WORD
    gap_length: int | None = None
    """How many words or characters fill a gap at most; None for the usual number."""


class Destination(NamedTuple):
    """The place that the user wants to read."""

    results: Sequence[Result]
    """The results in their order, of which one is opened; keys go on to the others."""
    place: int
    """Which of them, from 0."""


class SearchState:
    """What the search screen shows. It is kept while the screen is closed."""

    def __init__(self) -> None:
        self.typed = ""
        self.view = View.LINES
        self.unit = PassageUnit.PARAGRAPH
        self.group: tuple[Position | None, str] | None = None
        """What the lines are narrowed to: an item at a position, or where there is none, of the words found.
        None for all lines."""
        self.sort: tuple[SortKey, ...] = ()
        self.is_reversed = False
        self.by_words = False
        """Whether positions such as R1 count words, not characters."""
        self.are_words_reversed = False
        """Whether tables of words stand in the reverse order."""
        self.tables = TableSettings()
        self.columns: dict[View, int] = {}
        """By view of words, the column that its table is sorted by, from 0."""
        self.cursor = 0
        self.detail = 0
        """How much of the text is shown below the results: 0, 1 or 2."""
