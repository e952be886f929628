"""The articles that match a query, each with what it asks for in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import msgspec

from store.errors import PizhuError
from store.index.search import Hit, hit
from store.library import Library
from store.model.listing.rows import Row
from store.progress import Progress, no_progress
from store.query.places import finders, merged
from store.query.tree import Query

SNIPPETS = 3
"""Hits of an article that come with a snippet, by default."""

PAGE = 64
"""Articles whose rows are asked for at a time."""


class FoundArticle(msgspec.Struct, frozen=True):
    """An article that matches a query."""

    row: Row
    places: int
    """How often the text has what the query asks for; 0 if it asks for nothing in texts."""
    hits: tuple[Hit, ...]
    """The first of these places, with snippets."""


def found_articles(
    library: Library,
    query: Query,
    *,
    snippets: int = SNIPPETS,
    progress: Progress = no_progress,
) -> Iterator[FoundArticle]:
    """Yield the articles that match a query, those added last first.

    :param snippets: how many hits of each article come with a snippet.
    :raises UsageError: a pattern takes too long on a text.
    """
    sought = finders(query)
    for page in _pages(library.texts.matching(query, progress=progress)):
        for row in library.articles.rows_of(page):
            places: list[tuple[int, int]] = []
            text = ""
            if sought:
                with suppress(PizhuError):  # an article that was removed meanwhile
                    text = library.texts.text(row.id)
                places = merged(place for each in sought for place in each.places(text))
            yield FoundArticle(row, len(places), tuple(hit(text, *place) for place in places[:snippets]))


def _pages(articles: Iterator[str]) -> Iterator[Sequence[str]]:
    """Yield articles in groups, the first of one, so that the first result comes at once."""
    page: list[str] = []
    size = 1
    for article in articles:
        page.append(article)
        if len(page) >= size:
            yield page
            page, size = [], min(size * 2, PAGE)
    if page:
        yield page
