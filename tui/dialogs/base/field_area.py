"""A field of a form: a text of one paragraph, whose lines are wrapped."""

from __future__ import annotations

from textual import events

from store.model.annotation import without_controls
from tui.keys.paste_delivery import MAX_LINE, too_long
from tui.note_editing.wrapped_text_area import WrappedTextArea


class FieldArea(WrappedTextArea):
    """A field. Enter is a key of the form, and the arrows go on to the field above or below."""

    def __init__(self, value: str, name: str) -> None:
        super().__init__(
            value, name=name, soft_wrap=True, tab_behavior="focus", compact=True, highlight_cursor_line=False
        )

    def on_mount(self) -> None:
        """Put the cursor at the end."""
        self.move_cursor(self.document.end)

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text on one line, without control characters."""
        event.prevent_default()
        event.stop()
        line = " ".join(without_controls(event.text).split())
        if len(line) > MAX_LINE:
            self.notify(too_long(len(line), MAX_LINE), severity="warning", markup=False)
        else:
            self.insert_cleaned(line)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move the cursor up a line, or to the field above."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous(FieldArea)
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move the cursor down a line, or to the field below."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next(FieldArea)
        else:
            super().action_cursor_down(select)
