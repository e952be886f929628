"""Asking for a note: below the list of notes where that is in sight, in a dialog, in the writer's own editor.

While it is written it is on the disk as a draft, and it stays one until it is kept as a note or given up.
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
from tui.controllers.write_queue import WriteQueue
from tui.panes.layout import ArrangedScreen
from tui.panes.notes import NotesPane
from tui.panes.visibility import PaneName

if TYPE_CHECKING:
    from tui.note_editing.link_completion import LinkCompletion

CHANGED = "The note was changed elsewhere meanwhile: ctrl+s again keeps both, esc drops yours."
HOMELESS = "ctrl+s again copies what you wrote, esc drops it."
COPIED = "What you wrote is copied, and stays here until you leave with esc."

BUSY = "Another note is being written: ctrl+s keeps it, esc leaves it"


@dataclass(frozen=True)
class Question:
    """A note that is asked for."""

    subject: str
    """What it is on, for a title."""
    note: str
    """The note as it is kept now."""
    deed: Callable[[str], None]
    """What is done with it when it is written."""
    started: NoteDraft | None = None
    """What a draft of it is to be kept as while it is written; None for a tag's description: no note."""
    both: Callable[[str], None] | None = None
    """What is done with it when the note was changed elsewhere meanwhile, and both are to be kept."""
    is_refused: bool = False
    """Whether it was refused once, and the writer was told what ctrl+s and esc do now."""


class NoteController:
    """Asks one reader for notes."""

    def __init__(self, screen: ArrangedScreen, library: Library, deeds: WriteQueue, notes: NotesPane) -> None:
        self._screen = screen
        self._library = library
        self._deeds = deeds
        self._notes = notes
        self._now: Question | None = None
        """The one that is asked in the notes pane."""

    def ask(self, question: Question, *, outside: bool = False) -> None:
        """Ask for a note; when it cannot be kept, say why and ask again, with what was written.

        :param outside: ask by the writer's own editor.
        """
        if outside:
            from tui.note_editing.external_editor import edit_externally

            self._answer(question, edit_externally(self._screen.app, question.note))
        elif question.started is None or not self._screen.shows(PaneName.NOTES):
            self._ask_in_dialog(question)
        elif self._now is None:
            self._ask_in_place(question, from_pane=self._screen.current)
        else:
            self._go_to_desk()
            if self._now.started is None or self._now.started.subject != question.started.subject:
                self._screen.notify(BUSY, timeout=3, markup=False)

    def finish(self) -> None:
        """Keep what is being written in the notes pane, for the reader is leaving.

        What was changed elsewhere meanwhile is kept as well. What is refused stays a draft, of which the
        reader is told when it is opened again.
        """
        editor, question = self._notes.desk.editor, self._now
        if editor is not None and question is not None and editor.is_modified:
            editor.save()
            written = editor.text

            def refused(error: PizhuError) -> None:
                if isinstance(error, Conflict) and question.both is not None:
                    self._keep(replace(question, deed=question.both), written, lambda _: None)

            self._keep(question, written, refused)

    def _ask_in_dialog(self, question: Question, draft: str | None = None, refusal: str = "") -> None:
        from tui.dialogs.note import NoteDialog

        dialog = NoteDialog(question.subject, self._editor(question, draft), message=refusal)
        self._screen.app.push_screen(dialog, partial(self._answer, question))

    def _editor(self, question: Question, draft: str | None) -> LinkCompletion:
        """An editor for the answer, which offers what a note can link to."""
        from store.notes.link_completion import LinkFinder
        from tui.note_editing.editor import NoteEditor
        from tui.note_editing.link_completion import LinkCompletion

        editor = NoteEditor(
            question.note,
            draft=draft,
            autosave=partial(self._autosave, question),
            is_warned=question.is_refused,
        )
        return LinkCompletion(
            editor, None if question.started is None else partial(LinkFinder, self._library)
        )

    def _ask_in_place(
        self, question: Question, draft: str | None = None, refusal: str = "", *, from_pane: PaneName
    ) -> None:
        def done(written: str | None) -> None:
            self._now = None
            # The list has the focus before the editor is gone: Textual would look for another.
            self._screen.set_focus(self._notes)
            self._notes.desk.close()
            self._screen.go_to_pane(from_pane)
            self._answer(question, written, from_pane=from_pane)

        self._now = question
        self._notes.desk.open(question.subject, self._editor(question, draft), done, message=refusal)
        self._go_to_desk()

    def _go_to_desk(self) -> None:
        self._screen.go_to_pane(PaneName.NOTES)
        self._screen.set_focus(self._notes.place_to_type)

    def _answer(self, question: Question, written: str | None, *, from_pane: PaneName | None = None) -> None:
        """Do with an answer what is to be done."""
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
        """What is asked after a refusal, and what is said of it.

        Where there is a note that was changed meanwhile, both can be kept; where there is no place for it any
        more, it can be taken elsewhere. An undo may bring the place back: it is tried again each time.
        """
        if isinstance(error, Conflict) and question.both is not None:
            return replace(question, deed=question.both, is_refused=True), CHANGED
        if not isinstance(error, Conflict | UsageError):
            return question, str(error)
        if not question.is_refused:
            return replace(question, is_refused=True), f"{error} {HOMELESS}"
        from tui.looks.clipboard import copy

        copy(self._screen.app, written)
        return question, f"{error} {COPIED}"

    def _keep(self, question: Question, written: str, refused: Callable[[PizhuError], None]) -> None:
        def keep() -> None:
            question.deed(written)
            self._forget(question)

        self._deeds.run(keep, refused)

    def _autosave(self, question: Question, written: str) -> None:
        if question.started is not None:
            with suppress(PizhuError):  # it will be told when the note is to be kept
                self._library.drafts.keep(structs.replace(question.started, text=written))

    def _forget(self, question: Question) -> None:
        if question.started is not None:
            with suppress(PizhuError):
                self._library.drafts.drop(question.started.subject)
