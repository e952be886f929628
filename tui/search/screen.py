"""The search screen: a query, what it finds, and the values by which that can be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from store.errors import PizhuError
from store.finding.concordance import Line, Position, SortKey
from store.finding.passages import PassageUnit
from store.language import Lazy, _, lazy
from store.query.errors import QuerySyntaxError
from store.query.places import text_nodes
from store.query.tree import Field, Near, Query, Unit, words
from tui.dialogs.base.dialog import Dialog, set_frame
from tui.keys.action import Action, Scope
from tui.keys.keymap import actions_in, bind, bindings, key_for, key_names
from tui.keys.sequences import CompletedSequence, SequenceParser
from tui.late_answers import late_answer
from tui.recent_list import RecentList
from tui.search.detail import detail_of
from tui.search.facet_list import FacetList
from tui.search.gathering import MOST_LINES, YEAR, Batch, Gathering
from tui.search.known_values import KnownValues
from tui.search.line_painter import word_columns, word_heads
from tui.search.places import article_of
from tui.search.query_input import QueryInput
from tui.search.result_list import Result, ResultList
from tui.search.state import UNITS, VIEW_NAMES, Destination, SearchState, View
from tui.search.word_table import HEADS, MOST_ROWS, WordRow, sorted_rows
from tui.typesetting.glyphs import cells

if TYPE_CHECKING:
    from store.library import Library
    from store.model.listing.rows import Row
    from tui.search.word_table import Counting

T = TypeVar("T")

PAUSE = 0.05
"""Seconds after the last key before the query is evaluated."""

FACETS_FROM = 90
"""The width in cells from which on the facets stand beside the results."""

DETAIL_FROM = 20
"""The height in cells from which on the highlighted result is shown in full."""


DETAIL_ROWS = (6, 11, 22)
"""The rows of the highlighted result: at first, and with more of its text."""

INPUT_ROWS = 4
"""The rows of the frame and the query."""

WINDOW = 10
"""Characters between the words found and a collocate whose lines are shown."""

NOTHING = lazy(
    "Nothing is found. Try fewer words, another word by OR, ~“a formula” for its variants, or * for a gap."
)

NO_PASSAGES = lazy("No passage has all of this. {key} looks at paragraphs, sentences, codings in turn.")

ABOUT_TABLES: dict[View, Lazy] = {
    View.WORDS: lazy("{key} shows the lines of this word. DP is 0 where it is spread evenly, up to 1."),
    View.COLLOCATES: lazy(
        "{key} shows the lines with both. Up to 5 words on each side are counted; logDice is 14 at most."
    ),
    View.KEY_WORDS: lazy(
        "{key} shows the lines of this word. LL: how certain it is that it is more frequent here; "
        "%DIFF: by how much."
    ),
}
"""What the figures of a table of words mean."""

SYNTAX = lazy(
    "Words of the texts: 客户 · “exactly so” · 客户 近/10 服务 · 客户*服务 · ~“a formula” · /regex/\n"
    "Fields: tag: source: author: title: date:2020..2021 note: quote: has:note is:unread chars:>3000\n"
    "Together: AND OR NOT ( ) · a space is AND · - is NOT"
)


HINTS: dict[View, tuple[str, ...]] = {
    View.ARTICLES: ("ask('tag')", "pick", "open", "view('lines')", "facets"),
    View.LINES: ("ask('tag')", "pick", "ask('note')", "ask('sort')", "ask('group')", "open", "facets"),
    View.PASSAGES: ("ask('tag')", "pick", "ask('note')", "unit", "open", "facets"),
    View.WORDS: ("open", "ask('sort')", "view('lines')", "facets"),
    View.COLLOCATES: ("open", "ask('sort')", "view('lines')", "facets"),
    View.KEY_WORDS: ("open", "ask('sort')", "view('lines')", "facets"),
}
"""The actions whose keys are shown at the bottom, by view; as many as there is room for."""


class SearchScreen(Dialog[Destination | None], inherit_bindings=False):
    """Searches the library while the user types."""

    CSS_PATH: ClassVar[list[str]] = [Dialog.CSS_PATH, str(Path(__file__).with_suffix(".tcss"))]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.SEARCH)]

    def __init__(
        self,
        library: Library,
        state: SearchState,
        *,
        parse: Callable[[str], Query],
        ask: Callable[[str, SearchScreen], None],
        recent: RecentList,
    ) -> None:
        """Create the screen.

        :param state: what it shows at first, and what it changes.
        :param parse: parses a query, and raises an error at its place.
        :param ask: does what a key asks for, by its name in the registry; and what the screen needs: order,
            count, facets, palette.
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
        self._ask = ask
        self.query_shown = Query()
        """The query whose results are shown."""
        self._gatherings: dict[int, Gathering] = {}
        """What is being gathered, by number."""
        self._batch_of = 0
        self._passages_of = 0
        """The number of the gathering of passages that was begun last; 0 if none was for this query."""
        self._has_failed = False
        """Whether an error ended a gathering of this query."""
        self._is_outdated = False
        """Whether the library was changed since the query was searched for."""
        self._searches = 0
        """How often gathering was begun: answers about earlier results are dropped."""
        self._return_to = state.cursor
        """The place that was highlighted when the screen was closed, until it is listed again."""
        self._gathered: dict[View, list[Result]] = {view: [] for view in View}
        self._places = 0
        self._progress = (0, 0)
        self.group: tuple[Position | None, str] | None = None
        """What the lines are narrowed to: an item at a position, or where there is none, of the words found.
        None for all lines."""
        self._rows: dict[str, Row | None] = {}
        self._wants_facets: bool | None = None
        """Whether the user has asked for the facets, or hidden them; None shows them where there is room."""
        self._is_stale = False
        """Whether the results of an earlier query are still shown, since nothing is found yet."""
        """Whether anything was searched for since the screen was opened."""

    def compose(self) -> ComposeResult:
        """The query, its error, the views, the facets, the results and the highlighted result in full."""
        with Vertical(classes="dialog search") as frame:
            set_frame(frame, _("Search the library"), "")
            placeholder = _("Words, or a query; enter goes to the results")
            yield QueryInput(self.state.typed, placeholder, self._recent)
            yield Static(classes="error")
            yield Static(classes="views")
            with Horizontal():
                yield FacetList()
                with Vertical(classes="found"):
                    yield Static(classes="heads")
                    yield ResultList(self.row)
            yield Static(classes="detail")

    def on_mount(self) -> None:
        """Search for what was typed last."""
        super().on_mount()
        self._input.focus()
        self._fit()
        self._search()
        self._show_keys()
        self._ask("facets", self)

    def on_resize(self) -> None:
        """Show only what there is room for."""
        self._fit()
        self._show_status()
        self.call_after_refresh(self._show_heads)
        self.call_after_refresh(self._show_keys)

    def on_unmount(self) -> None:
        """Stop gathering."""
        self._stop()

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
    def heads(self) -> tuple[str, ...]:
        """The heads of the table of words that is shown."""
        return tuple(map(str, HEADS.get(self.view, ())))

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

    # Searching

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
        if not self.query_one(".error", Static).content:
            self._query_input.remember(self.state.typed.strip())
            self.results.focus()

    def _search(self) -> None:
        """Parse what was typed and begin to gather what it finds."""
        typed = self.state.typed.strip()
        try:
            query = self._parse(typed)
        except QuerySyntaxError as error:
            if self._query_input.is_offering:  # what is typed is not finished
                self._show_error("")
                return
            self._show_error(f"{error.excerpt()}\n{error.message}")
            return
        except PizhuError as error:
            self._show_error(str(error))
            return
        self._show_error("")
        has_results = self._gatherings or self._gathered[View.ARTICLES]
        if query != self.query_shown or self._has_failed or not has_results:
            if self._searches:
                self._return_to = 0
            self.query_shown = query
            self.begin()

    def begin(self) -> None:
        """Gather what the query finds, from the beginning."""
        self._stop()
        self._searches += 1
        self._has_failed = self._is_outdated = False
        self._passages_of = 0
        self._gathered = {view: [] for view in View}
        self._places, self._progress = 0, (0, 0)
        self.group = None
        self._rows.clear()
        self._is_stale = True  # what was found before is shown until something else is found
        if not self.query_shown:
            self._is_stale = False
            self.results.show([], 0)
            self.query_one(FacetList).show({}, self.query_shown)
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

    @property
    def view(self) -> View:
        """What is shown: articles if the query names no words that lines could have in the middle."""
        if self.state.view.needs_words and not text_nodes(self.query_shown):
            return View.ARTICLES
        return self.state.view

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
        self._gathered[View.PASSAGES] = []
        self._gather(self.state.unit)
        self._passages_of = self._batch_of

    def _stop(self) -> None:
        for gathering in self._gatherings.values():
            gathering.stop()
        self._gatherings.clear()
        if self._counting is not None:
            self._counting.stop()
            self._counting = None

    def _count(self) -> None:
        """Begin to count words, if a table of them is shown and they are not counted yet."""
        if self.view.counts_words and not self._gathered[self.view] and self._counting is None:
            self._progress = (0, 0)
            self._ask("count", self)

    def counts(self, counting: Counting) -> None:
        """Take note of what counts the words of the query."""
        self._counting = counting

    @late_answer
    def take_words(self, counting: Counting, view: View, rows: list[WordRow]) -> None:
        """List words, unless something else is counted by now."""
        if counting is not self._counting:
            return
        self._counting = None
        self._gathered[view] = list(rows)
        if view is self.view:
            self._is_stale = False
            self._show_view()

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
        if not batch.passages and batch.facets:
            self._places, self._progress = batch.places, batch.progress
            if batch.is_last or not self._is_stale:  # the first results are painted first
                self.query_one(FacetList).show(batch.facets, self.query_shown)
        is_ordered = self.view is View.LINES and bool(self.state.sort or self.group)
        if self.view.counts_words:
            pass  # they are counted apart: see take_words
        elif self._is_stale:
            self._is_stale = False
            self.results.show(found[self.view])
        elif self.view is not View.LINES or self.group is None:
            self.results.add(found[self.view])
        if is_ordered and batch.is_last and number != self._passages_of:
            self._ask("order", self)
        elif not is_ordered:
            self._return()
        self._show_status()

    def _return(self) -> None:
        """Highlight the place that was highlighted when the screen was closed, once it is listed."""
        if 0 < self._return_to < len(self.results.results):
            if not self.results.cursor:
                self.results.cursor = self._return_to
            self._return_to = 0

    @late_answer
    def report(self, number: int, message: str) -> None:
        """Show why a query could not be evaluated."""
        if self._gatherings.pop(number, None) is not None:
            self._has_failed, self._is_stale = True, False
            self.results.show([])
            self._show_error(message)
            self._show_status()

    # What is shown

    def _show_error(self, message: str) -> None:
        box = self.query_one(".error", Static)
        box.update(Text(message, no_wrap=True))
        box.display = bool(message)

    @property
    def lines(self) -> list[Line]:
        """All lines that were gathered, in the order of the articles."""
        return [each for each in self._gathered[View.LINES] if isinstance(each, Line)]

    @late_answer
    def show_lines(self, lines: Sequence[Line]) -> None:
        """List lines in another order, or some of them."""
        if self.view is View.LINES:
            self.results.reorder(lines)
            self._return()
            self._show_status()

    def _show_view(self) -> None:
        self.results.show(self._ordered_words() if self.view.counts_words else self._gathered[self.view])
        self._show_heads()
        if self.view is View.LINES and (self.state.sort or self.group):
            self._ask("order", self)
        self._show_status()
        self._show_keys()

    def _ordered_words(self) -> list[WordRow]:
        rows = [each for each in self._gathered[self.view] if isinstance(each, WordRow)]
        return sorted_rows(rows, self.column, is_reversed=self.state.is_reversed)

    @property
    def column(self) -> int:
        """The column that the table of words is sorted by."""
        return self.state.columns.get(self.view, 1)

    def _show_heads(self) -> None:
        """Show the heads of a table of words, as many columns as there is room for."""
        heads = self.query_one(".heads", Static)
        heads.display = self.view.counts_words
        if heads.display:
            names = [str(head) for head in HEADS[self.view]]
            rows = [each for each in self.results.results if isinstance(each, WordRow)]
            width = self.results.scrollable_content_region.width
            self.results.word_columns = word_columns(names, rows, width)
            heads.update(word_heads(names, self.results.word_columns, self.column))
            self.results.refresh()

    def _show_status(self) -> None:
        """Show the views with their numbers, and how the results are sorted."""
        line = Text(no_wrap=True, overflow="ellipsis")
        for number, (view, tab) in enumerate(self._tabs().items(), start=1):
            click = Style.from_meta({"@click": f"screen.view('{view}')"})
            style = Style.parse("bold reverse" if view is self.view else "dim")
            line.append(f" {number} {tab} " if tab else f" {number} ", style + click)
        line.append("  ")
        line.append(" · ".join(filter(None, self._facts())), "dim")
        self.query_one(".views", Static).update(line, layout=False)

    def _tabs(self) -> dict[View, str]:
        """Return what is written of each view: as much as there is room for, and all of the one shown."""
        whole = {view: f"{VIEW_NAMES[view]} {self._number_in(view)}".strip() for view in View}
        names = {view: str(VIEW_NAMES[view]) for view in View}
        for tabs in (whole, names | {self.view: whole[self.view]}):
            if sum(cells(tab) + 4 for tab in tabs.values()) <= self.size.width - 4:
                return tabs
        return {view: whole[view] if view is self.view else "" for view in View}

    def _number_in(self, view: View) -> str:
        if view is View.LINES:
            return f"{self._places:,}"
        number = len(self._gathered[view])
        return f"{number:,}" if number or view is View.ARTICLES else ""

    def _facts(self) -> Sequence[str]:
        """Return what is true of the list, in a few words each."""
        facts = []
        if self.is_gathering and self._progress[1]:
            facts.append(f"{self._progress[0] * 100 // self._progress[1]} %")
        if self.results.picked:
            facts.append(_("{number:,} picked", number=len(self.results.picked)))
        if self.view is View.PASSAGES:
            facts.append(str(UNITS[self.state.unit]))
        if self.view is View.LINES:
            if self.group is not None:
                position, item = self.group
                facts.append(_("{position} is “{item}”", position=position or "KWIC", item=item))
            if self.state.sort:
                names = ", ".join(map(str, self.state.sort))
                facts.append(_("sorted by {names}", names=names) + (" ↑" if self.state.is_reversed else ""))
            if self.state.by_words:
                facts.append(_("words"))
            if self._places > MOST_LINES:
                facts.append(_("the first {most:,} are listed", most=MOST_LINES))
        if self.view.counts_words:
            facts.append(_("Counting words…") if self._counting is not None and not self._progress[1] else "")
            if len(self._gathered[self.view]) >= MOST_ROWS:
                facts.append(_("the first {most:,} are listed", most=MOST_ROWS))
        if (self.query_shown or self.view.counts_words) and not self.is_gathering:
            facts.append("" if self.results.results else _("Nothing is found: change the query"))
        return facts

    @on(ResultList.Moved)
    def show_detail(self) -> None:
        """Show the highlighted result in full."""
        self.state.cursor = self.results.cursor
        box = self.query_one(".detail", Static)
        if box.display:
            current = self.results.current
            shown = Text(str(self._advice), "dim") if current is None else self._detail(current)
            box.update(shown, layout=False)  # its height is fixed: a layout would take longer than the key
        self._show_status()

    @property
    def _advice(self) -> Lazy | str:
        """What may be typed; or what to do when nothing is found."""
        if not self.query_shown or self.is_gathering:
            return SYNTAX
        if self.view is View.PASSAGES:
            return NO_PASSAGES.format(key=key_for(Scope.SEARCH, "unit"))
        return NOTHING

    def _detail(self, result: Result) -> Text:
        if isinstance(result, WordRow):
            return Text(ABOUT_TABLES[self.view].format(key=key_for(Scope.SEARCH, "open")), "dim")
        article = article_of(result)
        try:
            text = self._library.texts.text(article)
        except PizhuError:  # it was removed meanwhile
            text = ""
        return detail_of(result, self.row(article), text, self.state.detail)

    def _show_keys(self) -> None:
        """Show the keys of the part that has the focus."""
        if self.focused is self._input:
            keys = _("enter results · tab complete, facets · ctrl+s save · ↑ earlier · esc close")
        elif isinstance(self.focused, FacetList):
            keys = _("space choose · tab results · esc query")
        else:
            keys = self._hints()
        self.query_one(".search").border_subtitle = keys

    def _hints(self) -> str:
        """Return the keys of the results: as many as there is room for, and how to get help and back."""
        by_name = {action.name: action for action in actions_in(Scope.SEARCH) if action.keys}
        ends = [by_name[name] for name in ("help", "leave") if name in by_name]
        shown: list[str] = []
        room = self.size.width - 8 - cells(" · ".join(map(_hint, ends)))
        for name in HINTS[self.view]:
            if name in by_name:
                room -= cells(_hint(by_name[name])) + 3
                if room < 0:
                    break
                shown.append(_hint(by_name[name]))
        return " · ".join((*shown, *map(_hint, ends)))

    # Keys

    async def on_key(self, event: events.Key) -> None:
        """Handle the keys that belong to a sequence. All others are bindings."""
        if self.focused is self._input and event.is_printable:
            return
        typed = event.character if event.character and event.is_printable else event.key
        result = self._sequences.feed(typed)
        if result is not False:
            event.stop()
            event.prevent_default()
            if isinstance(result, CompletedSequence):
                await self.run_action(result.call)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self._show_keys()

    def action_next_part(self, step: int = 1) -> None:
        """Go from the query to the facets, to the results, and back."""
        facets = self.query_one(FacetList)
        parts = [self._input, *([facets] if facets.display and facets.option_count else []), self.results]
        here = parts.index(self.focused) if self.focused in parts else -1
        parts[(here + step) % len(parts)].focus()

    def action_previous_part(self) -> None:
        """Go the other way round."""
        self.action_next_part(-1)

    def action_help(self) -> None:
        """Show all keys, those of this screen first."""
        from tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(Scope.SEARCH))

    def action_palette(self) -> None:
        """Find an action by its name, and run it."""
        self._ask("palette", self)

    # The keys of the results

    def action_down(self) -> None:
        """Highlight the next result."""
        self.results.move(1)

    def action_up(self) -> None:
        """Highlight the result before."""
        self.results.move(-1)

    def action_page_down(self) -> None:
        """Move down by a page."""
        self.results.page(1)

    def action_page_up(self) -> None:
        """Move up by a page."""
        self.results.page(-1)

    def action_half_down(self) -> None:
        """Move down by half a page."""
        self.results.page(0.5)

    def action_half_up(self) -> None:
        """Move up by half a page."""
        self.results.page(-0.5)

    def action_first(self) -> None:
        """Highlight the first result."""
        self.results.go_to_first()

    def action_last(self) -> None:
        """Highlight the last result."""
        self.results.go_to_last()

    def action_pick(self) -> None:
        """Pick the highlighted result, or no longer, and go to the next one. End a range."""
        self.results.pick()

    def action_range(self) -> None:
        """Pick all results from here to where the cursor goes."""
        self.results.pick_range()

    def action_pick_all(self) -> None:
        """Pick all results; if all are picked, none."""
        self.results.pick_all()

    def action_narrower(self) -> None:
        """Show less context beside the nodes."""
        self.results.narrow()

    def action_wider(self) -> None:
        """Show more context beside the nodes."""
        self.results.widen()

    def action_open(self) -> None:
        """Read the place of the highlighted result; of a word, show its lines."""
        self.results.open()

    def action_detail(self, step: int) -> None:
        """Show more or less of the text of the highlighted result."""
        self.state.detail = min(max(self.state.detail + step, 0), len(DETAIL_ROWS) - 1)
        self._fit()
        self.show_detail()

    def action_edit(self) -> None:
        """Change the query."""
        self._input.focus()

    def action_leave(self) -> None:
        """Pick nothing any more; or show all lines again; or go back to the query; or close the screen."""
        if self.results.has_focus and self.results.drop_picks():
            return
        if self.group is not None:
            self.group = None
            self._show_view()
        elif self.focused is not self._input:
            self._input.focus()
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Close the screen."""
        self.dismiss(None)

    def action_view(self, view: str) -> None:
        """Show articles, lines or passages."""
        self.state.view = View(view)
        if self.state.view.needs_words and self.view is not self.state.view:
            self.notify(_("The query names no words: lines and collocates need some"), timeout=3)
        if self.view is View.PASSAGES and not self._passages_of and self.query_shown:
            self._gather_passages()
        self._count()
        self.state.cursor = 0
        self._show_view()
        self.results.focus()

    def action_unit(self) -> None:
        """Show passages of another unit: paragraphs, sentences, codings."""
        if self.view is View.PASSAGES:
            units = list(PassageUnit)
            self.state.unit = units[(units.index(self.state.unit) + 1) % len(units)]
            if self.query_shown:
                self._gather_passages()
            self._show_view()

    def action_reverse(self) -> None:
        """Reverse the order of the lines."""
        if self.view is View.LINES or self.view.counts_words:
            self.state.is_reversed = not self.state.is_reversed
            self._show_view()

    def action_by_words(self) -> None:
        """Sort and group by words instead of characters, or the other way round."""
        if self.view is View.LINES:
            self.state.by_words = not self.state.by_words
            self._show_view()

    def action_facets(self) -> None:
        """Go to the facets, or hide them where they have the focus."""
        facets = self.query_one(FacetList)
        self._wants_facets = not facets.has_focus
        facets.display = self._wants_facets
        (facets if self._wants_facets else self.results).focus()

    def sort_by(self, key: SortKey) -> None:
        """Sort the lines; by the same order again, the other way round."""
        state = self.state
        state.is_reversed = not state.is_reversed if state.sort[:1] == (key,) else False
        state.sort = (key,)
        self._show_view()

    def sort_words(self, column: int) -> None:
        """Sort the table of words by a column; by the same again, the other way round."""
        self.state.is_reversed = not self.state.is_reversed if column == self.column else False
        self.state.columns[self.view] = column
        self._show_view()

    def narrow_to(self, position: Position, item: str) -> None:
        """Show only the lines that have an item at a position."""
        self.group = (position, item)
        self._show_view()

    def action_ask(self, what: str) -> None:
        """Ask the controller to do something with the results."""
        self._ask(what, self)

    @on(FacetList.Toggled)
    def narrow(self, event: FacetList.Toggled) -> None:
        """Add a value to the query, or remove it."""
        query, value = self.query_shown, (event.field, event.value)
        if query.sign_of(*value):
            query = query.without(*value)
        else:
            if event.field is Field.DATE:  # a month takes the place of its year
                query = query.without(Field.DATE, event.value[:YEAR])
            query = query.also(*value)
        self._query_input.put(str(query))

    @on(ResultList.Opened)
    def read(self, event: ResultList.Opened) -> None:
        """Close the screen and go to the place of a result; of a word, show its lines."""
        result = self.results.results[event.place]
        if isinstance(result, WordRow):
            self._show_lines_of(result.item)
        elif self._library.articles.row(article_of(result)) is None:
            self.notify(_("The article has been removed meanwhile: this is what there is now"))
            self.begin()
        else:
            self._query_input.remember(self.state.typed.strip())
            self.dismiss(Destination(tuple(self.results.results), event.place))

    def _show_lines_of(self, item: str) -> None:
        """Show the lines of a word in the articles found; of a collocate, those near the words found."""
        nodes = text_nodes(self.query_shown)
        if self.view is View.COLLOCATES and nodes:
            near = [Near(node, words(item), WINDOW, Unit.CHARACTERS) for node in nodes]
            others = tuple(each for each in self.query_shown.terms if each not in nodes)
            query = Query((*others, *near[:1]))
        else:
            query = self.query_shown.joined(Query((words(item),)))
        self.state.view = View.LINES
        self._query_input.put(str(query))
        self.state.typed = str(query)
        self._search()
        self.group = (None, item) if self._view_has_several_words() else None
        self._show_keys()
        self.results.focus()

    def _view_has_several_words(self) -> bool:
        return len(text_nodes(self.query_shown)) > 1

    def note_change(self) -> None:
        """Search again at the next enter in the query, because the library was changed."""
        self._is_outdated = True

    @late_answer
    def retag(self, tags: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        """Show other tags on lines.

        :param tags: the tags of lines, by their number in :attr:`lines`.
        """
        import msgspec

        lines = self._gathered[View.LINES]
        replaced: dict[int, Result] = {}
        for at, new in tags:
            before = lines[at]
            if isinstance(before, Line):
                lines[at] = replaced[id(before)] = msgspec.structs.replace(before, tags=new)
        if self.view is View.LINES:
            self.results.replace(replaced)


def _hint(action: Action) -> str:
    return f"{key_names(action).split()[0]} {action.hint}"
