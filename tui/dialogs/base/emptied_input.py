"""An input in which backspace means more when nothing is typed."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import Input


class EmptiedInput(Input):
    """An input that reports backspace when it is empty."""

    class Emptied(Message):
        """Backspace was pressed in an empty input."""

    def action_delete_left(self) -> None:
        """Delete the character before the cursor. If the input is empty, report it."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.Emptied())
