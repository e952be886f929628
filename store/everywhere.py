"""Tag everywhere: every place where words stand, in one article or in the library, tagged in one step."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.chinese.folding import fold
from store.library import Library
from store.search import Hit, hits

MOST = 1000
"""Places that are listed."""


class Place(msgspec.Struct, frozen=True):
    """A place where the words stand."""

    article: str
    """Its ID."""
    title: str
    hit: Hit


def places(library: Library, words: str, first: str = "") -> list[Place]:
    """Every place of the words in either script and width, the most relevant articles first; at most so many.

    :param first: the ID of an article whose places come before all others.
    """
    phrase = " ".join(words.split())
    found: list[Place] = []
    if first:
        article = library.article(first)
        found = [Place(first, article.title, hit) for hit in hits(article.text, fold(phrase))]
    for each in library.texts.search(phrase):
        if len(found) >= MOST:
            break
        if each.id != first:
            found += [Place(each.id, each.title, hit) for hit in each.hits]
    return found[:MOST]


def tag_everywhere(library: Library, chosen: Iterable[Place], tags: Iterable[str]) -> int:
    """Give tags to places, in one step; to how many: those that have them already are left out."""
    wanted = tuple(tags)
    done = 0
    chosen = list(chosen)
    with library.one_step(f"tag {len(chosen)} places {' '.join(wanted)}"):
        for place in chosen:
            start, end = place.hit.start, place.hit.end
            there = [
                mark for mark in library.annotations(place.article) if (mark.start, mark.end) == (start, end)
            ]
            if any(set(wanted) <= set(mark.tags) for mark in there):
                continue
            library.marks.annotate(place.article, start, end, tags=wanted)
            done += 1
    return done
