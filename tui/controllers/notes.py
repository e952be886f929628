"""Asks for notes: in the notes pane if it is visible, in a dialog, or in the user's own editor.

While a note is being written, it is stored as a draft, until it is saved as a note or dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs
from rich.text import Text

from store.errors import Conflict, PizhuError, UsageError
from store.language import Lazy, _, lazy
from store.library import Library
from store.model.note_draft import NoteDraft
from tui.controllers.shared.draft_keeper import DraftKeeper
from tui.controllers.shared.notices import cut, say, undoable
from tui.controllers.shared.write_queue import WriteQueue
from tui.keys.keymap import key_name
from tui.looks.wording import in_sequence
from tui.panes.layout import PaneScreen
from tui.panes.notes import NotesPane
from tui.panes.visibility import PaneName
from tui.typesetting import displayed

if TYPE_CHECKING:
    from tui.note_editing.link_completion import LinkCompletion

CHANGED = lazy("The note was changed elsewhere meanwhile: {save} again saves both, {leave} drops yours.")
OFFER_SAVE = lazy("{save} saves this, {leave} drops it.")
OFFER_COPY = lazy("{save} again copies what you wrote, {leave} drops it.")
COPIED = lazy("What you wrote is copied, and stays here until you leave with {leave}.")

BOTH_SAVED = lazy("Both notes saved, with a line between them")

NO_TASK = lazy("This note has no to-do: start a line with - [ ] to make one")

BUSY = lazy("Another note is being written: {save} saves it, {leave} leaves it")


class NoteEdit(msgspec.Struct, frozen=True):
    """A note to ask the user for."""

    subject: str
    """What the note is on, for a title."""
    note: str
    """The present note."""
    save: Callable[[str], None]
    """Writes the note and shows a message. It is called by the write queue, so it must not use the queue."""
    draft: NoteDraft | None = None
    """The draft to store meanwhile, without its text, or None for the description of a tag."""
    save_both: Callable[[str], None] | None = None
    """Does the same after a conflict: saves the note together with the one that was written elsewhere."""
    has_failed: bool = False
    """Whether saving has failed once. The user has been shown what ctrl+s and esc do now."""


class NoteController:
    """Asks for notes and saves them."""

    def __init__(self, screen: PaneScreen, library: Library, writes: WriteQueue, pane: NotesPane) -> None:
        self._screen = screen
        self._library = library
        self._drafts = DraftKeeper(screen.app, library)
        self._writes = writes
        self._pane = pane
        self._open: NoteEdit | None = None
        """The edit that is open in the notes pane."""

    def edit(self, edit: NoteEdit, *, outside: bool = False) -> None:
        """Ask for a note. If it cannot be saved, show why and ask again with the text that was written.

        :param outside: whether to use the user's own editor.
        """
        if outside:
            self._edit_outside(edit)
        elif edit.draft is None or not self._screen.shows(PaneName.NOTES):
            self._edit_in_dialog(edit)
        elif self._open is None:
            self._edit_in_pane(edit, from_pane=self._screen.current)
        else:
            self._focus_editor()
            if self._open.draft is None or self._open.draft.subject != edit.draft.subject:
                self._screen.notify(_with_keys(BUSY), timeout=3, markup=False)

    def edit_over(self, edit: NoteEdit) -> None:
        """Ask for a note over another screen, whatever panes there are below it."""
        self._edit_in_dialog(edit)

    def tick(self, note: str, save: Callable[[str], None]) -> None:
        """Tick off the first open to-do of a note. If none is open, reopen the last.

        :param save: writes the changed note.
        """
        from store.note_syntax.tasks import toggle_task

        change = toggle_task(note)
        if change is None:
            say(self._screen.app, str(NO_TASK))
            return
        changed, task = change
        words = cut(task.words)
        outcome = _("Done: {task}", task=words) if task.done else _("Reopened: {task}", task=words)
        self._writes.run(partial(save, changed), lambda _saved: say(self._screen.app, outcome))

    def finish(self) -> None:
        """Save the note that is being written in the notes pane. Called when the reader ends.

        If it was changed elsewhere meanwhile, both versions are saved. A note that cannot be saved remains a
        draft, which is reported when the reader starts again.
        """
        editor, edit = self._pane.composer.editor, self._open
        if editor is not None and edit is not None and editor.is_modified:
            editor.save_draft()
            written = editor.text

            def left(error: PizhuError) -> None:
                where = self._where(edit)
                message = _("pizhu: your note could not be saved: {error} {where}", error=error, where=where)
                self._screen.app.exit(message=Text(displayed(message)))

            def failed(error: PizhuError) -> None:
                if isinstance(error, Conflict) and edit.save_both is not None:
                    self._save(structs.replace(edit, save=edit.save_both), written, left)
                else:
                    left(error)

            self._save(edit, written, failed)

    def _edit_outside(self, edit: NoteEdit) -> None:
        """Ask for a note in the user's own editor. If that fails, show what it saved before saving it.

        If the reader was told to end, what it saved stays a draft.
        """
        from tui.note_editing.external_editor import edit_externally

        edited = edit_externally(self._screen.app, edit.note, partial(self._autosave, edit))
        if edited is not None and edited.is_ending:
            return
        if edited is not None and edited.problem:
            self._edit_in_dialog(
                edit, edited.note, in_sequence(edited.problem, _with_keys(OFFER_SAVE), self._where(edit))
            )
        else:
            self._finish_edit(edit, edited.note if edited else None)

    def _edit_in_dialog(self, edit: NoteEdit, draft: str | None = None, message: str = "") -> None:
        from tui.dialogs.note import NoteDialog

        dialog = NoteDialog(edit.subject, self._editor(edit, draft), message=message)
        self._screen.app.push_screen(dialog, partial(self._finish_edit, edit))

    def _editor(self, edit: NoteEdit, draft: str | None) -> LinkCompletion:
        """Make an editor for a note, with link completion."""
        from store.notes.backlinks import broken_targets
        from store.notes.link_completion import LinkFinder
        from tui.note_editing.editor import NoteEditor
        from tui.note_editing.link_completion import LinkCompletion

        editor = NoteEditor(
            edit.note,
            draft=draft,
            autosave=partial(self._autosave, edit),
            is_warned=edit.has_failed,
        )
        if edit.draft is None:
            return LinkCompletion(editor)
        here = edit.draft.subject.article
        return LinkCompletion(
            editor,
            partial(LinkFinder, self._library),
            lambda links: broken_targets(self._library, links, here),
        )

    def _edit_in_pane(
        self, edit: NoteEdit, draft: str | None = None, message: str = "", *, from_pane: PaneName
    ) -> None:
        def done(written: str | None) -> None:
            self._open = None
            # Focus the list before the editor is removed: otherwise Textual would choose another widget.
            self._screen.set_focus(self._pane)
            self._pane.composer.close()
            self._screen.go_to_pane(from_pane)
            self._finish_edit(edit, written, from_pane=from_pane)

        self._open = edit
        self._pane.composer.open(edit.subject, self._editor(edit, draft), done, message=message)
        self._focus_editor()

    def _focus_editor(self) -> None:
        self._screen.go_to_pane(PaneName.NOTES)
        self._screen.set_focus(self._pane.focus_target)

    def _finish_edit(self, edit: NoteEdit, written: str | None, *, from_pane: PaneName | None = None) -> None:
        """Save the note that was written, or drop the draft if there is none."""
        if written is None:
            self._drop_draft(edit)
            return

        def ask_again(error: PizhuError) -> None:
            self._autosave(edit, written)
            again, message = self._prepare_retry(edit, written, error)
            if from_pane is not None and self._open is None and self._screen.shows(PaneName.NOTES):
                self._edit_in_pane(again, written, message, from_pane=from_pane)
            else:
                self._edit_in_dialog(again, written, message)

        self._save(edit, written, ask_again)

    def _prepare_retry(self, edit: NoteEdit, written: str, error: PizhuError) -> tuple[NoteEdit, str]:
        """Return how to ask again after a note could not be saved, and the message to show.

        If the note was changed elsewhere meanwhile, both versions can be saved. If its subject no longer
        exists, the text can be copied; but saving is tried first each time, because an undo may have restored
        the subject.
        """
        if isinstance(error, Conflict) and edit.save_both is not None:
            return structs.replace(edit, save=edit.save_both, has_failed=True), _with_keys(CHANGED)
        if not isinstance(error, Conflict | UsageError):
            return edit, in_sequence(str(error), self._where(edit))
        if not edit.has_failed:
            message = in_sequence(str(error), _with_keys(OFFER_COPY), self._where(edit))
            return structs.replace(edit, has_failed=True), message
        from tui.looks.clipboard import copy

        copy(self._screen.app, written)
        return edit, in_sequence(str(error), _with_keys(COPIED))

    def _save(self, edit: NoteEdit, written: str, failed: Callable[[PizhuError], None]) -> None:
        def save() -> None:
            edit.save(written)
            self._drop_draft(edit)

        self._writes.run(save, failed=failed)

    def _autosave(self, edit: NoteEdit, written: str) -> None:
        if edit.draft is not None:
            self._drafts.keep(structs.replace(edit.draft, text=written, before=edit.note))

    def _where(self, edit: NoteEdit) -> str:
        """The sentence that says where what was written is kept. Empty if it is only on the screen."""
        return "" if edit.draft is None else self._drafts.where(edit.draft)

    def _drop_draft(self, edit: NoteEdit) -> None:
        if edit.draft is not None:
            self._drafts.drop(edit.draft)


def saved_together(together: str, theirs: str, mine: str) -> str:
    """Return the message after a note was saved together with the one that was written elsewhere.

    :param together: what both became: one of them alone if the other was taken back or deleted meanwhile.
    """
    return _("Note saved") if together in (theirs, mine) else undoable(str(BOTH_SAVED))


def _with_keys(text: Lazy) -> str:
    """A text with the keys that save and leave a note."""
    return text.format(save=key_name("writing.save-note"), leave=key_name("writing.leave-note"))
