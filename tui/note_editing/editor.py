"""The editor of a note: in the notes pane and in the note dialog the same.

What is written is on the disk each second, and nothing of it is dropped unasked.
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

EVERY = 1.0
"""Seconds after which what was written is on the disk."""

NOT_KEPT = "Not kept yet: ctrl+s keeps it, esc again drops it."


class NoteEditor(TextArea, Keyed):
    """Lines in which a note is written."""

    SCOPE = Scope.WRITING
    # Not with priority: keys typed before must have reached the editor.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.WRITING)]

    class Done(Message):
        """The writer is done: the note is to be kept, or was left."""

        def __init__(self, written: str | None) -> None:
            super().__init__()
            self.written = written
            """The note; None when it was left."""

    class Told(Message):
        """Something is to be said about what is being written."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence
            """What; nothing when it no longer holds."""

    class Paused(Message):
        """The writer wants to look at the other notes, and to write on later."""

    def __init__(
        self,
        note: str,
        *,
        draft: str | None = None,
        autosave: Callable[[str], None] = lambda _: None,
        is_warned: bool = False,
    ) -> None:
        """An editor of a note.

        :param note: the note as it is kept now.
        :param draft: what was written before, where it could not be kept.
        :param autosave: given what is written so far, each second in which something was.
        :param is_warned: whether the writer knows that to leave now is to drop what was written.
        """
        super().__init__(note if draft is None else draft, soft_wrap=True, tab_behavior="focus")
        self._before = note
        self._saved = self._seen = self.text
        self._autosave = autosave
        self._is_done = False
        self._is_warned = is_warned

    @property
    def has_news(self) -> bool:
        """Whether what is written is another note than the one that is kept."""
        return self.text != self._before

    def on_mount(self) -> None:
        """Write on where the note ends."""
        self.move_cursor(self.document.end)
        self.set_interval(EVERY, self.save)

    def on_unmount(self) -> None:
        """Have what was written last on the disk: the program may be ending."""
        self.save()

    def save(self) -> None:
        """Have what was written on the disk."""
        written = self.text
        if written != self._saved and not self._is_done:
            self._saved = written
            self._autosave(written)

    # The cursor of the terminal, at which an input method draws what is being composed. Textual moves it
    # with each key, but not when the lines are broken anew; and an input method shows itself before any key.

    def on_focus(self) -> None:
        """Have the terminal's cursor here."""
        self.call_after_refresh(self._place_cursor)

    def on_resize(self) -> None:
        """Have the terminal's cursor where this one is now."""
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if not self.is_attached:
            return  # the writer was done before the painting
        self.scroll_cursor_visible()  # which finds its place among the lines as they are broken now
        if self.screen.focused is self:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()  # the cursor goes along with the next painting

    # Writing

    def on_paste(self, event: events.Paste) -> None:
        """Take words from elsewhere without what terminals obey."""
        event.prevent_default()
        event.stop()
        # Not what came with the event: the editor's own method goes on from the end of it.
        pasted = self.replace(without_controls(event.text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(pasted.end_location)

    def on_text_area_changed(self) -> None:
        """Having written on, the writer is asked again."""
        if self.text != self._seen:
            self._seen, self._is_warned = self.text, False
            self.post_message(self.Told(""))

    def action_keep(self) -> None:
        """Keep the note; until that can be done, it is on the disk as a draft."""
        self.save()
        self._end(self.text)

    def action_leave(self) -> None:
        """Leave; when something was written, only at the second time of asking."""
        if self._is_warned or not self.has_news:
            self._end(None)
            return
        self._is_warned = True
        self.post_message(self.Told(NOT_KEPT))

    def _end(self, written: str | None) -> None:
        if not self._is_done:
            self._is_done = True
            self.post_message(self.Done(written))

    def action_pause(self) -> None:
        """Go to the list of notes; what is written stays."""
        self.post_message(self.Paused())
