"""Keyness: what is more frequent in some articles than in others, or than in jieba's own corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import msgspec

from store.chinese.folding import fold
from store.chinese.pinyin import collation_key
from store.corpus.frequency import WordList
from store.corpus.statistics import log_likelihood, per_million, percent_difference

LEAST_LIKELIHOOD = 3.84
"""The log-likelihood from which on an item is key: p < 0.05."""

LEAST_COUNT = 3
"""How often an item must occur in the articles to be key, by default."""


class KeynessSort(StrEnum):
    """An order of key items."""

    LIKELIHOOD = "ll"
    """The most certain difference first."""
    DIFFERENCE = "diff"
    """The largest difference first."""
    COUNT = "count"
    """The most frequent first."""
    REFERENCE = "reference"
    """The most frequent in the reference first."""
    ITEM = "item"
    """By pinyin."""


class KeyItem(msgspec.Struct, frozen=True):
    """An item with its frequency here and in the reference."""

    item: str
    count: int
    per_million: float
    reference_count: int
    reference_per_million: float
    log_likelihood: float
    """See :func:`store.corpus.statistics.log_likelihood`."""
    percent_difference: float
    """See :func:`store.corpus.statistics.percent_difference`; negative if it is rarer here."""


def key_items(
    here: WordList,
    reference: WordList,
    *,
    sort: KeynessSort = KeynessSort.LIKELIHOOD,
    is_reversed: bool = False,
    rarer: bool = False,
    least: int = LEAST_COUNT,
    limit: int = 0,
) -> tuple[KeyItem, ...]:
    """Return what is more frequent here than in the reference.

    Items that are equal in an order stand by log-likelihood, then by code point, also if it is reversed.

    :param rarer: return what is rarer instead.
    :param least: how often an item must occur here; or in the reference, for what is rarer.
    :param limit: the largest number of items; 0 for all.
    """
    candidates = reference.counts if rarer else here.counts
    found = []
    for item, count in candidates.items():
        if count >= least:
            key = _compared(item, here, reference)
            is_rarer = key.percent_difference < 0
            if is_rarer is rarer and key.log_likelihood >= LEAST_LIKELIHOOD:
                found.append(key)
    found.sort(key=lambda key: (-key.log_likelihood, key.item))
    found.sort(key=_FIGURES[sort], reverse=is_reversed)
    return tuple(found[:limit] if limit else found)


def dictionary_list(cache: Path | None = None) -> WordList:
    """Return the frequencies of jieba's dictionary, which come from a large corpus.

    :param cache: the folder for jieba's dictionary, as :class:`store.chinese.words.Segmenter` takes it.
    :raises ImportError: jieba is not installed.
    :raises OSError, ValueError: its dictionary cannot be read.
    """
    from store.chinese.segmentation.dictionary import jieba_dictionary

    counts: Counter[str] = Counter()
    for word, frequency in jieba_dictionary(cache).items():
        counts[fold(word)] += frequency
    return WordList(counts, counts.total(), 0)


def _compared(item: str, here: WordList, reference: WordList) -> KeyItem:
    figures = (here.counts[item], here.tokens, reference.counts[item], reference.tokens)
    return KeyItem(
        item=item,
        count=figures[0],
        per_million=per_million(*figures[:2]),
        reference_count=figures[2],
        reference_per_million=per_million(*figures[2:]),
        log_likelihood=log_likelihood(*figures),
        percent_difference=percent_difference(*figures),
    )


_FIGURES: dict[KeynessSort, Callable[[KeyItem], float | str]] = {
    KeynessSort.LIKELIHOOD: lambda key: -key.log_likelihood,
    KeynessSort.DIFFERENCE: lambda key: -abs(key.percent_difference),
    KeynessSort.COUNT: lambda key: -key.count,
    KeynessSort.REFERENCE: lambda key: -key.reference_count,
    KeynessSort.ITEM: lambda key: collation_key(key.item),
}
"""By order, the figure by which items ascend."""
