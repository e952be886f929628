"""Asks for one of the columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.chinese.folding import fold
from store.language import _, lazy
from tui.dialogs.base.dialog import FindDialog, line_width, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.paged_option_list import PagedOptionList
from tui.typesetting.fitting import fitted

KEYS = lazy("enter choose · ↑ ↓ move · esc back")
NONE_FOUND = lazy("No column has these words in its name or its first row.")
NO_COLUMN = -1
"""Stands for no column."""

_NAME = 24
"""Cells of the name of a column."""


_LEAST_SAMPLE = 6
"""Cells from which its first cell is shown beside its name."""


class ColumnLine(NamedTuple):
    """A column that can be chosen."""

    name: str
    sample: str
    """What stands in its first rows."""


class ColumnListDialog(FindDialog[int | None]):
    """Asks for a column. Returns its number, :data:`NO_COLUMN`, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(self, subject: str, columns: Sequence[ColumnLine], chosen: int) -> None:
        """Create the dialog.

        :param chosen: the number of the column that is highlighted first, or :data:`NO_COLUMN`.
        """
        super().__init__()
        self._subject = subject
        self._columns = columns
        self._chosen = chosen
        self._listed: list[int] = []

    def compose(self) -> ComposeResult:
        """An input that filters the columns, and their list."""
        with Vertical(classes="dialog -wide") as dialog:
            set_frame(dialog, self._subject, str(KEYS))
            yield Input(placeholder=_("words of its name or its first row"), select_on_focus=False)
            yield WrappedText(classes="hint")
            yield PagedOptionList()

    def on_mount(self) -> None:
        """List all columns."""
        self._list()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self._list)

    @on(Input.Changed)
    def _list(self) -> None:
        """List the columns that have what is typed."""
        typed = fold(self.query_one(Input).value.strip())
        options = self.query_one(OptionList)
        width = line_width(options)
        places = [
            at
            for at, each in enumerate(self._columns)
            if typed in fold(each.name) or typed in fold(each.sample)
        ]
        self._listed = places if typed else [NO_COLUMN, *places]
        options.clear_options()
        options.add_options([Option(self._line(at, width)) for at in self._listed])
        highlighted = self._listed.index(self._chosen) if self._chosen in self._listed else 0
        options.highlighted = highlighted if self._listed else None
        self.query_one(".hint", WrappedText).show("" if self._listed else str(NONE_FOUND))

    def _line(self, at: int, width: int) -> Text:
        if at == NO_COLUMN:
            return Text(f"— {_('no column')}", "dim")
        name = fitted(self._columns[at].name, min(_NAME, width))
        line = Text(name, no_wrap=True, overflow="ellipsis")
        if (left := width - _NAME - 2) < _LEAST_SAMPLE:
            return line
        line.append(" " * (_NAME - cell_len(name)))
        return line.append(f"  {fitted(self._columns[at].sample, left)}", "dim")

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """Choose a column that was clicked."""
        event.stop()
        self.dismiss(self._listed[event.option_index])

    @on(Input.Submitted)
    def choose(self) -> None:
        """Choose the highlighted column."""
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self._listed):
            self.dismiss(self._listed[place])

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
