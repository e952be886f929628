"""Counts the values of a field in a thread: how many articles would have each if it was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from threading import Event, Thread
from typing import TYPE_CHECKING

from store.errors import PizhuError, Stopped
from store.query.tree import Field
from tui.search.gathering import MONTH, YEAR

if TYPE_CHECKING:
    from store.library import Library
    from store.model.listing.rows import Row
    from store.query.tree import Query

PAGE = 512
"""The articles that are looked at together."""

Deliver = Callable[[Field, "Query", Counter[str]], object]


class FacetCounting:
    """Counts the values of fields. It runs in a thread of its own until it ends or is stopped."""

    def __init__(self, library: Library, wanted: Mapping[Field, Query], deliver: Deliver) -> None:
        """Begin to count.

        :param wanted: by field, the query whose articles are counted.
        :param deliver: called in the thread with each field, its query and the counts of its values.
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
            for field, query in self._wanted.items():
                counts = Counter(self._values(field, query))
                self._report(0, 0)
                self._deliver(field, query, counts)

    def _report(self, _done: int, _total: int) -> None:
        """End if the counting was stopped.

        :raises Stopped: it was.
        """
        if self._is_stopped.is_set():
            raise Stopped

    def _values(self, field: Field, query: Query) -> Iterator[str]:
        """Yield each value of each article."""
        tagged: set[str] = set()
        if field is Field.TAG:
            tagged.update(*self._library.texts.tagged().values())
        articles = iter(self._library.texts.matching(query, progress=self._report))
        while page := list(islice(articles, PAGE)):
            self._report(0, 0)
            for row in self._library.articles.rows_of(page):
                yield from filter(None, set(self._of(row, field, is_tagged=row.id in tagged)))

    def _of(self, row: Row, field: Field, *, is_tagged: bool) -> Iterable[str]:
        if field is Field.TAG:
            return self._library.codebook.used_on(row.id) if is_tagged else ()
        if field is Field.DATE:
            return (row.date[:YEAR], row.date[:MONTH])
        if field is Field.AUTHOR:
            return row.authors
        return (row.source if field is Field.SOURCE else row.column,)
