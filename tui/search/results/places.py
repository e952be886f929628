"""The place of a result: its article, where it stands there, and its words."""

from __future__ import annotations

from store.finding.concordance import Line
from tui.search.gathering import FoundRow
from tui.search.results.result_list import Result
from tui.search.tables.word_table import WordRow


def article_of(result: Result) -> str:
    """Return the ID of the article of a result; empty for a word, which has none."""
    if isinstance(result, WordRow):
        return ""
    return result.row.id if isinstance(result, FoundRow) else result.article


def range_of(result: Result) -> tuple[int, int]:
    """Return the place of a result in its article, as (start, end) in code points."""
    if isinstance(result, WordRow):
        return 0, 0
    if isinstance(result, FoundRow):
        return (result.hit.start, result.hit.end) if result.hit else (0, 0)
    return result.start, result.end


def words_of(result: Result) -> str:
    """Return the words at the place of a result."""
    if isinstance(result, WordRow):
        return result.item
    if isinstance(result, FoundRow):
        hit = result.hit
        return hit.snippet[hit.lead : hit.lead + hit.end - hit.start] if hit else ""
    return result.node if isinstance(result, Line) else result.text
