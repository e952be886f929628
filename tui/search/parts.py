"""The parts of the search screen: the query, the facets, the results, and the text of one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from store.finding.concordance import Line, Position
from store.language import _
from store.query.places import text_nodes
from store.query.tree import Query
from tui.dialogs.base.dialog import Dialog, set_frame
from tui.keys.action import Scope
from tui.keys.keymap import bind
from tui.keys.sequences import SequenceParser
from tui.late_answers import late_answer
from tui.recent_list import RecentList
from tui.search.facets.facet_choices import KnownCounts
from tui.search.facets.facet_counting import FacetCounting, FacetCounts
from tui.search.facets.facet_list import FacetList
from tui.search.gathering import Gathering
from tui.search.known_values import KnownValues
from tui.search.query_input import QueryInput
from tui.search.results.result_list import Result, ResultList
from tui.search.state import Destination, SearchState, View

if TYPE_CHECKING:
    from store.library import Library
    from store.model.listing.rows import Row
    from store.terms.clipper import Clip
    from tui.search.tables.counting import Counting
    from tui.search.tables.word_table import WordTable

FACETS_FROM = 90
"""The width in cells from which on the facets stand beside the results."""

DETAIL_FROM = 20
"""The height in cells from which on the highlighted result is shown in full."""

DETAIL_ROWS = (6, 11, 22)
"""The rows of the highlighted result: at first, and with more of its text."""

INPUT_ROWS = 4
"""The rows of the frame and the query."""


class SearchParts(Dialog[Destination | None], inherit_bindings=False):
    """The query, the facets, the results, and what is known of them."""

    def __init__(
        self,
        library: Library,
        state: SearchState,
        *,
        parse: Callable[[str], Query],
        hint: Callable[[str], str],
        ask: Callable[[str, Any], None],
        recent: RecentList,
    ) -> None:
        """Create the screen.

        :param state: what it shows at first, and what it changes.
        :param parse: parses a query, and raises an error at its place.
        :param hint: returns what is to be said about a query without an error; empty for most.
        :param ask: takes a name and this screen; does what a key asks for, by its name in the registry, or
            what the screen needs: order, count, facets, palette.
        :param recent: the queries that were typed before.
        """
        super().__init__()
        bind(self, Scope.SEARCH)
        self._sequences = SequenceParser(Scope.SEARCH)
        self._recent = recent
        self._counting: Counting | None = None
        """What counts words, while it does."""
        self._library = library
        self.state = state
        self._parse = parse
        self._hint_of = hint
        self._ask = ask
        self.query_shown = Query()
        """The query whose results are shown."""
        self._gatherings: dict[int, Gathering] = {}
        """What is being gathered, by number."""
        self._batch_of = 0
        self._passages_of = 0
        """The number of the gathering of passages that was begun last; 0 if none was for this query."""
        self._is_wrong = False
        """Whether what is typed is no query."""
        self._has_failed = False
        """Whether an error ended a gathering of this query."""
        self._could_not_count = False
        """Whether it is shown why a table of words could not be counted."""
        self._is_outdated = False
        """Whether the library was changed since the query was searched for."""
        self._searches = 0
        """How often gathering was begun: answers about earlier results are dropped."""
        self._return_to = state.cursor
        """The place that was highlighted when the screen was closed, until it is listed again."""
        self._is_ordered = False
        """Whether the lines stand in the order that was asked for; until then, as they were gathered."""
        self._gathered: dict[View, list[Result]] = {view: [] for view in View}
        self._places = 0
        self._progress = (0, 0)
        self._word_tables: dict[View, WordTable] = {}
        """The tables of words that were counted for this query."""
        self._passages = 0
        """All passages found so far, also those that are not listed."""
        self._facet_counts = KnownCounts()
        self._facets: FacetCounts = {}
        """The counts of what the query has found so far."""
        self._facet_counting: FacetCounting | None = None
        """What counts the values beside those that are chosen, while it does."""
        self._rows: dict[str, Row | None] = {}
        self._wants_facets: bool | None = None
        """Whether the user has asked for the facets, or hidden them; None shows them where there is room."""
        self._is_stale = False
        """Whether the results of an earlier query are still shown, since nothing is found yet."""

    def compose(self) -> ComposeResult:
        """The query, its error, the views, the facets, the results and the highlighted result in full."""
        with Vertical(classes="dialog search") as frame:
            set_frame(frame, _("Search the library"), "")
            placeholder = _("Words, or a query; enter goes to the results")
            yield QueryInput(self.state.typed, placeholder, self._recent)
            yield Static(classes="error")
            yield Static(classes="views")
            yield Static(classes="facts")
            with Horizontal():
                yield FacetList()
                with Vertical(classes="found"):
                    yield Static(classes="heads")
                    yield ResultList(self.row)
            yield Static(classes="detail")

    @property
    def is_gathering(self) -> bool:
        """Whether something is still searched for."""
        return bool(self._gatherings) or self._counting is not None

    def is_finished(self, query: str) -> bool:
        """Whether all that a query finds is shown."""
        return self.state.typed == query and str(self.query_shown) == query and not self.is_gathering

    @property
    def _query_input(self) -> QueryInput:
        return self.query_one(QueryInput)

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    @property
    def results(self) -> ResultList:
        """The list of results."""
        return self.query_one(ResultList)

    @property
    def clip(self) -> Clip | None:
        """The places of what fills the gap, if that is shown."""
        table = self._word_tables.get(self.view)
        return table.clip if table is not None else None

    def row(self, article: str) -> Row | None:
        """Return the row of an article; read once."""
        if article not in self._rows:
            self._rows[article] = self._library.articles.row(article)
        return self._rows[article]

    def _fit(self) -> None:
        has_room = self.size.width >= FACETS_FROM
        self.query_one(FacetList).display = has_room if self._wants_facets is None else self._wants_facets
        self._query_input.fit(self.size.height - INPUT_ROWS)
        detail = self.query_one(".detail")
        detail.display = self.size.height >= DETAIL_FROM
        rows = DETAIL_ROWS[self.state.detail]
        detail.styles.height = min(rows, max(self.size.height // 2, DETAIL_ROWS[0]))

    @late_answer
    def complete_values(self, values: KnownValues) -> None:
        """Complete the values of fields too, once they are counted."""
        self._query_input.know(values)

    @property
    def view(self) -> View:
        """What is shown: articles if the query names no words that lines could have in the middle."""
        if self.state.view.needs_words and not text_nodes(self.query_shown):
            return View.ARTICLES
        return self.state.view

    @property
    def has_own_order(self) -> bool:
        """Whether the lines are listed in another order than they are gathered, or only some of them."""
        return bool(self.state.sort or self.state.is_reversed or self.state.group)

    @property
    def group(self) -> tuple[Position | None, str] | None:
        """What the lines are narrowed to: see :attr:`SearchState.group`."""
        return self.state.group

    @property
    def has_others(self) -> bool:
        """Whether the library has articles that the query does not find."""
        return len(self._gathered[View.ARTICLES]) < self._library.articles.count() and bool(self.query_shown)

    @property
    def all_results(self) -> list[Result]:
        """All articles, lines and passages that were gathered."""
        return [each for view in (View.ARTICLES, View.LINES, View.PASSAGES) for each in self._gathered[view]]

    @property
    def lines(self) -> list[Line]:
        """All lines that were gathered, in the order of the articles."""
        return [each for each in self._gathered[View.LINES] if isinstance(each, Line)]
