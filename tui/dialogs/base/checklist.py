"""The base of dialogs in which the user ticks items of a list."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.language import lazy
from tui.dialogs.base.dialog import ListDialog, line_width
from tui.paged_option_list import PagedOptionList

T = TypeVar("T")

TICK = "✓ "
NOTHING_TICKED = lazy("Nothing is ticked. Press space to tick, a to tick all, or esc to cancel.")


class ChecklistDialog(ListDialog[list[T] | None], Generic[T]):
    """Asks for some of its items. Returns those that are ticked, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("space", "tick", "Tick", priority=True),
        Binding("a", "all", "All"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[T] = []
        """All items."""
        self.ticked: set[int] = set()
        """The indexes of the ticked items."""

    @abstractmethod
    def line(self, index: int) -> Text:
        """The line of an item, without its tick."""

    def listed(self) -> Sequence[int]:
        """The indexes of the items in the list, in order. By default all items are in the list."""
        return range(len(self.items))

    def compose(self) -> ComposeResult:
        """The list and an error message below it. Subclasses set the title."""
        with Vertical(classes="dialog -wide"):
            yield PagedOptionList()
            yield Static(classes="error")

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self.list_items)

    @property
    def width(self) -> int:
        """The width of an item's line without its tick, in cells."""
        return line_width(self.query_one(OptionList)) - len(TICK)

    def list_items(self) -> None:
        """Update the list. The highlight stays where it is."""
        options = self.query_one(OptionList)
        highlighted, count = options.highlighted or 0, len(self.listed())
        options.clear_options()
        self.add_items(self.listed())
        options.highlighted = min(highlighted, count - 1) if count else None

    def add_items(self, indexes: Sequence[int]) -> None:
        """Add items to the end of the list."""
        self.query_one(OptionList).add_options([Option(self._line_with_tick(index)) for index in indexes])

    def _line_with_tick(self, index: int) -> Text:
        tick = Text(
            TICK if index in self.ticked else " " * len(TICK), "bold", no_wrap=True, overflow="ellipsis"
        )
        return tick.append_text(self.line(index))

    def action_tick(self) -> None:
        """Tick or untick the highlighted item, and go to the next."""
        self._show_error("")
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            index = self.listed()[options.highlighted]
            self.ticked ^= {index}
            options.replace_option_prompt_at_index(options.highlighted, self._line_with_tick(index))
            options.action_cursor_down()

    def action_all(self) -> None:
        """Tick all items in the list or, if all are ticked, untick them."""
        self._show_error("")
        listed = set(self.listed())
        self.ticked = self.ticked - listed if listed <= self.ticked else self.ticked | listed
        options = self.query_one(OptionList)
        for place, index in enumerate(self.listed()):
            options.replace_option_prompt_at_index(place, self._line_with_tick(index))

    @on(OptionList.OptionSelected)
    def accept(self) -> None:
        """Return the ticked items in the list. If there are none, show an error."""
        ticked = [self.items[index] for index in self.listed() if index in self.ticked]
        if ticked:
            self.dismiss(ticked)
        else:
            self._show_error(str(NOTHING_TICKED))

    def on_key(self, event: events.Key) -> None:
        """Make enter show the error in an empty list too, where it selects no option."""
        if event.key == "enter" and not self.query_one(OptionList).option_count:
            self.accept()

    def _show_error(self, message: str) -> None:
        self.query_one(".error", Static).update(message)

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
