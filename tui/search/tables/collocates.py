"""The collocates of the words that a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.language.amounts import two_places
from tui.search.tables.word_table import MOST_ROWS, Basis, WordRow, WordTable

if TYPE_CHECKING:
    from tui.search.tables.counting import Counting


def collocate_table(counting: Counting) -> WordTable:
    """Return the words that stand near the words found, the most strongly associated first."""
    from store.corpus.collocates import collocates
    from store.query.places import merged, places

    table = collocates(
        counting.reader,
        counting.articles,
        lambda text: merged(places(counting.query, text)),
        progress=counting.progress,
    )
    rows = [
        WordRow(
            line.item,
            line,
            (line.log_dice, line.together, line.left, line.right, line.count,
             line.mutual_information, line.t_score),
            (two_places(line.log_dice), f"{line.together:,}", f"{line.left:,}", f"{line.right:,}",
             f"{line.count:,}", two_places(line.mutual_information), two_places(line.t_score)),
        )
        for line in table.lines[:MOST_ROWS]
    ]  # fmt: skip
    basis = Basis(len(counting.articles), table.tokens, nodes=table.nodes, is_whole=counting.is_whole)
    return WordTable(rows, len(table.lines), basis)
