"""The line on which one types what to find, in the place of the bottom line."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class FindBar(Horizontal):
    """Tells what is typed as it is typed, and shows what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("up,down", "last", "Last"),
    ]
    DEFAULT_CSS = """
    FindBar {
        height: 1; dock: bottom; display: none;
        Static { width: auto; padding: 0 1; }
        Input, Input:focus { height: 1; width: 1fr; border: none; padding: 0 1; }
    }
    """

    class Sought(Message):
        """What to find was typed so far."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query
            """What."""

    class Settled(Message):
        """What to find was typed to its end."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query
            """What."""

    class Dropped(Message):
        """Nothing is to be found after all."""

    def __init__(self) -> None:
        super().__init__()
        self.line = Input(
            placeholder="characters, pinyin, or re: and a regular expression · ↑ the last one",
            select_on_focus=False,
        )
        """On which one types."""
        self._outcome = Static("", markup=False)
        self._last = ""

    def compose(self) -> ComposeResult:
        """A sign, the line, and what came of it."""
        yield Static("/")
        yield self.line
        yield self._outcome

    def open(self) -> None:
        """Begin to type."""
        self.line.value = ""
        self.tell("")
        self.display = True

    def tell(self, outcome: str) -> None:
        """Show what came of it."""
        self._outcome.update(outcome)

    @on(Input.Changed)
    def seek(self, event: Input.Changed) -> None:
        """Tell what was typed so far."""
        event.stop()
        if self.display:
            self.post_message(self.Sought(event.value))

    @on(Input.Submitted)
    def settle(self, event: Input.Submitted) -> None:
        """Tell what was typed; an empty line is the last one again."""
        event.stop()
        query = event.value or self._last
        self._last = query
        self.display = False
        self.post_message(self.Settled(query) if query else self.Dropped())

    def action_last(self) -> None:
        """Put in what was sought last."""
        self.line.value = self._last
        self.line.cursor_position = len(self._last)

    def action_leave(self) -> None:
        """Find nothing."""
        self.display = False
        self.post_message(self.Dropped())
