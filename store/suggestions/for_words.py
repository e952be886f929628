"""Suggests tags for words: those given elsewhere to the same or similar words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from store.chinese.folding import comparison_form, fold
from store.errors import PizhuError
from store.language import _, lazy
from store.library import Library
from store.model.labels import cut
from store.suggestions.neighbours import tagged_neighbours
from store.suggestions.similarity import Similarity, SimilarityKind, similarity
from store.suggestions.suggestion import Reason, Suggestion, SuggestionKind, TagNames, rank
from store.wording import in_quotes

MAX_ARTICLES_READ = 1000
"""The maximum number of articles whose annotations are compared. If more have tags, those that contain most
of the words are read, which takes about the same time in any library."""

_REASONS = {
    SimilarityKind.SAME: lazy("the same words in {title}"),
    SimilarityKind.CONTAINING: lazy("part of {quote} in {title}"),
    SimilarityKind.CONTAINED: lazy("contains {quote} in {title}"),
    SimilarityKind.SIMILAR: lazy("similar: {quote} in {title}"),
}

SINGLE_USE_PENALTY = 0.1
"""The share of the score that a tag loses if it was given to such words only once."""


def suggest_for_words(
    library: Library, article: str, start: int, end: int, *, has: Iterable[str] = ()
) -> list[Suggestion]:
    """Return the tags given elsewhere to ``text[start:end]`` or to similar words, best first. Thread-safe.

    Tags already on exactly this range are left out.

    :param has: other tags to leave out.
    """
    words = comparison_form(library.articles.get(article).text[start:end])
    here = {
        annotation.id: annotation
        for annotation in library.annotations.of(article)
        if (annotation.start, annotation.end) == (start, end)
    }
    left_out = {
        fold(tag) for tags in (has, *(annotation.tags for annotation in here.values())) for tag in tags
    }
    found: defaultdict[str, list[_SimilarAnnotation]] = defaultdict(list)
    for each in _similar_annotations(library, words) if words else ():
        if each.annotation not in here:
            for tag in each.tags:
                found[tag].append(each)
    left_out |= library.dismissals.of_words(words)
    reasons = {tag: [_reason(library, places)] for tag, places in found.items() if fold(tag) not in left_out}
    return rank(reasons, TagNames(library.codebook.tags()), left_out)


class _SimilarAnnotation(NamedTuple):
    """An annotation on the same or similar words."""

    article: str
    annotation: str
    quote: str
    tags: tuple[str, ...]
    similarity: Similarity


def _similar_annotations(library: Library, text: str) -> Iterator[_SimilarAnnotation]:
    for article in _articles_to_read(library, text):
        with suppress(PizhuError):  # damaged or removed: the article list reports it
            for quote in library.annotations.quotes(article):
                how = similarity(comparison_form(quote.exact), text) if quote.tags else None
                if how is not None:
                    yield _SimilarAnnotation(article, quote.id, quote.exact, quote.tags, how)


def _articles_to_read(library: Library, text: str) -> list[str]:
    """Return the articles to compare: all that have tags or, if there are too many, those that contain the
    words.
    """
    tagged = library.texts.tagged()
    if len(tagged) <= MAX_ARTICLES_READ:
        return [article for articles in tagged.values() for article in articles]
    pairs = (text[place : place + 2] for place in range(max(1, len(text) - 1)))
    pieces = {text: float(len(text)), **{pair: 1.0 for pair in pairs if pair.isalnum() and pair != text}}
    return [each.article for each in islice(tagged_neighbours(library, pieces, tagged), MAX_ARTICLES_READ)]


def _reason(library: Library, places: list[_SimilarAnnotation]) -> Reason:
    """Return the reason for a tag, citing its most similar use."""
    best = max(places, key=lambda place: place.similarity.degree)
    row = library.articles.row(best.article)
    reason = _REASONS[best.similarity.how].format(
        quote=in_quotes(cut(best.quote)), title=_("“{title}”", title=cut(row.title if row else best.article))
    )
    if len(places) > 1:
        reason = _("{reason}, and {number:,} more", reason=reason, number=len(places) - 1)
    kind = SuggestionKind.SAME if best.similarity.how is SimilarityKind.SAME else SuggestionKind.SIMILAR
    score = best.similarity.degree * (1 - SINGLE_USE_PENALTY / len(places))
    return Reason(kind, reason, score)
