"""Asking for a note: below the list of notes if that is in sight, in a dialog, or in the user's own editor.

While a note is written it is kept on disk as a draft, until it is kept as a note or given up.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs

from store.errors import Conflict, PizhuError, UsageError
from store.library import Library
from store.model.note_draft import NoteDraft
from tui.controllers.shared.notices import cut, say
from tui.controllers.shared.write_queue import WriteQueue
from tui.panes.layout import ArrangedScreen
from tui.panes.notes import NotesPane
from tui.panes.visibility import PaneName

if TYPE_CHECKING:
    from tui.note_editing.link_completion import LinkCompletion

CHANGED = "The note was changed elsewhere meanwhile: ctrl+s again keeps both, esc drops yours."
HOMELESS = "ctrl+s again copies what you wrote, esc drops it."
COPIED = "What you wrote is copied, and stays here until you leave with esc."

BOTH_KEPT = "Both notes kept, with a line between them: u takes it back"

NO_TASK = "This note has no to-do: a line that begins with - [ ] is one"

BUSY = "Another note is being written: ctrl+s keeps it, esc leaves it"


@dataclass(frozen=True)
class Question:
    """A note that is asked for."""

    subject: str
    """What the note is on, for a title."""
    note: str
    """The note as it is now."""
    keep: Callable[[str], None]
    """Writes the note and says so. It runs in the write queue, so it must not enter that itself."""
    draft: NoteDraft | None = None
    """The draft that is kept on disk meanwhile, without its text; None for a tag's description."""
    keep_both: Callable[[str], None] | None = None
    """Does the same after a conflict: keeps the note together with the one that was written elsewhere."""
    has_failed: bool = False
    """Whether it could not be kept once, and the reader was told what ctrl+s and esc do now."""


class NoteController:
    """Asks for notes and keeps them; owns the question that is open in the notes pane."""

    def __init__(self, screen: ArrangedScreen, library: Library, writes: WriteQueue, pane: NotesPane) -> None:
        self._screen = screen
        self._library = library
        self._writes = writes
        self._pane = pane
        self._now: Question | None = None
        """The question that is open in the notes pane."""

    def ask(self, question: Question, *, outside: bool = False) -> None:
        """Ask for a note; if it cannot be kept, say why and ask again, with what was written.

        :param outside: ask in the user's own editor.
        """
        if outside:
            from tui.note_editing.external_editor import edit_externally

            self._answer(question, edit_externally(self._screen.app, question.note))
        elif question.draft is None or not self._screen.shows(PaneName.NOTES):
            self._ask_in_dialog(question)
        elif self._now is None:
            self._ask_in_place(question, from_pane=self._screen.current)
        else:
            self._go_to_desk()
            if self._now.draft is None or self._now.draft.subject != question.draft.subject:
                self._screen.notify(BUSY, timeout=3, markup=False)

    def tick(self, note: str, keep: Callable[[str], None]) -> None:
        """Tick off the first open to-do of a note; if none is open, reopen the last.

        :param keep: writes the changed note.
        """
        from store.note_syntax.tasks import toggle_task

        change = toggle_task(note)
        if change is None:
            say(self._screen.app, NO_TASK)
            return
        changed, task = change
        outcome = f"{'Done' if task.done else 'Open again'}: {cut(task.words)}"
        self._writes.run(partial(keep, changed), lambda _: say(self._screen.app, outcome))

    def finish(self) -> None:
        """Keep the note that is being written in the notes pane: the reader is leaving.

        A note that was changed elsewhere meanwhile is kept as well. A note that cannot be kept stays a draft,
        which is reported when the reader opens again.
        """
        editor, question = self._pane.desk.editor, self._now
        if editor is not None and question is not None and editor.is_modified:
            editor.save()
            written = editor.text

            def failed(error: PizhuError) -> None:
                if isinstance(error, Conflict) and question.keep_both is not None:
                    self._keep(replace(question, keep=question.keep_both), written, lambda _: None)

            self._keep(question, written, failed)

    def _ask_in_dialog(self, question: Question, draft: str | None = None, refusal: str = "") -> None:
        from tui.dialogs.note import NoteDialog

        dialog = NoteDialog(question.subject, self._editor(question, draft), message=refusal)
        self._screen.app.push_screen(dialog, partial(self._answer, question))

    def _editor(self, question: Question, draft: str | None) -> LinkCompletion:
        """An editor for the answer, which completes links."""
        from store.notes.link_completion import LinkFinder
        from tui.note_editing.editor import NoteEditor
        from tui.note_editing.link_completion import LinkCompletion

        editor = NoteEditor(
            question.note,
            draft=draft,
            autosave=partial(self._autosave, question),
            is_warned=question.has_failed,
        )
        return LinkCompletion(editor, None if question.draft is None else partial(LinkFinder, self._library))

    def _ask_in_place(
        self, question: Question, draft: str | None = None, refusal: str = "", *, from_pane: PaneName
    ) -> None:
        def done(written: str | None) -> None:
            self._now = None
            # The list has the focus before the editor is gone: Textual would look for another.
            self._screen.set_focus(self._pane)
            self._pane.desk.close()
            self._screen.go_to_pane(from_pane)
            self._answer(question, written, from_pane=from_pane)

        self._now = question
        self._pane.desk.open(question.subject, self._editor(question, draft), done, message=refusal)
        self._go_to_desk()

    def _go_to_desk(self) -> None:
        self._screen.go_to_pane(PaneName.NOTES)
        self._screen.set_focus(self._pane.place_to_type)

    def _answer(self, question: Question, written: str | None, *, from_pane: PaneName | None = None) -> None:
        """Keep an answer; forget the question when there is none."""
        if written is None:
            self._forget(question)
            return

        def ask_again(error: PizhuError) -> None:
            self._autosave(question, written)
            again, sentence = self._remedy(question, written, error)
            if from_pane is not None and self._now is None and self._screen.shows(PaneName.NOTES):
                self._ask_in_place(again, written, sentence, from_pane=from_pane)
            else:
                self._ask_in_dialog(again, written, sentence)

        self._keep(question, written, ask_again)

    def _remedy(self, question: Question, written: str, error: PizhuError) -> tuple[Question, str]:
        """The question to ask after a note could not be kept, and what to say then.

        If the note was changed elsewhere meanwhile, both can be kept; if what it is on is gone, the text can
        be copied. Keeping it is still tried first each time, because an undo may bring that back.
        """
        if isinstance(error, Conflict) and question.keep_both is not None:
            return replace(question, keep=question.keep_both, has_failed=True), CHANGED
        if not isinstance(error, Conflict | UsageError):
            return question, str(error)
        if not question.has_failed:
            return replace(question, has_failed=True), f"{error} {HOMELESS}"
        from tui.looks.clipboard import copy

        copy(self._screen.app, written)
        return question, f"{error} {COPIED}"

    def _keep(self, question: Question, written: str, failed: Callable[[PizhuError], None]) -> None:
        def keep() -> None:
            question.keep(written)
            self._forget(question)

        self._writes.run(keep, failed=failed)

    def _autosave(self, question: Question, written: str) -> None:
        if question.draft is not None:
            with suppress(PizhuError):  # keeping the note will report it
                self._library.drafts.keep(structs.replace(question.draft, text=written))

    def _forget(self, question: Question) -> None:
        if question.draft is not None:
            with suppress(PizhuError):
                self._library.drafts.drop(question.draft.subject)
