"""The place below the list of notes where one of them is written, while the text stays in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.markup import escape
from textual.containers import Vertical
from textual.widgets import Static

from tui.typesetting import displayed

if TYPE_CHECKING:
    from tui.note_editing.editor import NoteEditor
    from tui.note_editing.link_completion import LinkCompletion


class NoteComposer(Vertical):
    """Nothing to be seen until a note is written; then an editor, in a frame that says what it is on.

    The editor is made by whoever opens the desk: its import takes its time.
    """

    def __init__(self) -> None:
        super().__init__(id="desk")
        self.editor: NoteEditor | None = None
        """In which a note is being written now."""
        self._done: Callable[[str | None], None] = lambda _: None

    def open(
        self, subject: str, offer: LinkCompletion, done: Callable[[str | None], None], *, refusal: str = ""
    ) -> None:
        """Have a note written; at once, so that keys that were typed ahead can go into the editor.

        :param subject: what the note is on.
        :param offer: with the editor.
        :param done: given the note, or None when it was left.
        :param refusal: why it could not be kept as it was written before.
        """
        self.editor, self._done = offer.editor, done
        self.border_title = escape(displayed(subject))
        self.mount(Static(displayed(refusal), markup=False, classes="refusal"))
        self.add_class("-open")
        offer.begin(self)

    def close(self) -> None:
        """Put the editor away."""
        self.editor = None
        self.remove_class("-open")
        self.remove_children()

    def on_note_editor_told(self, event: NoteEditor.Told) -> None:
        """Say something about what is being written."""
        event.stop()
        self.query(".refusal").last(Static).update(displayed(event.sentence))

    def on_note_editor_done(self, event: NoteEditor.Done) -> None:
        """Give the note to whoever asked for it."""
        event.stop()
        self._done(event.written)
