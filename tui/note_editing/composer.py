"""The composer: writes a note below the list of notes, while the article stays visible."""

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
    """Takes no space until a note is written. Then it is a frame with an editor.

    The caller of :meth:`open` creates the editor, because its import is slow.
    """

    def __init__(self) -> None:
        super().__init__(id="composer")
        self.editor: NoteEditor | None = None
        """The editor of the note that is being written, or None."""
        self._done: Callable[[str | None], None] = lambda _: None

    def open(
        self,
        subject: str,
        completion: LinkCompletion,
        done: Callable[[str | None], None],
        *,
        message: str = "",
    ) -> None:
        """Open an editor. It gets the focus at once, so that keys that were typed ahead go into it.

        :param subject: what the note is on, for the title.
        :param completion: the editor and its link completion.
        :param done: called with the note, or with None if the user left without keeping it.
        :param message: text below the editor, such as why the note could not be kept before.
        """
        self.editor, self._done = completion.editor, done
        self.border_title = escape(displayed(subject))
        self.mount(Static(displayed(message), markup=False, classes="error"))
        self.add_class("-open")
        completion.mount_in(self)

    def close(self) -> None:
        """Remove the editor."""
        self.editor = None
        self.remove_class("-open")
        self.remove_children()

    def on_note_editor_notice(self, event: NoteEditor.Notice) -> None:
        """Show a notice about the note below the editor."""
        event.stop()
        self.query(".error").last(Static).update(displayed(event.text))

    def on_note_editor_done(self, event: NoteEditor.Done) -> None:
        """Pass the note to the caller of :meth:`open`."""
        event.stop()
        self._done(event.note)
