"""The note editor, which the notes pane and the note dialog share.

It saves a draft every second, and asks before it drops changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message

from store.language import lazy
from store.model.annotation import without_controls
from store.note_syntax.wikilinks import Link, links_in
from tui.keys.action import Scope
from tui.keys.keymap import bindings, key_name
from tui.note_editing.rendering import LINK, broken_style
from tui.note_editing.wrapped_text_area import WrappedTextArea
from tui.panes.pane import ScopedWidget

AUTOSAVE_INTERVAL = 1.0
"""Seconds between drafts."""

NOT_SAVED = lazy("Not saved yet. Press {save} to save it, or {leave} again to drop it.")


class NoteEditor(WrappedTextArea, ScopedWidget):
    """A text area for one note."""

    SCOPE = Scope.WRITING
    # Without priority, so that the editor processes keys that were typed earlier first.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.WRITING)]

    _links: dict[int, list[tuple[int, int, Link]]] = {}  # noqa: RUF012 - each text gets its own
    """By row: where its links start and end."""
    _broken: Collection[Link] = ()

    class Done(Message):
        """The user has finished."""

        def __init__(self, note: str | None) -> None:
            super().__init__()
            self.note = note
            """The note to save, or None if the user left without saving it."""

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
        self._note = note
        self._last_draft = self._last_text = self.text
        self._autosave = autosave
        self._is_done = False
        self._is_warned = is_warned

    @property
    def is_modified(self) -> bool:
        """Whether the text differs from the note in the library."""
        return self.text != self._note

    def on_mount(self) -> None:
        """Put the cursor at the end of the note, and start the autosave."""
        self.move_cursor(self.document.end)
        self.set_interval(AUTOSAVE_INTERVAL, self.save_draft)

    def on_unmount(self) -> None:
        """Save a last draft, because the program may be about to end."""
        self.save_draft()

    def save_draft(self) -> None:
        """Save a draft, if the text has changed since the last one."""
        text = self.text
        if text != self._last_draft and not self._is_done:
            self._last_draft = text
            self._autosave(text)

    # Links

    def show_broken(self, broken: Collection[Link]) -> None:
        """Show which links lead nowhere.

        :param broken: their targets: see :attr:`Link.target`.
        """
        if set(broken) != set(self._broken):
            self._broken = broken
            self._line_cache.clear()
            self.refresh()

    def _build_highlight_map(self) -> None:
        """Find the links. Textual calls this whenever the text has changed."""
        super()._build_highlight_map()
        self._links = defaultdict(list)
        rows, row, start = self.document.lines, 0, 0
        for link in links_in("\n".join(rows)):
            while link.start > start + len(rows[row]):
                start += len(rows[row]) + 1
                row += 1
            self._links[row].append((link.start - start, link.end - start, link.target))

    def get_line(self, line_index: int) -> Text:
        """A row as it is drawn, with its links underlined and broken ones struck through."""
        line = super().get_line(line_index)
        for start, end, target in self._links.get(line_index, ()):
            is_broken = target in self._broken
            line.stylize(broken_style(self.app.current_theme.error) if is_broken else LINK, start, end)
        return line

    # Editing

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text without control characters."""
        event.prevent_default()
        event.stop()
        self.insert_cleaned(without_controls(event.text))

    def on_text_area_changed(self) -> None:
        """Warn again before dropping changes, once the text has changed."""
        if self.text != self._last_text:
            self._last_text, self._is_warned = self.text, False
            self.post_message(self.Notice(""))

    def action_save(self) -> None:
        """Finish, and save the note. A draft is saved first, in case the library cannot be written yet."""
        self.save_draft()
        self._finish(self.text)

    def action_leave(self) -> None:
        """Finish without saving the note. If it was changed, warn the first time."""
        if self._is_warned or not self.is_modified:
            self._finish(None)
            return
        self._is_warned = True
        self.post_message(
            self.Notice(
                NOT_SAVED.format(save=key_name("writing.save-note"), leave=key_name("writing.leave-note"))
            )
        )

    def _finish(self, note: str | None) -> None:
        if not self._is_done:
            self._is_done = True
            self.post_message(self.Done(note))

    def action_pause(self) -> None:
        """Go to the list of notes. The editor stays open."""
        self.post_message(self.Paused())
