"""Gathers what a query finds, in a thread, and delivers it batch by batch until it is stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from store.errors import PizhuError, Stopped
from store.finding.concordance import Line, NotedRanges, TaggedRanges, annotated_articles, line_at
from store.index.evaluation import NEWEST
from store.index.search import Hit, hit
from store.model.listing.rows import Row
from store.query.places import finders
from tui.search.facets.facet_counting import PAGE, FacetCounts, facet_values, facets_of

if TYPE_CHECKING:
    from store.finding.passages import Passage, PassageUnit
    from store.library import Library
    from store.model.annotation import Annotation
    from store.query.tree import Query

INTERVAL = 0.08
"""Seconds between two batches, at least, after the first one."""

PAUSE = 0.12
"""Seconds after the first results in which the index is asked for nothing more: what is typed next has not to
wait for an answer that nobody wants any more."""

FIRST = 8
"""The articles of the first batch. It has fewer if the next ones have to wait for the index."""

PAGES = (*(1,) * FIRST, 64)
"""How many articles are looked at together at first, so that the first results come at once."""

MOST_LINES = 200_000
"""Lines that are gathered; of further places only the number is told."""

MOST_PASSAGES = 20_000
"""Passages that are gathered; of further ones only the number is told."""


class FoundRow(NamedTuple):
    """An article that was found."""

    row: Row
    places: int
    """How often the text has what the query asks for."""
    hit: Hit | None
    """The first of these places."""


class Batch(NamedTuple):
    """What was found since the last batch."""

    articles: list[FoundRow]
    lines: list[Line]
    passages: list[Passage]
    facets: FacetCounts
    """The counts of all that was found so far."""
    progress: tuple[int, int]
    """Articles that were looked at, and all that may match."""
    places: int
    """All places or passages found so far, also those beyond :data:`MOST_LINES` or :data:`MOST_PASSAGES`."""
    is_last: bool


Deliver = Callable[[Batch], object]
Fail = Callable[[str], object]


class Gathering:
    """Gathers what one query finds. It runs in a thread of its own until it ends or is stopped."""

    def __init__(
        self,
        library: Library,
        query: Query,
        deliver: Deliver,
        fail: Fail,
        *,
        unit: PassageUnit | None = None,
    ) -> None:
        """Begin to gather.

        :param deliver: called in the thread with each batch.
        :param fail: called in the thread with the message of an error, instead of the last batch.
        :param unit: what a passage is; None gathers articles and lines, no passages.
        """
        self._library = library
        self._query = query
        self._deliver = deliver
        self._fail = fail
        self._unit = unit
        self._is_stopped = Event()
        self._progress = (0, 0)
        self._facets: FacetCounts = {}
        self._places = 0
        self._lines = 0
        self._found: list[FoundRow] = []
        self._found_lines: list[Line] = []
        self._delivered = 0.0
        self._thread = Thread(target=self._run, name="search", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Deliver nothing from now on."""
        self._is_stopped.set()

    def wait(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    # In the thread

    def _run(self) -> None:
        with suppress(Stopped):
            try:
                if self._unit is None:
                    self._gather_articles()
                else:
                    self._gather_passages(self._unit)
            except PizhuError as error:
                if isinstance(error, Stopped):
                    raise
                if not self._is_stopped.is_set():
                    self._fail(str(error))

    def _report(self, done: int, total: int) -> None:
        """Note the progress, and end if the gathering was stopped.

        :raises Stopped: it was.
        """
        self._progress = (done, total)
        self._stop_if_asked()
        if self._found and not self._delivered and done == total == NEWEST:
            self._send_found()  # the newest articles were read; the index is asked for more

    def _stop_if_asked(self) -> None:
        if self._is_stopped.is_set():
            raise Stopped

    def _gather_articles(self) -> None:
        self._facets = {facet: Counter() for facet in facets_of(self._library)}
        sought = finders(self._query)
        with_tags = {article for articles in self._library.texts.tagged().values() for article in articles}
        annotated = annotated_articles(self._library) if sought else set()
        for page in self._pages():
            for row in self._library.articles.rows_of(page):
                self._stop_if_asked()
                text, places = "", []
                if sought:
                    with suppress(PizhuError):  # an article that was removed meanwhile
                        text = self._library.texts.text(row.id)
                    places = sorted({place for each in sought for place in each.places(text)})
                self._places += len(places)
                self._count(row, is_tagged=row.id in with_tags)
                self._found.append(FoundRow(row, len(places), hit(text, *places[0]) if places else None))
                self._found_lines += self._lines_of(row.id, text, places, is_annotated=row.id in annotated)
            if self._is_due() and (self._delivered or len(self._found) >= FIRST):
                self._send_found()
        self._send_found(is_last=True)

    def _send_found(self, *, is_last: bool = False) -> None:
        """Deliver the articles and lines that were found since the last batch."""
        found, lines = self._found, self._found_lines
        self._found, self._found_lines = [], []
        is_first = not self._delivered
        self._send(Batch(found, lines, [], self._counts(), self._progress, self._places, is_last))
        if is_first and not is_last and self._is_stopped.wait(PAUSE):
            raise Stopped

    def _lines_of(
        self, article: str, text: str, places: list[tuple[int, int]], *, is_annotated: bool
    ) -> Iterator[Line]:
        if not places or self._lines >= MOST_LINES:
            return
        annotations: Sequence[Annotation] = ()
        if is_annotated:
            with suppress(PizhuError):  # an article that was removed meanwhile
                annotations = self._library.annotations.of(article)
        tagged, noted = TaggedRanges(annotations), NotedRanges(annotations)
        for place in places[: MOST_LINES - self._lines]:
            self._lines += 1
            yield line_at(article, text, place, tags=tagged.tags(*place), notes=noted.notes(*place))

    def _count(self, row: Row, *, is_tagged: bool) -> None:
        """Count the values of an article."""
        tags = self._library.codebook.used_on(row.id) if is_tagged else ()
        for facet, counts in self._facets.items():
            counts.update(facet_values(row, facet, tags))

    def _counts(self) -> FacetCounts:
        return {facet: Counter(counts) for facet, counts in self._facets.items()}

    def _gather_passages(self, unit: PassageUnit) -> None:
        from store.finding.passages import passages

        found: list[Passage] = []
        number = 0
        for passage in passages(self._library, self._query, unit, progress=self._report):
            self._stop_if_asked()
            number += 1
            if number <= MOST_PASSAGES:
                found.append(passage)
            if self._is_due():
                self._send(Batch([], [], found, {}, self._progress, number, False))
                found = []
        self._send(Batch([], [], found, {}, self._progress, number, True))

    def _pages(self) -> Iterator[list[str]]:
        """Yield the IDs of the articles that match, in groups."""
        articles = self._library.texts.matching(self._query, progress=self._report)
        for size in PAGES:
            page = list(islice(articles, size))
            if not page:
                return
            yield page
        while page := list(islice(articles, PAGE)):
            yield page

    def _is_due(self) -> bool:
        return monotonic() - self._delivered >= INTERVAL

    def _send(self, batch: Batch) -> None:
        self._stop_if_asked()
        self._delivered = monotonic()
        self._deliver(batch)
