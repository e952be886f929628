"""A list to tick: what the dialogs share in which some of many things are chosen."""

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

from tui.dialogs.base.dialog import ListDialog, room

T = TypeVar("T")

TICK = "✓ "
NOTHING_TICKED = "Nothing is ticked: space ticks, a ticks all, esc leaves."


class ChecklistDialog(ListDialog[list[T] | None], Generic[T]):
    """Asks which of its items are meant; gives them, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("space", "tick", "Tick", priority=True),
        Binding("a", "all", "All"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[T] = []
        """All that can be chosen from."""
        self.ticked: set[int] = set()
        """The places of those that are chosen."""

    @abstractmethod
    def line(self, number: int) -> Text:
        """An item as it is listed, by its place, without its tick."""

    def listed(self) -> range:
        """The places of the items that are listed, from 0 on: all, unless it is said otherwise."""
        return range(len(self.items))

    def compose(self) -> ComposeResult:
        """The list; what is said below it, and who entitles it, is the same for all."""
        with Vertical(classes="dialog -wide"):
            yield OptionList()
            yield Static(classes="refusal")

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self.list_items)

    @property
    def width(self) -> int:
        """Cells of an item's line, beside its tick."""
        return room(self.query_one(OptionList)) - len(TICK)

    def list_items(self) -> None:
        """List the items; the highlight stays in its place."""
        options = self.query_one(OptionList)
        place, many = options.highlighted or 0, len(self.listed())
        options.clear_options()
        self.add_items(self.listed())
        options.highlighted = min(place, many - 1) if many else None

    def add_items(self, numbers: range) -> None:
        """List more items below those that are listed."""
        self.query_one(OptionList).add_options([Option(self._ticked_line(number)) for number in numbers])

    def _ticked_line(self, number: int) -> Text:
        tick = Text(
            TICK if number in self.ticked else " " * len(TICK), "bold", no_wrap=True, overflow="ellipsis"
        )
        return tick.append_text(self.line(number))

    def action_tick(self) -> None:
        """Tick the highlighted item, or take its tick off, and go on to the next."""
        self._say("")
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.ticked ^= {options.highlighted}
            options.replace_option_prompt_at_index(
                options.highlighted, self._ticked_line(options.highlighted)
            )
            options.action_cursor_down()

    def action_all(self) -> None:
        """Tick all that are listed; when all are, none."""
        self._say("")
        listed = set(self.listed())
        self.ticked = self.ticked - listed if listed <= self.ticked else self.ticked | listed
        options = self.query_one(OptionList)
        for number in listed:
            options.replace_option_prompt_at_index(number, self._ticked_line(number))

    @on(OptionList.OptionSelected)
    def take(self) -> None:
        """Give the items that are listed and ticked; where there is none, say that some are wanted."""
        taken = [self.items[number] for number in self.listed() if number in self.ticked]
        if taken:
            self.dismiss(taken)
        else:
            self._say(NOTHING_TICKED)

    def on_key(self, event: events.Key) -> None:
        """A list without a line selects none: enter says what is wanted there, too."""
        if event.key == "enter" and not self.query_one(OptionList).option_count:
            self.take()

    def _say(self, sentence: str) -> None:
        self.query_one(".refusal", Static).update(sentence)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
