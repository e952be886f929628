"""Finds the tagged articles that contain most of a set of weighted words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from store.library import Library

MAX_WORDS = 40
"""The maximum number of words used, heaviest first: each is one index query."""


class Neighbour(NamedTuple):
    """An article that contains some of the words and has a tag, on itself or on an annotation."""

    article: str
    """The article's ID."""
    shared: tuple[str, ...]
    """The words it contains, heaviest first."""
    nearness: float
    """Their share of the weight of all words: above 0, at most 1."""


def tagged_neighbours(
    library: Library, text: Mapping[str, float], tagged: Mapping[int, list[str]]
) -> Iterator[Neighbour]:
    """Yield the tagged articles that contain some of the words, nearest first.

    :param words: the weight of each; multiplied by a weight that is larger for rarer words.
    :param tagged: the tagged articles, as returned by :meth:`store.index.search.TextSearch.tagged`.
    """
    articles = library.articles.count()
    weights: dict[str, float] = {}
    having: dict[str, frozenset[int]] = {}
    nearness: defaultdict[int, float] = defaultdict(float)
    for word in sorted(text, key=lambda word: -text[word])[:MAX_WORDS]:
        texts = library.texts.having(word)
        weights[word] = weight = text[word] * math.log(1 + articles / max(1, len(texts)))
        having[word] = texts
        for number in tagged.keys() & texts:
            nearness[number] += weight
    whole = sum(weights.values())
    heaviest_first = sorted(weights, key=lambda word: -weights[word])
    for number in sorted(nearness, key=lambda number: -nearness[number]):
        shared = tuple(word for word in heaviest_first if number in having[word])
        for article in tagged[number]:
            yield Neighbour(article, shared, nearness[number] / whole)
