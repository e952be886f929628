"""The note dialog: a few lines or many, where the notes pane is not in sight."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.dialogs.base.dialog import Dialog, entitle
from tui.note_editing.editor import NoteEditor
from tui.note_editing.link_completion import LinkCompletion
from tui.typesetting import displayed

KEYS = "ctrl+s keep · esc leave"


class NoteDialog(Dialog[str | None]):
    """Asks for a note; gives its text, or None when it was left."""

    def __init__(self, subject: str, offer: LinkCompletion, *, refusal: str = "") -> None:
        """Ask for a note.

        :param subject: what it is on, for the title.
        :param offer: with the editor in which it is written.
        :param refusal: why it could not be kept as it was written before.
        """
        super().__init__()
        self._subject = subject
        self._offer = offer
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        """What is said below the editor."""
        with Vertical(classes="dialog") as dialog:
            entitle(dialog, self._subject, KEYS)
            yield Static(displayed(self._refusal), markup=False, classes="refusal")

    def on_mount(self) -> None:
        """The editor."""
        self._offer.begin(self.query_one(".dialog"))

    def on_note_editor_told(self, event: NoteEditor.Told) -> None:
        """Say something about what is being written."""
        self.query_one(".refusal", Static).update(displayed(event.sentence))

    def on_note_editor_done(self, event: NoteEditor.Done) -> None:
        """Give the note."""
        self.dismiss(event.written)
