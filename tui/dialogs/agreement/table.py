"""The table of agreement by tag, from which the places of disagreement are read."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from store.language import _, lazy
from store.tags.agreement.agreement import Agreement
from store.wording import counted, listed
from tui.dialogs.agreement.rows import HEADS, in_order, row_of
from tui.dialogs.agreement.state import UNITS, AgreementState
from tui.dialogs.base.dialog import Dialog, set_frame
from tui.late_answers import late_answer
from tui.search.results.line_painter import word_columns, word_heads
from tui.search.results.result_list import ResultList
from tui.search.tables.word_table import WordRow
from tui.typesetting.glyphs import displayed

if TYPE_CHECKING:
    from store.tags.agreement.agreement import AgreementTable

KEYS = lazy("enter places · p unit · a all · t parents · o sort · E · esc")

EVERYONE = lazy("all coded all articles", "agreement")
PARENTS = lazy("with the tags above", "agreement")
"""What counts beside what was marked."""

SEARCH_CSS = Path(__file__).parents[2] / "search" / "screen.tcss"
"""The rules of the list of results, which is shown as on the search screen."""

HINT = lazy(
    "1 is agreement everywhere, 0 what chance brings. F1: the annotations that match. "
    "The articles are those that two or more of them have coded."
)


class TableAct(StrEnum):
    """What the controller does for the table."""

    MEASURE = "measure"
    PLACES = "places"
    """Show the places of disagreement of the highlighted row."""
    SORT = "sort"
    CODERS = "coders"
    EXPORT = "export"


class AgreementDialog(Dialog[None]):
    """Shows the agreement of coders by tag. It stays open until a place of disagreement is read."""

    CSS_PATH: ClassVar[list[str]] = [Dialog.CSS_PATH, str(SEARCH_CSS)]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ctrl+c", "leave", "Close"),
        Binding("j,down", "move(1)", "Down"),
        Binding("k,up", "move(-1)", "Up"),
        Binding("space,pagedown,ctrl+f", "page(1)", "Page down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up"),
        Binding("ctrl+d", "page(0.5)", "Half a page down"),
        Binding("ctrl+u", "page(-0.5)", "Half a page up"),
        Binding("g,home", "first", "Top"),
        Binding("G,end", "last", "Bottom"),
        Binding("enter,l,right", f"act('{TableAct.PLACES}')", "Disagreements"),
        Binding("o", f"act('{TableAct.SORT}')", "Sort"),
        Binding("r", "reverse", "Reverse"),
        Binding("p", "unit", "Unit"),
        Binding("a", "toggle_everyone", "All articles"),
        Binding("t", "toggle_parents", "Parents"),
        Binding("c", f"act('{TableAct.CODERS}')", "Coders"),
        Binding("E", f"act('{TableAct.EXPORT}')", "Export"),
    ]

    def __init__(self, state: AgreementState, act: Callable[[TableAct, Any], None]) -> None:
        """Create the dialog.

        :param state: which coders, by which unit and in which order; the dialog changes it.
        :param act: does something for this dialog.
        """
        super().__init__()
        self.state = state
        self._act = act
        self._table: AgreementTable | None = None
        self._rows: list[WordRow] = []
        self._told = ""

    def compose(self) -> ComposeResult:
        """What is measured, the heads of the columns, the table and an error message."""
        with Vertical(classes="dialog search") as frame:
            set_frame(frame, _("Agreement of {coders}", coders=listed(self.state.coders)), KEYS)
            yield Static(classes="views", markup=False)
            yield Static(classes="error", markup=False)
            with Horizontal(), Vertical(classes="found"):
                yield Static(classes="heads")
                yield ResultList(lambda _article: None)
            yield Static(str(HINT), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Measure."""
        super().on_mount()
        self.results.focus()
        self._measure()

    def on_resize(self) -> None:
        """Show as many columns as there is room for."""
        self.call_after_refresh(self._show_heads)

    @property
    def results(self) -> ResultList:
        """The table."""
        return self.query_one(ResultList)

    @property
    def rows(self) -> list[WordRow]:
        """The rows that are shown, in their order."""
        return [each for each in self.results.results if isinstance(each, WordRow)]

    @property
    def table(self) -> AgreementTable | None:
        """What was measured, its rows in the order in which they are shown; None before that."""
        if self._table is None:
            return None
        rows = (each.record for each in self.rows)
        return self._table._replace(rows=tuple(each for each in rows if isinstance(each, Agreement)))

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return tuple(map(str, HEADS))

    @property
    def highlighted(self) -> Agreement | None:
        """The agreement of the highlighted row."""
        current = self.results.current
        return (
            current.record if isinstance(current, WordRow) and isinstance(current.record, Agreement) else None
        )

    def _measure(self) -> None:
        self._tell(_("measuring…"))
        self._show_error("")
        self._act(TableAct.MEASURE, self)

    @late_answer
    def show_progress(self, done: int, total: int) -> None:
        """Say how much is measured."""
        self._tell(f"{done * 100 // total} %")

    @late_answer
    def show(self, table: AgreementTable) -> None:
        """Show what was measured."""
        self._table = table
        self._rows = [row_of(each) for each in table.rows]
        whole = table.rows[-1]
        self._tell(counted(whole.articles, "article", "articles"))
        self._list_rows()

    @late_answer
    def fail(self, message: str) -> None:
        """Show why nothing could be measured."""
        self._table, self._rows = None, []
        self._tell("")
        self._list_rows()
        self._show_error(message)

    def _list_rows(self) -> None:
        self.results.show(in_order(self._rows, self.state.column, is_reversed=self.state.is_reversed))
        self._show_heads()

    @late_answer
    def sort_by(self, column: int) -> None:
        """Sort by a column; by the same again, the other way round."""
        self.state.is_reversed = column == self.state.column and not self.state.is_reversed
        self.state.column = column
        self._list_rows()

    def _show_heads(self) -> None:
        heads = self.query_one(".heads", Static)
        rows = self.rows
        heads.display = bool(rows)
        if rows:
            names = list(self.heads)
            names[self.state.column] += " ↑" if self.state.is_reversed else ""
            width = self.results.scrollable_content_region.width
            self.results.word_columns = word_columns(names, rows, width)
            heads.update(word_heads(names, self.results.word_columns, self.state.column))
            self.results.refresh()

    def _tell(self, told: str) -> None:
        self._told = told
        line = Text(no_wrap=True, overflow="ellipsis")
        for unit, name in UNITS.items():
            line.append(f" {name} ", "bold reverse" if unit is self.state.unit else "dim")
        for name, is_on in ((EVERYONE, self.state.everyone), (PARENTS, self.state.parents)):
            if is_on:
                line.append(" · ", "dim").append(f" {name} ", "bold reverse")
        line.append(f"  {told}", "dim")
        self.query_one(".views", Static).update(line)

    def _show_error(self, message: str) -> None:
        error = self.query_one(".error", Static)
        error.update(displayed(message))
        error.display = bool(message)

    def action_move(self, step: int) -> None:
        """Move the highlight by one row."""
        self.results.move(step)

    def action_page(self, pages: float) -> None:
        """Move by a part of a page."""
        self.results.page(pages)

    def action_first(self) -> None:
        """Highlight the first row."""
        self.results.go_to_first()

    def action_last(self) -> None:
        """Highlight the last row."""
        self.results.go_to_last()

    def action_reverse(self) -> None:
        """Reverse the order of the rows."""
        self.sort_by(self.state.column)

    def action_unit(self) -> None:
        """Measure by the next unit."""
        self.state.next_unit()
        self._measure()

    def action_toggle_everyone(self) -> None:
        """Have every coder count as one who has coded every article, or not."""
        self.state.everyone = not self.state.everyone
        self._measure()

    def action_toggle_parents(self) -> None:
        """Count a tag also as each one above it, or not."""
        self.state.parents = not self.state.parents
        self._measure()

    def action_act(self, name: str) -> None:
        """Have something done with the table."""
        act = TableAct(name)
        if self._rows or act is TableAct.CODERS:
            self._act(act, self)

    @on(ResultList.Opened)
    def read(self) -> None:
        """Show the places of disagreement of the row that was clicked."""
        self.action_act(TableAct.PLACES)

    def action_leave(self) -> None:
        """Close the table."""
        self.dismiss(None)
