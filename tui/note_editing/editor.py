"""The note editor, which the notes pane and the note dialog share.

It saves a draft every second, and asks before it drops changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea

from store.model.annotation import without_controls
from tui.keys.keymap import Scope, bindings
from tui.panes.pane import Keyed

AUTOSAVE_INTERVAL = 1.0
"""Seconds between drafts."""

NOT_KEPT = "Not kept yet. Press ctrl+s to keep it, or esc again to drop it."


class NoteEditor(TextArea, Keyed):
    """A text area for one note."""

    SCOPE = Scope.WRITING
    # Without priority, so that the editor processes keys that were typed earlier first.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.WRITING)]

    class Done(Message):
        """The user has finished."""

        def __init__(self, note: str | None) -> None:
            super().__init__()
            self.note = note
            """The note to keep, or None if the user left without keeping it."""

    class Notice(Message):
        """A notice about the note, to be shown below the editor."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text
            """The notice. Empty if there is none any more."""

    class Paused(Message):
        """The user leaves the editor open and goes to the list of notes."""

    def __init__(
        self,
        note: str,
        *,
        draft: str | None = None,
        autosave: Callable[[str], None] = lambda _: None,
        is_warned: bool = False,
    ) -> None:
        """Create an editor.

        :param note: the note as it is in the library.
        :param draft: the text to start from, if it is not ``note``.
        :param autosave: saves a draft. Called with the text, at most once a second, when it has changed.
        :param is_warned: whether the user was warned already that leaving drops the changes.
        """
        super().__init__(note if draft is None else draft, soft_wrap=True, tab_behavior="focus")
        self._kept = note
        self._saved = self._last_text = self.text
        self._autosave = autosave
        self._is_done = False
        self._is_warned = is_warned

    @property
    def is_modified(self) -> bool:
        """Whether the text differs from the note in the library."""
        return self.text != self._kept

    def on_mount(self) -> None:
        """Put the cursor at the end of the note, and start the autosave."""
        self.move_cursor(self.document.end)
        self.set_interval(AUTOSAVE_INTERVAL, self.save)

    def on_unmount(self) -> None:
        """Save a last draft, because the program may be about to end."""
        self.save()

    def save(self) -> None:
        """Save a draft, if the text has changed since the last one."""
        text = self.text
        if text != self._saved and not self._is_done:
            self._saved = text
            self._autosave(text)

    # An input method draws its composition at the cursor of the terminal. Textual moves that cursor at each
    # key. It must also move when the editor gets the focus and when lines are wrapped again.

    def on_focus(self) -> None:
        """Move the terminal's cursor into the editor."""
        self.call_after_refresh(self._place_cursor)

    def on_resize(self) -> None:
        """Move the terminal's cursor to where the text cursor is now."""
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if not self.is_attached:
            return  # the editor was closed before it was painted
        self.scroll_cursor_visible()  # this also computes its position in the wrapped lines
        if self.screen.focused is self:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()  # the next painting moves the cursor

    # Editing

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text without control characters."""
        event.prevent_default()
        event.stop()
        # As TextArea does it, but with the text cleaned.
        pasted = self.replace(without_controls(event.text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(pasted.end_location)

    def on_text_area_changed(self) -> None:
        """Warn again before dropping changes, once the text has changed."""
        if self.text != self._last_text:
            self._last_text, self._is_warned = self.text, False
            self.post_message(self.Notice(""))

    def action_keep(self) -> None:
        """Finish, and keep the note. A draft is saved first, in case the library cannot be written yet."""
        self.save()
        self._finish(self.text)

    def action_leave(self) -> None:
        """Finish without keeping the note. If it was changed, warn the first time."""
        if self._is_warned or not self.is_modified:
            self._finish(None)
            return
        self._is_warned = True
        self.post_message(self.Notice(NOT_KEPT))

    def _finish(self, note: str | None) -> None:
        if not self._is_done:
            self._is_done = True
            self.post_message(self.Done(note))

    def action_pause(self) -> None:
        """Go to the list of notes. The editor stays open."""
        self.post_message(self.Paused())
