"""The input of the search screen: completes the query as it is typed, and recalls earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.query.completion import Completion
from store.query.names import field_name
from tui.dialogs.filtering import FIELD_MEANINGS
from tui.paged_option_list import PagedOptionList
from tui.recent_list import RecentList
from tui.search.known_values import KnownValues
from tui.typesetting.fitting import fitted

MOST = 30
"""The completions that are listed."""

MOST_ROWS = 10
"""The rows of the list of completions."""

NAME_WIDTH = 40
"""The cells of the name of a value."""


class QueryInput(Vertical):
    """An input, and over what is below it a list of completions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", priority=True),
        Binding("enter", "accept", "Complete", priority=True),
        Binding("escape", "decline", "Close", priority=True),
        Binding("down,ctrl+n", "move(1)", "Down", priority=True),
        Binding("up", "move(-1)", "Up", priority=True),
        Binding("ctrl+j", "go_on", "Results", priority=True),
    ]

    class GoOn(Message):
        """The user wants to go to the results."""

    def __init__(self, typed: str, placeholder: str, recent: RecentList) -> None:
        """Create the input.

        :param recent: the queries that were typed before.
        """
        super().__init__()
        self._input = Input(typed, placeholder=placeholder, select_on_focus=False)
        self._options = PagedOptionList()
        self._options.can_focus = False  # the input keeps the focus
        self._options.display = False
        self._recent = recent
        self._recalled = -1
        """The place in the earlier queries, from the latest on, or -1."""
        self._typed = typed
        """What was typed before an earlier query was recalled."""
        self._put: str | None = typed
        """What was last put into the input other than by typing: nothing is offered for it."""
        self._listed: Sequence[Completion] = ()
        self._known = KnownValues()

    def compose(self) -> ComposeResult:
        """The input and the list."""
        yield self._input
        yield self._options

    def know(self, values: KnownValues) -> None:
        """Complete values too."""
        self._known = values

    def fit(self, rows: int) -> None:
        """List completions on at most so many rows of the screen."""
        self._options.styles.max_height = min(max(rows, 1), MOST_ROWS)

    @property
    def is_offering(self) -> bool:
        """Whether completions are listed."""
        return bool(self._listed)

    def put(self, query: str) -> None:
        """Put a query into the input. Nothing is offered for it."""
        self._put = query
        self._input.value = query
        self._input.cursor_position = len(query)
        self._offer(())

    def remember(self, query: str) -> None:
        """Keep a query that was searched for, and offer nothing more for it."""
        self._recalled = -1
        self._offer(())
        if query and next(iter(self._recent), "") != query:
            self._recent.add(query)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to others where they mean nothing here."""
        if not self._input.has_focus:
            return False
        if action in ("complete", "decline"):
            return self.is_offering
        if action == "accept":
            return self.is_offering and self._options.highlighted is not None
        return super().check_action(action, parameters)

    # Completing

    @on(Input.Changed)
    def offer(self, event: Input.Changed) -> None:
        """List how what is typed can be completed."""
        if event.value == self._put:
            return
        self._put, self._recalled = None, -1
        cursor = self._input.cursor_position
        found = self._known.complete(event.value, cursor)[:MOST]
        has_begun = any(each.field or each.start < cursor for each in found)
        self._offer(found if has_begun else ())

    def _offer(self, found: Sequence[Completion]) -> None:
        self._listed = found
        self._options.clear_options()
        self._options.add_options([Option(self._line(each)) for each in found])
        self._options.display = bool(found)

    def _line(self, completion: Completion) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis")
        if not completion.field:
            name = f"{completion.name}:"
            line.append(name + " " * max(1, 9 - cell_len(name)), "bold")
            line.append(str(FIELD_MEANINGS.get(field_name(completion.name), "")), "dim")
            return line
        line.append(fitted(completion.name, NAME_WIDTH))
        if count := self._known.count(completion):
            line.append(f"  {count:,}", "dim")
        return line

    def action_complete(self) -> None:
        """Complete by the highlighted completion, or else by the first one."""
        chosen = self._listed[self._options.highlighted or 0]
        query, cursor = chosen.applied(self._input.value)
        self._put = query if chosen.field else None  # after a field, its values are offered
        self._input.value, self._input.cursor_position = query, cursor
        self._offer(())

    def action_accept(self) -> None:
        """Complete by the highlighted completion."""
        self.action_complete()

    @on(OptionList.OptionSelected)
    def click(self, event: OptionList.OptionSelected) -> None:
        """Complete by the completion that was clicked."""
        event.stop()
        self._options.highlighted = event.option_index
        self.action_complete()

    def action_decline(self) -> None:
        """Close the list."""
        self.decline()

    def decline(self) -> None:
        """Offer nothing for what is typed now."""
        self._put = self._input.value
        self._offer(())

    # Moving

    def action_move(self, step: int) -> None:
        """Highlight another completion; without any, recall an earlier query, or go on to the results."""
        if self.is_offering:
            nowhere = -1 if step > 0 else 0
            here = nowhere if self._options.highlighted is None else self._options.highlighted
            self._options.highlighted = (here + step) % len(self._listed)
        elif step > 0 and self._recalled < 0:
            self.action_go_on()
        else:
            self._recall(self._recalled - step)

    def _recall(self, place: int) -> None:
        if self._recalled < 0:
            self._typed = self._input.value
        earlier = [each for each in self._recent if each != self._typed.strip()]
        if place < len(earlier):
            self._recalled = max(place, -1)
            self.put(earlier[place] if place >= 0 else self._typed)

    def action_go_on(self) -> None:
        """Go to the results."""
        self._offer(())
        self.post_message(self.GoOn())
