"""What the search screen shows of its results: their views, numbers and order, one in full, and the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style
from rich.text import Text
from textual import on
from textual.widgets import Static

from store.errors import PizhuError
from store.finding.concordance import Line
from store.language import Lazy, _, lazy
from store.wording import listed
from tui.dialogs.base.dialog import set_keys
from tui.dialogs.terms.clipping import UNITS as GAP_UNITS
from tui.keys.action import Action, Scope
from tui.keys.keymap import actions_in, key_for, key_name, key_names
from tui.late_answers import late_answer
from tui.search.facets.facet_list import FacetList
from tui.search.gathering import MOST_LINES, MOST_PASSAGES
from tui.search.parts import DETAIL_FROM, SearchParts
from tui.search.results.detail import detail_of
from tui.search.results.line_painter import word_columns, word_heads
from tui.search.results.places import article_of
from tui.search.results.result_list import Result, ResultList
from tui.search.state import UNITS, VIEW_NAMES, View
from tui.search.tables.basis import meaning, told
from tui.search.tables.word_table import HEADS, MOST_ROWS, WordRow, sorted_rows
from tui.typesetting.fitting import wrapped
from tui.typesetting.glyphs import cells, displayed

FRAME_CELLS = 4
"""Cells of the width of the screen that its frame takes."""

MOST_FACT_ROWS = 3
"""The rows of what is true of the results, at most."""

NOTHING = lazy(
    "Nothing is found. Try fewer words, another word by OR, ~“a formula” for its variants, or * for a gap."
)

EMPTY_LIBRARY = lazy("The library is empty. Close this, and import articles by {key}.")

NO_PASSAGES = lazy("No passage has all of this. {key} looks at paragraphs, sentences, codings in turn.")

SYNTAX = lazy(
    "Words of the texts: 客户 · “exactly so” · 客户 近/10 服务 · 客户*服务 · ~“a formula” · /regex/\n"
    "Fields: tag: source: author: title: date:2020..2021 note: quote: has:note is:unread chars:>3000\n"
    "Together: AND OR NOT ( ) · a space is AND · - is NOT"
)

HINTS: dict[View, tuple[str, ...]] = {
    View.ARTICLES: ("ask('tag')", "pick", "open", "view('lines')", "facets"),
    View.LINES: ("ask('tag')", "pick", "ask('note')", "ask('sort')", "ask('group')", "open", "facets"),
    View.PASSAGES: ("ask('tag')", "pick", "ask('note')", "unit", "open", "facets"),
    View.WORDS: ("open", "ask('sort')", "base", "view('lines')", "facets"),
    View.NGRAMS: ("open", "ask('sort')", "base", "ask('learn')", "facets"),
    View.COLLOCATES: ("open", "ask('sort')", "base", "view('lines')", "facets"),
    View.KEY_WORDS: ("open", "ask('sort')", "base", "reference", "view('lines')", "facets"),
    View.GAP: ("open", "pick", "ask('tag')", "ask('learn')", "unit", "base", "facets"),
}
"""The actions whose keys are shown at the bottom, by view; as many as there is room for."""


class ShownResults(SearchParts, inherit_bindings=False):
    """Shows the results, and what is true of them."""

    def _show_error(self, message: str, excerpt: str = "") -> None:
        """Show what is wrong.

        :param excerpt: the place in the query, above the message.
        """
        lines = (*excerpt.split("\n"), *self._wrapped(message)) if excerpt else self._wrapped(message)
        self._show_message(Text("\n".join(lines), no_wrap=True), is_hint=False)

    def _show_hint(self, message: str) -> None:
        self._show_message(Text("\n".join(self._wrapped(message)), no_wrap=True), is_hint=True)

    def _wrapped(self, message: str) -> list[str]:
        """Break a message into lines of the width of the screen."""
        return wrapped(displayed(message), max(self.size.width - FRAME_CELLS, 1)) if message else []

    def _show_message(self, message: Text, *, is_hint: bool) -> None:
        box = self.query_one(".error", Static)
        box.set_class(is_hint, "hint")
        box.update(message)
        box.display = bool(message)

    @late_answer
    def show_lines(self, lines: Sequence[Line]) -> None:
        """List lines in another order, or some of them."""
        if self.view is View.LINES:
            self.results.reorder(lines)
            self._is_ordered = True
            self._return()
            self._show_status()

    def _return(self) -> None:
        """Highlight the place that was highlighted when the screen was closed, once it is listed."""
        if 0 < self._return_to < len(self.results.results):
            if not self.results.cursor:
                self.results.cursor = self._return_to
            self._return_to = 0

    def _show_view(self) -> None:
        self.results.show(self._ordered_words() if self.view.counts_words else self._gathered[self.view])
        self._show_heads()
        if self.view is View.LINES and self.has_own_order:
            self._order()
        self._show_status()
        self._show_keys()

    def _order(self) -> None:
        """Ask for the lines in their order; until they come, they stand as they were gathered."""
        self._is_ordered = False
        self._ask("order", self)

    def _ordered_words(self) -> list[WordRow]:
        rows = [each for each in self._gathered[self.view] if isinstance(each, WordRow)]
        return sorted_rows(rows, self.column, is_reversed=self.state.are_words_reversed)

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
            names[self.column] += " ↑" if self.state.are_words_reversed else ""
            rows = [each for each in self.results.results if isinstance(each, WordRow)]
            width = self.results.scrollable_content_region.width
            self.results.word_columns = word_columns(names, rows, width)
            heads.update(
                word_heads(names, self.results.word_columns, self.column, example=self.view is View.GAP)
            )
            self.results.refresh()

    def _show_status(self) -> None:
        """Show the views with their numbers, and below them what is true of the results."""
        if self.focused is self._input:
            self._show_keys()
        rows = self._rows_of_tabs()
        shown = Text("\n", no_wrap=True, overflow="ellipsis").join(map(self._tabs, rows))
        views = self.query_one(".views", Static)
        views.set_class(len(rows) > 1, "-two-rows")
        views.update(shown, layout=False)
        lines = self._wrapped(" · ".join(filter(None, self._facts())))[
            : MOST_FACT_ROWS if self._is_high else 1
        ]
        facts = self.query_one(".facts", Static)
        facts.styles.height = max(len(lines), 1)
        facts.update(Text("\n".join(lines), no_wrap=True, overflow="ellipsis"), layout=False)

    def _tabs(self, row: Mapping[View, str]) -> Text:
        """Return a row of tabs."""
        line = Text(no_wrap=True, overflow="ellipsis")
        for view, tab in row.items():
            click = Style.from_meta({"@click": f"screen.view('{view}')"})
            style = Style.parse("bold reverse" if view is self.view else "dim")
            number = list(View).index(view) + 1
            line.append(f" {number} {tab} " if tab else f" {number} ", style + click)
        return line

    def _rows_of_tabs(self) -> list[dict[View, str]]:
        """Return what is written of each view, by row: as much as there is room for."""
        whole = {view: f"{VIEW_NAMES[view]} {self._number_in(view)}".strip() for view in View}
        names = {view: str(VIEW_NAMES[view]) for view in View} | {self.view: whole[self.view]}
        numbers = dict.fromkeys(View, "") | {self.view: whole[self.view]}
        room = max(self.size.width - FRAME_CELLS, 1)
        most = 2 if self._is_high else 1
        for tabs in (whole, names):
            rows = _in_rows(tabs, room)
            if len(rows) <= most:
                return rows
        return [numbers]

    @property
    def _is_high(self) -> bool:
        """Whether there is room for rows that are not needed."""
        return self.size.height >= DETAIL_FROM

    def _number_in(self, view: View) -> str:
        if view is View.LINES and self.state.group is not None and view is self.view and self._is_ordered:
            return _("{shown:,} of {number:,}", shown=len(self.results.results), number=self._places)
        if view is View.LINES:
            return f"{self._places:,}"
        table = self._word_tables.get(view)
        number = table.total if table is not None else len(self._gathered[view])
        number = self._passages if view is View.PASSAGES else number
        return f"{number:,}" if number or view is View.ARTICLES else ""

    @property
    def total(self) -> int:
        """How many results there are, of which the list may have only the first ones."""
        if self.view is View.PASSAGES:
            return self._passages
        if self.view is View.LINES:
            return max(self._places if self.state.group is None else 0, len(self.results.results))
        table = self._word_tables.get(self.view)
        return table.total if table is not None else len(self.results.results)

    def _facts(self) -> Sequence[str]:
        """Return what is true of the list, in a few words each."""
        facts = []
        if self.is_gathering and self._progress[1]:
            facts.append(f"{self._progress[0] * 100 // self._progress[1]} %")
        if self.results.picked:
            facts.append(_("{number:,} picked", number=len(self.results.picked)))
        if self.view is View.PASSAGES:
            facts.append(str(UNITS[self.state.unit]))
            if self._passages > MOST_PASSAGES:
                facts.append(_("the first {most:,} are listed", most=MOST_PASSAGES))
        if self.view is View.LINES:
            facts += self._facts_of_lines()
        if self.view.counts_words:
            facts += self._facts_of_table()
        if (self.query_shown or self.view.counts_words) and not self.is_gathering:
            facts.append("" if self.results.results else _("Nothing is found: change the query"))
        return facts

    def _facts_of_table(self) -> Sequence[str]:
        """Return what was counted for a table of words."""
        facts = [_("Counting words…") if self._counting is not None and not self._progress[1] else ""]
        settings = self.state.tables
        if self.view is View.GAP:
            facts.append(str(GAP_UNITS[settings.gap_unit]))
            if settings.gap_length is not None:
                facts.append(_("at most {number}", number=settings.gap_length))
        table = self._word_tables.get(self.view)
        if table is not None:
            facts.append(told(self.view, table.basis))
            if table.total > MOST_ROWS:
                facts.append(_("the first {most:,} are listed", most=MOST_ROWS))
        return facts

    def _facts_of_lines(self) -> Sequence[str]:
        """Return which lines are listed, and in which order."""
        facts = []
        if self.group is not None:
            position, item = self.group
            facts.append(_("{position} is “{item}”", position=position or "KWIC", item=item))
        if self.state.sort and not self._is_ordered:
            facts.append("" if self.is_gathering else _("Sorting…"))
        elif self.state.sort:
            names = listed(map(str, self.state.sort))
            facts.append(_("sorted by {names}", names=names) + (" ↑" if self.state.is_reversed else ""))
        elif self.state.is_reversed:
            facts.append(_("reversed"))
        if self.state.by_words:
            facts.append(_("words"))
        if self._places > MOST_LINES:
            facts.append(_("the first {most:,} are listed", most=MOST_LINES))
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
        if self._library.articles.is_empty():
            return EMPTY_LIBRARY.format(key=key_name("app.import"))
        if not self.query_shown or self.is_gathering:
            return SYNTAX
        if self.view is View.PASSAGES:
            return NO_PASSAGES.format(key=key_for(Scope.SEARCH, "unit"))
        return NOTHING

    def _detail(self, result: Result) -> Text:
        if isinstance(result, WordRow):
            lines = wrapped(meaning(self.view, self.state.tables), max(self.size.width - FRAME_CELLS - 2, 1))
            return Text("\n".join(lines), "dim", no_wrap=True)
        article = article_of(result)
        try:
            text = self._library.texts.text(article)
        except PizhuError:  # it was removed meanwhile
            text = ""
        return detail_of(result, self.row(article), text, self.state.detail)

    @property
    def _has_something(self) -> bool:
        """Whether there are results to go to, or may be some soon."""
        return not self._is_wrong and bool(self.query_shown or self.view.counts_words)

    def _show_keys(self) -> None:
        """Show the keys of the part that has the focus."""
        if self.focused is self._input:
            keys = (
                _("enter results · tab complete, facets · ctrl+s save · ↑ earlier · esc results")
                if self._has_something
                else _("enter results · tab complete, facets · ctrl+s save · ↑ earlier · esc close")
            )
        elif isinstance(self.focused, FacetList):
            keys = _("enter space choose · esc results · f hide")
        else:
            keys = self._hints()
        set_keys(self.query_one(".search"), keys)

    def _hints(self) -> str:
        """Return the keys of the results: as many as there is room for, and how to get help and back."""
        by_name = {action.name: action for action in actions_in(Scope.SEARCH) if action.keys}
        ends = [by_name[name] for name in ("help", "close") if name in by_name]
        shown: list[str] = []
        room = self.size.width - 8 - cells(" · ".join(map(_hint, ends)))
        for name in HINTS[self.view]:
            if name in by_name:
                room -= cells(_hint(by_name[name])) + 3
                if room < 0:
                    break
                shown.append(_hint(by_name[name]))
        return " · ".join((*shown, *map(_hint, ends)))


def _in_rows(tabs: Mapping[View, str], room: int) -> list[dict[View, str]]:
    """Return tabs in rows of some cells."""
    rows: list[dict[View, str]] = [{}]
    used = 0
    for view, tab in tabs.items():
        width = cells(tab) + 4
        if used and used + width > room:
            rows.append({})
            used = 0
        rows[-1][view] = tab
        used += width
    return rows


def _hint(action: Action) -> str:
    return f"{key_names(action).split()[0]} {action.hint}"
