"""Counts the values of a facet in a thread: how many articles would have each if it was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from threading import Event, Thread
from typing import TYPE_CHECKING

from store.errors import PizhuError, Stopped
from store.query.tree import Field
from tui.search.facets.facet_conditions import Facet

if TYPE_CHECKING:
    from store.library import Library
    from store.model.listing.rows import Row
    from store.query.tree import Query

FIELDS = (Field.SOURCE, Field.DATE, Field.COLUMN, Field.AUTHOR, Field.TAG)
"""The fields whose values are counted, in the order in which they are shown. Attributes come after them."""

YEAR, MONTH = len("2020"), len("2020-03")
"""The lengths of a year and a month in a date."""

FacetCounts = dict[Facet, Counter[str]]
"""By field or attribute, how many of the articles have each value. Dates are counted by year and by month."""

PAGE = 512
"""The articles that are looked at together."""

Deliver = Callable[[Facet, "Query", Counter[str]], object]


class FacetCounting:
    """Counts the values of fields. It runs in a thread of its own until it ends or is stopped."""

    def __init__(self, library: Library, wanted: Mapping[Facet, Query], deliver: Deliver) -> None:
        """Begin to count.

        :param wanted: by field or attribute, the query whose articles are counted.
        :param deliver: called in the thread with each of these, its query and the counts of its values.
        """
        self._library = library
        self._wanted = wanted
        self._deliver = deliver
        self._is_stopped = Event()
        self._thread = Thread(target=self._run, name="facets", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Deliver nothing from now on."""
        self._is_stopped.set()

    # In the thread

    def _run(self) -> None:
        with suppress(PizhuError):  # a pattern that takes too long: the query itself tells of it
            for facet, query in self._wanted.items():
                counts = Counter(self._values(facet, query))
                self._report(0, 0)
                self._deliver(facet, query, counts)

    def _report(self, _done: int, _total: int) -> None:
        """End if the counting was stopped.

        :raises Stopped: it was.
        """
        if self._is_stopped.is_set():
            raise Stopped

    def _values(self, facet: Facet, query: Query) -> Iterator[str]:
        """Yield each value of each article."""
        tagged: set[str] = set()
        if facet is Field.TAG:
            tagged.update(*self._library.texts.tagged().values())
        articles = iter(self._library.texts.matching(query, progress=self._report))
        while page := list(islice(articles, PAGE)):
            self._report(0, 0)
            for row in self._library.articles.rows_of(page):
                tags = self._library.codebook.used_on(row.id) if row.id in tagged else ()
                yield from facet_values(row, facet, tags)


def facets_of(library: Library) -> tuple[Facet, ...]:
    """Return the fields and attributes whose values are counted, in the order in which they are shown."""
    return (*FIELDS, *library.attributes.names())


def facet_values(row: Row, facet: Facet, tags: Iterable[str]) -> set[str]:
    """Return the values of a field or attribute that an article has.

    :param tags: those that are used on the article.
    """
    values: Iterable[str] = ()
    if facet is Field.TAG:
        values = tags
    elif facet is Field.DATE:
        values = (row.date[:YEAR], row.date[:MONTH])
    elif facet is Field.AUTHOR:
        values = row.authors
    elif facet is Field.SOURCE:
        values = (row.source,)
    elif facet is Field.COLUMN:
        values = (row.column,)
    else:
        values = (row.attributes.get(facet, ""),)
    return set(filter(None, values))
