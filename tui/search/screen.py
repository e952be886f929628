"""The search screen: a query, what it finds, and the values by which that can be narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType

from store.finding.concordance import Position, SortKey
from store.finding.passages import PassageUnit
from store.language import _
from store.query.places import text_nodes
from store.query.tree import Near, Query, Unit, Variant, words
from store.terms.clipper import CHARACTERS, GapUnit
from tui.dialogs.base.dialog import Dialog
from tui.keys.action import Scope
from tui.keys.keymap import bindings, key_for
from tui.keys.sequences import CompletedSequence
from tui.late_answers import late_answer
from tui.search.facets.facet_list import FacetList
from tui.search.parts import DETAIL_ROWS
from tui.search.results.places import article_of
from tui.search.results.result_list import Result, ResultList
from tui.search.searching import Searching
from tui.search.state import Destination, Reference, View
from tui.search.tables.gap import places_of
from tui.search.tables.word_table import WordRow

WINDOW = 10
"""Characters between the words found and a collocate whose lines are shown."""

SHORTEST, LONGEST = 2, 9
"""Words of an n-gram."""

MOST_IN_GAP = 20
"""The most words or characters that fill a gap."""


class SearchScreen(Searching, inherit_bindings=False):
    """Searches the library while the user types."""

    CSS_PATH: ClassVar[list[str]] = [Dialog.CSS_PATH, str(Path(__file__).with_suffix(".tcss"))]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.SEARCH)]

    def on_mount(self) -> None:
        """Search for what was typed last."""
        super().on_mount()
        self._fit()
        self._search()
        (self.results if self._has_something else self._input).focus()
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
        """Pick nothing any more; or show all lines again; or go to the results; there, tell what closes them.

        From the query, where there are no results to go to, it closes the screen.
        """
        if not self.results.has_focus:
            if self.focused is self._input and not self._has_something:
                self.dismiss(None)
            else:
                self.results.focus()
        elif self.results.drop_picks():
            pass
        elif self.state.group is not None:
            self.state.group = None
            self._show_view()
        else:
            close, edit = (key_for(Scope.SEARCH, name) for name in ("close", "edit"))
            self.notify(
                _("{close} closes the search, {edit} goes to the query", close=close, edit=edit), timeout=3
            )

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
        """Show passages of another unit: paragraphs, sentences, codings; or other fillers of a gap."""
        if self.view is View.GAP:
            settings, kinds = self.state.tables, list(GapUnit)
            unit = kinds[(kinds.index(settings.gap_unit) + 1) % len(kinds)]
            self.count_again(settings._replace(gap_unit=unit, gap_length=None), View.GAP)
        if self.view is View.PASSAGES:
            units = list(PassageUnit)
            self.state.unit = units[(units.index(self.state.unit) + 1) % len(units)]
            if self.query_shown:
                self._gather_passages()
            self._show_view()

    def action_length(self, step: int) -> None:
        """Count longer or shorter n-grams, or let more or less fill a gap."""
        settings = self.state.tables
        if self.view is View.NGRAMS:
            size = min(max(settings.size + step, SHORTEST), LONGEST)
            if size != settings.size:
                self.count_again(settings._replace(size=size), View.NGRAMS)
        elif self.view is View.GAP and settings.gap_unit is not GapUnit.NAME:
            usual = CHARACTERS if settings.gap_unit is GapUnit.CHARACTERS else 1
            before = settings.gap_length or usual
            length = min(max(before + step, 1), MOST_IN_GAP)
            if length != before:
                self.count_again(settings._replace(gap_length=length), View.GAP)

    def action_base(self) -> None:
        """Count words in the whole library, or in the articles found."""
        if not self.view.counts_words:
            return
        if not self.query_shown:
            self.notify(_("Without a query the words of the whole library are counted"), timeout=3)
        else:
            settings = self.state.tables
            tables = [view for view in View if view.counts_words]
            self.count_again(settings._replace(is_whole=not settings.is_whole), *tables)

    def action_reference(self) -> None:
        """Compare key words with all other articles, or with general Chinese."""
        settings = self.state.tables
        others = [each for each in Reference if each is not settings.reference]
        if self.view is View.KEY_WORDS:
            self.count_again(settings._replace(reference=others[0]), View.KEY_WORDS)

    def action_reverse(self) -> None:
        """Reverse the order of the lines."""
        state = self.state
        if self.view is View.LINES:
            state.is_reversed = not state.is_reversed
            self._show_view()
        elif self.view.counts_words:
            state.are_words_reversed = not state.are_words_reversed
            self._show_view()

    def action_by_words(self) -> None:
        """Sort and group by words instead of characters, or the other way round."""
        if self.view is View.LINES:
            self.state.by_words = not self.state.by_words
            self._show_view()

    def action_facets(self) -> None:
        """Go to the facets, or hide them where they have the focus."""
        facets = self.query_one(FacetList)
        if not (facets.option_count or (facets.display and self._wants_facets)):
            self.notify(_("There are no facets: search for something"), timeout=3)
            return
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
        self.state.are_words_reversed = not self.state.are_words_reversed if column == self.column else False
        self.state.columns[self.view] = column
        self._show_view()

    def narrow_to(self, position: Position, item: str) -> None:
        """Show only the lines that have an item at a position."""
        self.state.group = (position, item)
        self._show_view()

    def action_ask(self, what: str) -> None:
        """Ask the controller to do something with the results."""
        self._ask(what, self)

    @on(FacetList.Toggled)
    def narrow(self, event: FacetList.Toggled) -> None:
        """Choose a value beside the others that are chosen, or no longer."""
        query = self._facet_counts.toggled(self.query_shown, event.facet, event.value)
        self._query_input.put(str(query))

    @on(ResultList.Opened)
    def read(self, event: ResultList.Opened) -> None:
        """Close the screen and go to the place of a result; of a word, show its lines."""
        result = self.results.results[event.place]
        if isinstance(result, WordRow):
            self._show_lines_of(result)
        elif self._library.articles.row(article_of(result)) is None:
            self.notify(_("The article has been removed meanwhile: this is what there is now"))
            self.begin()
        else:
            self._query_input.remember(self.state.typed.strip())
            self.dismiss(Destination(tuple(self.results.results), event.place))

    def _show_lines_of(self, row: WordRow) -> None:
        """Show the lines of a word where it was counted; of a collocate, those near the words found."""
        item, query = row.item, self._query_of(row)
        self.state.view = View.LINES
        self._query_input.put(str(query))
        self.state.typed = str(query)
        self._search()
        self.state.group = (None, item) if self._view_has_several_words() else None
        self._show_keys()
        self.results.focus()

    def _query_of(self, row: WordRow) -> Query:
        """Return the query for the lines of a row of a table."""
        from store.terms.clipper import Filler

        within = Query() if self.state.tables.is_whole else self.query_shown
        nodes = text_nodes(self.query_shown)
        if isinstance(row.record, Filler):
            return places_of(row.record, self.query_shown, is_whole=self.state.tables.is_whole)
        if self.view is View.COLLOCATES and nodes:
            near = Near(nodes[0], words(row.item), WINDOW, Unit.CHARACTERS)
            return Query((*(each for each in within.terms if each not in nodes), near))
        query = Query((words(row.item),))
        if self.view is View.NGRAMS and not self._library.articles.filtered(query).articles:
            query = Query((Variant(row.item),))  # quotation marks stand between its words
        return within.joined(query)

    def _view_has_several_words(self) -> bool:
        return len(text_nodes(self.query_shown)) > 1

    def note_change(self) -> None:
        """Search again at the next enter in the query, because the library was changed."""
        self._is_outdated = True
        self._facet_counts.forget()

    @late_answer
    def retag(self, replaced: Mapping[int, Result]) -> None:
        """Show results with other tags.

        :param replaced: what takes the place of a result, by the ``id`` of the result.
        """
        for view, results in self._gathered.items():
            self._gathered[view] = [replaced.get(id(each), each) for each in results]
        self._rows.clear()
        self.results.replace(replaced)
