"""Facets: which values the articles that match a query have in each field, and how many have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from store.progress import Progress, no_progress
from store.query.tree import Field, Query

if TYPE_CHECKING:
    from store.library import Library
    from store.model.listing.rows import Row

FIELDS = (Field.SOURCE, Field.DATE, Field.COLUMN, Field.AUTHOR, Field.TAG)
"""The fields whose values are counted, in this order; the attributes of the library follow."""

YEAR = len("2020")
"""Dates are counted by year: their first characters."""

PAGE = 512
"""Articles whose rows are asked for at a time."""


class FacetValue(msgspec.Struct, frozen=True):
    """A value of a field."""

    field: str
    """The English name of the field, or the name of an attribute; ``field:value`` is a condition."""
    value: str
    articles: int
    """How many of the articles have it."""


def facets(library: Library, query: Query, *, progress: Progress = no_progress) -> list[FacetValue]:
    """Return the values of the articles that match a query, field by field, the most frequent first.

    A tag counts for an article if it is on the article or on one of its annotations.

    :raises UsageError: a pattern takes too long on a text.
    """
    attributes = library.attributes.names()
    tagged = {article for articles in library.texts.tagged().values() for article in articles}
    counts: Counter[tuple[str, str]] = Counter()
    articles = iter(library.texts.matching(query, progress=progress))
    while page := list(islice(articles, PAGE)):
        for row in library.articles.rows_of(page):
            tags = library.codebook.used_on(row.id) if row.id in tagged else ()
            counts.update(set(_values(row, tags, attributes)))
    places = {name: place for place, name in enumerate((*map(str, FIELDS), *attributes))}
    found = [FacetValue(field, value, number) for (field, value), number in counts.items() if value]
    return sorted(found, key=lambda each: (places[each.field], -each.articles, each.value))


def _values(row: Row, tags: Iterable[str], attributes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the values of an article with their fields."""
    yield str(Field.SOURCE), row.source
    yield str(Field.DATE), row.date[:YEAR]
    yield str(Field.COLUMN), row.column
    for author in row.authors:
        yield str(Field.AUTHOR), author
    for tag in tags:
        yield str(Field.TAG), tag
    for name in attributes:
        yield name, row.attributes.get(name, "")
