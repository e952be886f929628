"""Searches for what is typed: gathers articles, lines, passages and words, and drops what comes late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.widgets import Input

from store.errors import PizhuError
from store.finding.passages import PassageUnit
from store.query.errors import QuerySyntaxError
from store.query.tree import Query
from tui.late_answers import late_answer
from tui.search.facets.facet_conditions import Facet
from tui.search.facets.facet_counting import FacetCounting
from tui.search.facets.facet_list import FacetList
from tui.search.gathering import Batch, Gathering
from tui.search.query_input import QueryInput
from tui.search.results.result_list import Result
from tui.search.shown_results import ShownResults
from tui.search.state import TableSettings, View

if TYPE_CHECKING:
    from tui.search.tables.counting import Counting
    from tui.search.tables.word_table import WordTable


T = TypeVar("T")

PAUSE = 0.05
"""Seconds after the last key before the query is evaluated."""


class Searching(ShownResults, inherit_bindings=False):
    """Begins to search, and lists what is found."""

    @on(Input.Changed)
    def wait(self, event: Input.Changed) -> None:
        """Search for what is typed, once the user pauses."""
        self.state.typed = event.value
        self.set_timer(PAUSE, partial(self._search_for, event.value))

    def _search_for(self, typed: str) -> None:
        if typed == self.state.typed:  # nothing else was typed meanwhile
            self._search()

    @on(Input.Submitted)
    @on(QueryInput.GoOn)
    def go_to_results(self) -> None:
        """Search at once, again if the library was changed, and go to the results."""
        self._query_input.decline()
        if self._is_outdated and not self._gatherings:
            self.query_shown = Query()
        self._search()
        if not self._is_wrong:
            self._query_input.remember(self.state.typed.strip())
            self.results.focus()

    def _search(self) -> None:
        """Parse what was typed and begin to gather what it finds."""
        typed = self.state.typed.strip()
        self._is_wrong = True
        try:
            query = self._parse(typed)
        except QuerySyntaxError as error:
            if self._query_input.is_offering:  # what is typed is not finished
                self._show_error("")
                return
            self._show_error(error.message, error.excerpt())
            return
        except PizhuError as error:
            self._show_error(str(error))
            return
        self._is_wrong = False
        self._show_hint_of_query()
        has_results = self._gatherings or self._gathered[View.ARTICLES]
        if query != self.query_shown or self._has_failed or not has_results:
            if self._searches:
                self._return_to = 0
            self.query_shown = query
            self.begin()

    def _show_hint_of_query(self) -> None:
        """Show what is to be said about the query, in place of an error."""
        is_unfinished = self._is_wrong or self._query_input.is_offering
        self._show_hint("" if is_unfinished else self._hint_of(self.state.typed.strip()))

    def begin(self) -> None:
        """Gather what the query finds, from the beginning."""
        self._stop()
        self._searches += 1
        self._has_failed = self._is_outdated = self._is_ordered = False
        self._passages_of = 0
        self._gathered = {view: [] for view in View}
        self._word_tables.clear()
        self._places, self._progress = 0, (0, 0)
        self._passages = 0
        if self._searches > 1:  # the first time, the lines are those of before
            self.state.group = None
        self._rows.clear()
        self._is_stale = True  # what was found before is shown until something else is found
        if not self.query_shown:
            self._is_stale = False
            self.results.show([], 0)
            self._facets = {}
            self._show_facets()
        else:
            self._gather(None)
            if self.view is View.PASSAGES:
                self._gather_passages()
        self._count()
        self._show_heads()
        self._show_status()
        self._show_keys()

    def of_this_search(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """Return a function that calls ``show``, unless something else is searched for by then."""
        search = self._searches

        def show_if_current(answer: T) -> None:
            if search == self._searches:
                show(answer)

        return show_if_current

    def _gather(self, unit: PassageUnit | None) -> None:
        """Begin to gather articles and lines, or passages."""
        self._batch_of += 1
        deliver = partial(self.call_later, self.take, self._batch_of)
        fail = partial(self.call_later, self.report, self._batch_of)
        self._gatherings[self._batch_of] = Gathering(
            self._library, self.query_shown, deliver, fail, unit=unit
        )

    def _gather_passages(self) -> None:
        """Begin to gather passages, in place of those of another unit."""
        former = self._gatherings.pop(self._passages_of, None)
        if former is not None:
            former.stop()
        self._gathered[View.PASSAGES], self._passages = [], 0
        self._gather(self.state.unit)
        self._passages_of = self._batch_of

    def _stop(self) -> None:
        for gathering in self._gatherings.values():
            gathering.stop()
        self._gatherings.clear()
        if self._counting is not None:
            self._counting.stop()
            self._counting = None
        if self._facet_counting is not None:
            self._facet_counting.stop()
            self._facet_counting = None

    def _show_facets(self) -> None:
        """List the values of fields: of those of which some are chosen, the others too."""
        counts = self._facet_counts.shown(self.query_shown, self._facets)
        self.query_one(FacetList).show(counts, self.query_shown)

    def _count_facets(self) -> None:
        """Keep the counts of all that was found, and count what else could be chosen."""
        self._facet_counts.note(self.query_shown, self._facets)
        missing = self._facet_counts.missing(self.query_shown, self._facets)
        if missing:
            take = self.of_this_search(self._take_facets)

            def deliver(facet: Facet, query: Query, counts: Counter[str]) -> None:
                self.call_later(take, (facet, query, counts))

            self._facet_counting = FacetCounting(self._library, missing, deliver)

    @late_answer
    def _take_facets(self, counted: tuple[Facet, Query, Counter[str]]) -> None:
        """List what else could be chosen of a facet."""
        self._facet_counts.keep(*counted)
        self._show_facets()

    def _count(self) -> None:
        """Begin to count words, if a table of them is shown that is not counted yet, in place of another."""
        if self._could_not_count:
            self._could_not_count = False
            self._show_hint_of_query()
        if not self.view.counts_words or self.view in self._word_tables:
            return
        if self._counting is not None and self._counting.view is not self.view:
            self._counting.stop()
            self._counting = None
        if self._counting is None:
            self._progress = (0, 0)
            self._ask("count", self)

    def count_again(self, settings: TableSettings, *views: View) -> None:
        """Count tables of words by other settings."""
        self.state.tables = settings
        for view in views:
            self._word_tables.pop(view, None)
            self._gathered[view] = []
        if self._counting is not None:
            self._counting.stop()
            self._counting = None
        self._count()
        self._show_view()

    def counts(self, counting: Counting) -> None:
        """Take note of what counts the words of the query."""
        self._counting = counting

    @late_answer
    def take_words(self, counting: Counting, view: View, table: WordTable) -> None:
        """List words, unless something else is counted by now."""
        if counting is not self._counting:
            return
        self._counting = None
        self._word_tables[view] = table
        self._gathered[view] = list(table.rows)
        if view is self.view:
            self._is_stale = False
            self._show_view()
            self._return()

    @late_answer
    def report_counting(self, counting: Counting, done: int, total: int) -> None:
        """Show how many articles are counted."""
        if counting is self._counting:
            self._progress = (done, total)
            self._show_status()

    @late_answer
    def report_failure(self, counting: Counting, message: str) -> None:
        """Show why words could not be counted."""
        if counting is self._counting:
            self._counting = None
            self._could_not_count = True
            self._show_error(message)
            self._show_status()

    @late_answer
    def take(self, number: int, batch: Batch) -> None:
        """List what was found, unless another query is searched for by now.

        :param number: which gathering found it.
        """
        if number not in self._gatherings:
            return
        if batch.is_last:
            del self._gatherings[number]
        found: dict[View, Sequence[Result]] = {
            View.ARTICLES: batch.articles,
            View.LINES: batch.lines,
            View.PASSAGES: batch.passages,
        }
        for view, results in found.items():
            self._gathered[view] += results
        if number == self._passages_of:
            self._passages = batch.places
        elif batch.facets:
            self._take_numbers(batch)
        is_ordered = self.view is View.LINES and self.has_own_order
        if self.view.counts_words:
            pass  # they are counted apart: see take_words
        elif self._is_stale:
            self._is_stale = False
            self.results.show(found[self.view])
        elif self.view is not View.LINES or self.group is None:
            self.results.add(found[self.view])
        if is_ordered and batch.is_last and number != self._passages_of:
            self._order()
        elif not is_ordered:
            self._return()
        self._show_status()

    def _take_numbers(self, batch: Batch) -> None:
        """Take note of how many places and values of fields were found so far."""
        self._places, self._progress = batch.places, batch.progress
        self._facets = batch.facets
        if batch.is_last or not self._is_stale:  # the first results are painted first
            self._show_facets()
        if batch.is_last:
            self._count_facets()

    @late_answer
    def report(self, number: int, message: str) -> None:
        """Show why a query could not be evaluated."""
        if self._gatherings.pop(number, None) is not None:
            self._has_failed, self._is_stale = True, False
            self.results.show([])
            self._show_error(message)
            self._show_status()
