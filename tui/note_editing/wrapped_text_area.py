"""A text area that wraps its lines, and keeps the terminal's cursor where an input method needs it."""

from __future__ import annotations

from textual.widgets import TextArea


class WrappedTextArea(TextArea):
    """The base of the note editor and of the fields of forms."""

    # An input method draws its composition at the cursor of the terminal. Textual moves that cursor at each
    # key. It must also move when the text area gets the focus and when lines are wrapped again.

    def on_focus(self) -> None:
        """Move the terminal's cursor into the text area."""
        self.call_after_refresh(self._place_cursor)

    def on_resize(self) -> None:
        """Move the terminal's cursor to where the text cursor is now."""
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if not self.is_attached:
            return  # it was closed before it was painted
        self.scroll_cursor_visible()  # this also computes its position in the wrapped lines
        if self.screen.focused is self:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()  # the next painting moves the cursor

    def insert_cleaned(self, text: str) -> None:
        """Insert pasted text, which has no control characters, as TextArea does it."""
        pasted = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(pasted.end_location)
