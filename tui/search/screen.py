"""The search screen: a query, what it finds, and the values by which that can be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from store.errors import PizhuError
from store.finding.concordance import Line, Position, SortKey
from store.finding.passages import PassageUnit
from store.language import Lazy, _, lazy
from store.query.errors import QuerySyntaxError
from store.query.places import text_nodes
from store.query.tree import Query
from tui.dialogs.base.dialog import Dialog, set_frame
from tui.late_answers import late_answer
from tui.search.detail import detail_of
from tui.search.facet_list import FacetList
from tui.search.gathering import MOST_LINES, Batch, FoundRow, Gathering
from tui.search.result_list import Result, ResultList

if TYPE_CHECKING:
    from store.library import Library
    from store.model.listing.rows import Row

T = TypeVar("T")

PAUSE = 0.15
"""Seconds after the last key before the query is evaluated."""

FACETS_FROM = 90
"""The width in cells from which on the facets stand beside the results."""

DETAIL_FROM = 20
"""The height in cells from which on the highlighted result is shown in full."""


class View(StrEnum):
    """What is shown of what a query finds."""

    ARTICLES = "articles"
    LINES = "lines"
    PASSAGES = "passages"


VIEW_NAMES: dict[View, Lazy] = {
    View.ARTICLES: lazy("Articles"),
    View.LINES: lazy("Lines"),
    View.PASSAGES: lazy("Passages"),
}

UNITS: dict[PassageUnit, Lazy] = {
    PassageUnit.PARAGRAPH: lazy("paragraphs"),
    PassageUnit.SENTENCE: lazy("sentences"),
    PassageUnit.CODING: lazy("codings"),
}

SYNTAX = lazy(
    "Words of the texts: 客户 · “exactly so” · 客户 近/10 服务 · 客户*服务 · ~“a formula” · /regex/\n"
    "Fields: tag: source: author: title: date:2020..2021 note: quote: has:note is:unread chars:>3000\n"
    "Together: AND OR NOT ( ) · a space is AND · - is NOT"
)


class Destination(NamedTuple):
    """The place that the user wants to read."""

    results: Sequence[Result]
    """The results in their order, of which one is opened; keys go on to the others."""
    place: int
    """Which of them, from 0."""


class SearchState:
    """What the search screen shows. It is kept while the screen is closed."""

    def __init__(self) -> None:
        self.typed = ""
        self.view = View.LINES
        self.unit = PassageUnit.PARAGRAPH
        self.sort: tuple[SortKey, ...] = ()
        self.is_reversed = False
        self.by_words = False
        """Whether positions such as R1 count words, not characters."""
        self.cursor = 0


class SearchScreen(Dialog[Destination | None]):
    """Searches the library while the user types."""

    CSS_PATH: ClassVar[list[str]] = [Dialog.CSS_PATH, str(Path(__file__).with_suffix(".tcss"))]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+c", "leave", show=False),
        Binding("tab", "next_part", show=False, priority=True),
        Binding("shift+tab", "next_part", show=False, priority=True),
        Binding("1", f"view('{View.ARTICLES}')", show=False),
        Binding("2", f"view('{View.LINES}')", show=False),
        Binding("3", f"view('{View.PASSAGES}')", show=False),
        Binding("slash,i,S", "edit", show=False),
        Binding("q", "close", show=False),
        Binding("t", "ask('tag')", show=False),
        Binding("o", "ask('sort')", show=False),
        Binding("c", "ask('group')", show=False),
        Binding("u", "ask('undo')", show=False),
        Binding("ctrl+r", "ask('redo')", show=False),
        Binding("y", "ask('copy')", show=False),
        Binding("r", "reverse", show=False),
        Binding("w", "words", show=False),
        Binding("p", "unit", show=False),
        Binding("f", "facets", show=False),
    ]

    def __init__(
        self,
        library: Library,
        state: SearchState,
        *,
        parse: Callable[[str], Query],
        ask: Callable[[str, SearchScreen], None],
    ) -> None:
        """Create the screen.

        :param state: what it shows at first, and what it changes.
        :param parse: parses a query, and raises an error at its place.
        :param ask: does what a key asks for: tag, sort, group, order, undo, redo, copy.
        """
        super().__init__()
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
        self.group: tuple[Position, str] | None = None
        """What the lines are narrowed to: an item at a position. None for all lines."""
        self._rows: dict[str, Row | None] = {}
        self._wants_facets = True

    def compose(self) -> ComposeResult:
        """The query, its error, the views, the facets, the results and the highlighted result in full."""
        with Vertical(classes="dialog search") as frame:
            set_frame(frame, _("Search the library"), "")
            yield Input(self.state.typed, placeholder=_("Words, or a query; enter goes to the results"))
            yield Static(classes="error")
            yield Static(classes="views")
            with Horizontal():
                yield FacetList()
                yield ResultList(self._row)
            yield Static(classes="detail")

    def on_mount(self) -> None:
        """Search for what was typed last."""
        self._fit()
        self._search()
        self._show_keys()

    def on_resize(self) -> None:
        """Show only what there is room for."""
        self._fit()

    def on_unmount(self) -> None:
        """Stop gathering."""
        self._stop()

    @property
    def is_gathering(self) -> bool:
        """Whether something is still searched for."""
        return bool(self._gatherings)

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    @property
    def results(self) -> ResultList:
        """The list of results."""
        return self.query_one(ResultList)

    def _row(self, article: str) -> Row | None:
        """Return the row of an article; read once."""
        if article not in self._rows:
            self._rows[article] = self._library.articles.row(article)
        return self._rows[article]

    def _fit(self) -> None:
        self.query_one(FacetList).display = self.size.width >= FACETS_FROM and self._wants_facets
        self.query_one(".detail").display = self.size.height >= DETAIL_FROM

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
    def go_to_results(self) -> None:
        """Search at once, again if the library was changed, and go to the results."""
        if self._is_outdated and not self._gatherings:
            self.query_shown = Query()
        self._search()
        if not self.query_one(".error", Static).content:
            self.results.focus()

    def _search(self) -> None:
        """Parse what was typed and begin to gather what it finds."""
        typed = self.state.typed.strip()
        try:
            query = self._parse(typed)
        except QuerySyntaxError as error:
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
        self.results.show([], 0)
        self.query_one(FacetList).show({}, self.query_shown)
        if self.query_shown:
            self._gather(None)
            if self._view is View.PASSAGES:
                self._gather_passages()
        self._show_status()

    def of_this_search(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """Return a function that calls ``show``, unless something else is searched for by then."""
        search = self._searches

        def show_if_current(answer: T) -> None:
            if search == self._searches:
                show(answer)

        return show_if_current

    @property
    def _view(self) -> View:
        """What is shown: articles if the query names no words that lines could have in the middle."""
        if self.state.view is View.LINES and not text_nodes(self.query_shown):
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
            self.query_one(FacetList).show(batch.facets, self.query_shown)
        if self._view is not View.LINES or self.group is None:
            self.results.add(found[self._view])
        if self._view is View.LINES and (self.state.sort or self.group):
            if number != self._passages_of and batch.is_last:
                self._ask("order", self)
        elif 0 < self._return_to < len(self.results.results) and not self.results.cursor:
            self.results.cursor, self._return_to = self._return_to, 0
        self._show_status()

    @late_answer
    def report(self, number: int, message: str) -> None:
        """Show why a query could not be evaluated."""
        if self._gatherings.pop(number, None) is not None:
            self._has_failed = True
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
        if self._view is View.LINES:
            self.results.show(lines, self._return_to)
            self._return_to = 0
            self._show_status()

    def _show_view(self) -> None:
        self.results.show(self._gathered[self._view])
        if self._view is View.LINES and (self.state.sort or self.group):
            self._ask("order", self)
        self._show_status()
        self._show_keys()

    def _show_status(self) -> None:
        """Show the views with their numbers, and how the results are sorted."""
        line = Text(no_wrap=True, overflow="ellipsis")
        numbers = {
            View.ARTICLES: f"{len(self._gathered[View.ARTICLES]):,}",
            View.LINES: f"{self._places:,}",
            View.PASSAGES: f"{len(self._gathered[View.PASSAGES]):,}" if self._gathered[View.PASSAGES] else "",
        }
        for number, view in enumerate(View, start=1):
            style = "bold reverse" if view is self._view else "dim"
            line.append(f" {number} {VIEW_NAMES[view]} {numbers[view]} ".replace("  ", " "), style)
            line.append(" ")
        line.append(" · ".join(filter(None, self._facts())), "dim")
        self.query_one(".views", Static).update(line)

    def _facts(self) -> Sequence[str]:
        """Return what is true of the list, in a few words each."""
        facts = []
        if self._gatherings and self._progress[1]:
            facts.append(f"{self._progress[0] * 100 // self._progress[1]} %")
        if self.results.picked:
            facts.append(_("{number:,} picked", number=len(self.results.picked)))
        if self._view is View.PASSAGES:
            facts.append(str(UNITS[self.state.unit]))
        if self._view is View.LINES:
            if self.group is not None:
                position, item = self.group
                facts.append(_("{position} is “{item}”", position=position, item=item))
            if self.state.sort:
                names = ", ".join(map(str, self.state.sort))
                facts.append(_("sorted by {names}", names=names) + (" ↑" if self.state.is_reversed else ""))
            if self.state.by_words:
                facts.append(_("words"))
            if self._places > MOST_LINES:
                facts.append(_("the first {most:,} are listed", most=MOST_LINES))
        if self.query_shown and not self._gatherings and not self.results.results:
            facts.append(_("Nothing is found: change the query"))
        return facts

    @on(ResultList.Moved)
    def show_detail(self) -> None:
        """Show the highlighted result in full."""
        self.state.cursor = self.results.cursor
        box = self.query_one(".detail", Static)
        if box.display:
            current = self.results.current
            box.update(Text(str(SYNTAX), "dim") if current is None else self._detail(current))
        self._show_status()

    def _detail(self, result: Result) -> Text:
        article = result.row.id if isinstance(result, FoundRow) else result.article
        try:
            text = self._library.texts.text(article)
        except PizhuError:  # it was removed meanwhile
            text = ""
        return detail_of(result, self._row(article), text)

    def _show_keys(self) -> None:
        """Show the keys of the part that has the focus."""
        if self.focused is self._input:
            keys = _("enter results · tab facets · esc close")
        elif isinstance(self.focused, FacetList):
            keys = _("space choose · tab query · esc query")
        elif self._view is View.LINES:
            keys = _("t tag · space pick · o sort · c group · enter read · esc query")
        elif self._view is View.PASSAGES:
            keys = _("t tag · space pick · p unit · enter read · esc query")
        else:
            keys = _("t tag · space pick · enter read · 2 lines · esc query")
        self.query_one(".search").border_subtitle = keys

    # Keys

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self._show_keys()

    def action_next_part(self) -> None:
        """Go from the query to the facets, to the results, and back."""
        facets = self.query_one(FacetList)
        parts = [self._input, *([facets] if facets.display and facets.option_count else []), self.results]
        here = parts.index(self.focused) if self.focused in parts else -1
        parts[(here + 1) % len(parts)].focus()

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
        if self.state.view is View.LINES and self._view is not View.LINES:
            self.notify(_("The query names no words: lines need some"), timeout=3)
        if self._view is View.PASSAGES and not self._passages_of and self.query_shown:
            self._gather_passages()
        self.state.cursor = 0
        self._show_view()
        self.results.focus()

    def action_unit(self) -> None:
        """Show passages of another unit: paragraphs, sentences, codings."""
        if self._view is View.PASSAGES:
            units = list(PassageUnit)
            self.state.unit = units[(units.index(self.state.unit) + 1) % len(units)]
            if self.query_shown:
                self._gather_passages()
            self._show_view()

    def action_reverse(self) -> None:
        """Reverse the order of the lines."""
        if self._view is View.LINES:
            self.state.is_reversed = not self.state.is_reversed
            self._show_view()

    def action_words(self) -> None:
        """Sort and group by words instead of characters, or the other way round."""
        if self._view is View.LINES:
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
        self._input.value = str(query.without(*value) if query.sign_of(*value) else query.also(*value))

    @on(ResultList.Opened)
    def read(self, event: ResultList.Opened) -> None:
        """Close the screen and go to the place of a result."""
        self.dismiss(Destination(tuple(self.results.results), event.place))

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
        if self._view is View.LINES:
            self.results.replace(replaced)
