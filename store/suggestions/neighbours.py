"""The articles near to words: those that have the heaviest of them, of the articles that have tags."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from store.library import Library

WORDS = 40
"""Words by which neighbours are looked for, at most, the heaviest ones: each is a question to the index."""


class Neighbour(NamedTuple):
    """An article that has some of the words, and a tag, on itself or on an annotation."""

    article: str
    """Its ID."""
    shared: tuple[str, ...]
    """The words that it has, the heaviest first."""
    nearness: float
    """The share of all the words' weight that these have: above 0, at most 1."""


def tagged_neighbours(
    library: Library, words: Mapping[str, float], tagged: Mapping[int, list[str]]
) -> Iterator[Neighbour]:
    """The articles with tags that have some of the words, the nearest first.

    :param words: what each weighs; a word that few articles have weighs more than one that many have.
    :param tagged: the articles with tags, as :meth:`store.index.search.TextSearch.tagged` tells them.
    """
    articles = library.articles.count()
    weights: dict[str, float] = {}
    having: dict[str, frozenset[int]] = {}
    nearness: defaultdict[int, float] = defaultdict(float)
    for word in sorted(words, key=lambda word: -words[word])[:WORDS]:
        texts = library.texts.having(word)
        weights[word] = weight = words[word] * math.log(1 + articles / max(1, len(texts)))
        having[word] = texts
        for number in tagged.keys() & texts:
            nearness[number] += weight
    whole = sum(weights.values())
    heaviest_first = sorted(weights, key=lambda word: -weights[word])
    for number in sorted(nearness, key=lambda number: -nearness[number]):
        shared = tuple(word for word in heaviest_first if number in having[word])
        for article in tagged[number]:
            yield Neighbour(article, shared, nearness[number] / whole)
