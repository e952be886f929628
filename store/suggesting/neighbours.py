"""The articles near to words: those that have the heaviest of them, of the articles that have tags."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
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


def tagged_neighbours(library: Library, words: Mapping[str, float]) -> list[Neighbour]:
    """The articles with tags that have some of the words, the nearest first.

    :param words: what each weighs; a word that few articles have weighs more than one that many have.
    """
    tagged = library.tagged_texts()
    articles = library.count()
    weights: dict[str, float] = {}
    shared: defaultdict[int, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: -words[word])[:WORDS]:
        texts = library.texts_with(word)
        weights[word] = words[word] * math.log(1 + articles / max(1, len(texts)))
        for number in tagged.keys() & texts:
            shared[number].append(word)
    whole = sum(weights.values())
    near = [
        Neighbour(
            article,
            tuple(sorted(theirs, key=lambda word: -weights[word])),
            sum(weights[word] for word in theirs) / whole,
        )
        for number, theirs in shared.items()
        for article in tagged[number]
    ]
    return sorted(near, key=lambda each: (-each.nearness, each.article))
