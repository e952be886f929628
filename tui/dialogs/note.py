"""The note dialog: a few lines or many, kept when the writer says so and never dropped unasked."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from store.link_finding import LinkFinder
from tui.dialogs.dialog import Dialog, entitle
from tui.dialogs.note_editor import NoteEditor

KEYS = "ctrl+s keep · esc leave"

EVERY = 1.0
"""Seconds after which what was written is on the disk."""


class NoteDialog(Dialog[str | None]):
    """Asks for a note; gives its text, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Not with priority: keys typed before must have reached the editor.
        Binding("ctrl+s", "keep", "Keep"),
        Binding("escape", "leave", "Leave"),
    ]

    def __init__(
        self,
        subject: str,
        note: str = "",
        *,
        draft: str = "",
        autosave: Callable[[str], None] = lambda _: None,
        finder: Callable[[], LinkFinder] | None = None,
    ) -> None:
        """Ask for a note.

        :param subject: what it is on, for the title.
        :param note: the note as it is kept now.
        :param draft: what was written before, where it could not be kept.
        :param autosave: given what is written so far, each second in which something was.
        :param finder: makes what finds links as they are typed, called on a thread; None for no links.
        """
        super().__init__()
        self._subject = subject
        self._before = note
        self._draft = draft or note
        self._autosave = autosave
        self._finder = finder
        self._saved = self._draft
        self._warned = False

    def compose(self) -> ComposeResult:
        """An editor."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._subject, KEYS)
            yield NoteEditor(self._draft, self._finder)
            yield Static(classes="refusal")

    def on_mount(self) -> None:
        """Write on where the note ends."""
        editor = self.query_one(TextArea)
        editor.move_cursor(editor.document.end)
        self.set_interval(EVERY, self._save)

    def _save(self) -> None:
        """Have what was written on the disk."""
        written = self.query_one(TextArea).text
        if written != self._saved:
            self._saved = written
            self._autosave(written)

    def action_keep(self) -> None:
        """Keep the note."""
        self.dismiss(self.query_one(TextArea).text)

    def action_leave(self) -> None:
        """Leave; when something was written, only at the second time of asking."""
        if self._warned or self.query_one(TextArea).text == self._before:
            self.dismiss(None)
            return
        self._warned = True
        self.query_one(".refusal", Static).update("Not kept yet: ctrl+s keeps it, esc again drops it.")

    def on_text_area_changed(self) -> None:
        """Having written on, the writer is asked again."""
        self._warned = False
        self.query_one(".refusal", Static).update("")
