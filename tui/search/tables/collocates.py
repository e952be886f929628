"""The collocates of the words that a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
            (f"{line.log_dice:.2f}", f"{line.together:,}", f"{line.left:,}", f"{line.right:,}",
             f"{line.count:,}", f"{line.mutual_information:.2f}", f"{line.t_score:.2f}"),
        )
        for line in table.lines[:MOST_ROWS]
    ]  # fmt: skip
    basis = Basis(len(counting.articles), table.tokens, nodes=table.nodes, is_whole=counting.is_whole)
    return WordTable(rows, len(table.lines), basis)
