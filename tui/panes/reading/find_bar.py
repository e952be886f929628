"""The line on which one types what to find, in the place of the bottom line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.widgets import Input


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
        self.line: Input | None = None
        """On which one types; made when it is wanted first, for its import takes its time."""
        self._last = ""

    async def open(self) -> None:
        """Begin to type."""
        self.display = False
        if self.line is None:
            from textual.widgets import Input

            hint = "characters, pinyin, or re: and a regular expression · ↑ the last one"
            self.line = Input(placeholder=hint, select_on_focus=False)
            await self.mount(Static("/"), self.line, Static("", markup=False, id="outcome"))
        self.line.value = ""
        self.tell("")
        self.display = True
        self.screen.set_focus(self.line)

    def tell(self, outcome: str) -> None:
        """Show what came of it."""
        self.query_one("#outcome", Static).update(outcome)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what was typed so far."""
        event.stop()
        if self.display:
            self.post_message(self.Sought(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell what was typed; an empty line is the last one again."""
        event.stop()
        query = event.value or self._last
        self._last = query
        self.display = False
        self.post_message(self.Settled(query) if query else self.Dropped())

    def action_last(self) -> None:
        """Put in what was sought last."""
        if self.line is not None:
            self.line.value = self._last
            self.line.cursor_position = len(self._last)

    def action_leave(self) -> None:
        """Find nothing."""
        self.display = False
        self.post_message(self.Dropped())
