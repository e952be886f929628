"""The note dialog: edits a note when the notes pane is not visible."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from store.language import lazy
from tui.dialogs.base.dialog import Dialog, set_frame
from tui.keys.keymap import key_name
from tui.note_editing.editor import NoteEditor
from tui.note_editing.link_completion import LinkCompletion
from tui.typesetting import displayed

KEYS = lazy("{save} save · {leave} leave")


class NoteDialog(Dialog[str | None]):
    """Asks for a note. Returns its text, or None if the user left without saving it."""

    def __init__(self, subject: str, completion: LinkCompletion, *, message: str = "") -> None:
        """Create the dialog.

        :param subject: what the note is on, for the title.
        :param completion: the editor and its link completion.
        :param message: text below the editor, such as why the note could not be saved before.
        """
        super().__init__()
        self._subject = subject
        self._completion = completion
        self._message = message

    def compose(self) -> ComposeResult:
        """The message below the editor."""
        keys = KEYS.format(save=key_name("writing.save-note"), leave=key_name("writing.leave-note"))
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, self._subject, keys)
            yield Static(displayed(self._message), markup=False, classes="error")

    def on_mount(self) -> None:
        """Add the editor."""
        self._completion.mount_in(self.query_one(".dialog"))

    def on_note_editor_notice(self, event: NoteEditor.Notice) -> None:
        """Show a notice about the note below the editor."""
        self.query_one(".error", Static).update(displayed(event.text))

    def on_note_editor_done(self, event: NoteEditor.Done) -> None:
        """Return the note."""
        self.dismiss(event.note)
