"""Tags for words: what was given elsewhere to the same words, or to similar ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from store.chinese.folding import comparison_form, fold
from store.errors import PizhuError
from store.library import Library
from store.model.labels import cut
from store.suggestions.neighbours import tagged_neighbours
from store.suggestions.similarity import How, Likeness, likeness
from store.suggestions.suggestion import Kind, Names, Suggestion, Why, ranked

READ = 1000
"""Articles of which the annotations are read for tags on similar words; if there are more with tags, those
that have most of the words, which takes about as long for any library."""

GIVEN_ONCE = 0.1
"""What a tag loses that was given to such words only once, beside one that they have again and again."""


def suggest_for_words(
    library: Library, article: str, start: int, end: int, *, has: Iterable[str] = ()
) -> list[Suggestion]:
    """The tags given elsewhere to the words ``text[start:end]`` or to similar ones, the best first.

    From any thread. What stands on exactly these words already is not suggested.

    :param has: other tags that are not to be suggested.
    """
    words = comparison_form(library.articles.get(article).text[start:end])
    here = {
        mark.id: mark for mark in library.annotations.of(article) if (mark.start, mark.end) == (start, end)
    }
    left_out = {fold(tag) for tags in (has, *(mark.tags for mark in here.values())) for tag in tags}
    found: defaultdict[str, list[_Found]] = defaultdict(list)
    for each in _like(library, words) if words else ():
        if each.annotation not in here:
            for tag in each.tags:
                found[tag].append(each)
    left_out |= library.dismissals.of_words(words)
    wanted = {
        tag: [_as_reason(library, places)] for tag, places in found.items() if fold(tag) not in left_out
    }
    return ranked(wanted, Names(library.codebook.tags()), left_out)


class _Found(NamedTuple):
    """An annotation on the same words, or on similar ones."""

    article: str
    annotation: str
    quote: str
    tags: tuple[str, ...]
    likeness: Likeness


def _like(library: Library, words: str) -> Iterator[_Found]:
    for article in _articles_to_read(library, words):
        with suppress(PizhuError):  # damaged or removed: the listing tells of it
            for quote in library.annotations.quotes(article):
                how = likeness(comparison_form(quote.exact), words) if quote.tags else None
                if how is not None:
                    yield _Found(article, quote.id, quote.exact, quote.tags, how)


def _articles_to_read(library: Library, words: str) -> list[str]:
    """The articles whose annotations are looked through: all with tags or, of many, those with the words."""
    tagged = library.texts.tagged()
    if len(tagged) <= READ:
        return [article for articles in tagged.values() for article in articles]
    pairs = (words[place : place + 2] for place in range(max(1, len(words) - 1)))
    pieces = {words: float(len(words)), **{pair: 1.0 for pair in pairs if pair.isalnum() and pair != words}}
    return [each.article for each in islice(tagged_neighbours(library, pieces, tagged), READ)]


def _as_reason(library: Library, places: list[_Found]) -> Why:
    """Why a tag is suggested that similar words have: the most similar ones."""
    best = max(places, key=lambda place: place.likeness.degree)
    row = library.articles.row(best.article)
    where = f"in 「{cut(row.title if row else best.article)}」"
    quote = f"「{cut(best.quote)}」"
    phrases = {
        How.SAME: "the same words",
        How.CONTAINING: f"they stand in {quote}",
        How.CONTAINED: f"{quote} is a part of them",
        How.SIMILAR: f"similar: {quote}",
    }
    more = f", and {len(places) - 1:,} more" if len(places) > 1 else ""
    kind = Kind.SAME if best.likeness.how is How.SAME else Kind.SIMILAR
    score = best.likeness.degree * (1 - GIVEN_ONCE / len(places))
    return Why(kind, f"{phrases[best.likeness.how]} {where}{more}", score)
