"""The key words of what a query finds: those that are more frequent there than in a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _
from store.reasons import reason_of
from tui.search.state import Reference
from tui.search.tables.word_table import MOST_ROWS, Basis, WordRow, WordTable

if TYPE_CHECKING:
    from store.corpus.frequency import WordList
    from tui.search.tables.counting import Counting


def key_word_table(counting: Counting) -> WordTable:
    """Return the words that are more frequent than in the reference, the most certain ones first."""
    from store.corpus.frequency import word_list
    from store.corpus.keyness import key_items

    here = word_list(counting.reader, counting.articles, progress=counting.progress)
    reference = _reference(counting)
    items = key_items(here, reference)
    rows = [
        WordRow(
            key.item,
            key,
            (key.log_likelihood, key.count, key.per_million, key.reference_count, key.percent_difference),
            (f"{key.log_likelihood:,.1f}", f"{key.count:,}", f"{key.per_million:,.1f}",
             f"{key.reference_count:,}",
             f"{key.percent_difference:+,.0f}" if key.reference_count else "∞"),
        )
        for key in items[:MOST_ROWS]
    ]  # fmt: skip
    basis = Basis(
        here.articles,
        here.tokens,
        here.types,
        is_whole=counting.is_whole,
        other_articles=reference.articles,
        other_tokens=reference.tokens,
    )
    return WordTable(rows, len(items), basis)


def _reference(counting: Counting) -> WordList:
    """Return what is compared with: all other articles, or jieba's dictionary; that too if there are none."""
    from store.corpus.frequency import word_list
    from store.corpus.keyness import dictionary_list
    from store.query.tree import Query

    if counting.settings.reference is Reference.OTHERS:
        here = set(counting.articles)
        others = [each for each in counting.library.texts.matching(Query()) if each not in here]
        if others:
            return word_list(counting.reader, others, progress=counting.progress)
    try:
        return dictionary_list(counting.cache)
    except (ImportError, OSError, ValueError) as error:
        message = _("jieba's dictionary cannot be read: {reason}.", reason=reason_of(error))
        raise UsageError(message) from error
