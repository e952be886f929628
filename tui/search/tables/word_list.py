"""The word list and the n-grams of what a query finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.search.tables.word_table import MOST_ROWS, Basis, WordRow, WordTable

if TYPE_CHECKING:
    from store.corpus.frequency import Items
    from tui.search.tables.counting import Counting

LEVELS = " ▁▂▃▄▅▆▇█"
"""The heights of a bar, from none to the greatest."""


def word_list_table(counting: Counting) -> WordTable:
    """Return the words with their frequency and dispersion."""
    from store.corpus.frequency import words_of

    return _frequencies(counting, words_of)


def ngram_table(counting: Counting) -> WordTable:
    """Return the sequences of words with their frequency and dispersion."""
    from store.corpus.frequency import ngrams_of

    return _frequencies(counting, ngrams_of(counting.settings.size))


def _frequencies(counting: Counting, items: Items) -> WordTable:
    from store.corpus.frequency import frequency_table

    table = frequency_table(
        counting.reader, counting.articles, items, limit=MOST_ROWS, progress=counting.progress
    )
    rows = [
        WordRow(
            line.item,
            line,
            (line.count, line.per_million, line.articles, line.dispersion, line.dispersion),
            (f"{line.count:,}", f"{line.per_million:,.1f}", f"{line.articles:,}",
             f"{line.dispersion:.3f}", bar(line.parts)),
        )
        for line in table.lines
    ]  # fmt: skip
    basis = Basis(table.articles, table.tokens, table.types, is_whole=counting.is_whole)
    return WordTable(rows, table.types, basis)


def bar(parts: Sequence[int]) -> str:
    """Return a bar of one cell a part, as high as its share of the greatest part."""
    highest = max(parts, default=0)
    return "".join(LEVELS[-(-part * (len(LEVELS) - 1) // highest)] if highest else " " for part in parts)
