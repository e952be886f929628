"""Keeps drafts of notes in the library, or in files of their own while the library cannot be written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from textual.app import App

from store.errors import PizhuError
from store.language import _, lazy
from store.library import Library
from store.model.note_draft import NoteDraft
from tui.looks.error_toasts import show_error

IS_A_DRAFT = lazy("It is kept as a draft: `pizhu notes --drafts` prints it.")
ONLY_HERE = lazy("It is kept nowhere else: copy it.")


class DraftKeeper:
    """Keeps the drafts of one reader, and knows where each is."""

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._outside: dict[str, Path | None] = {}
        """By its key: the file of a draft that is not in the library. None if it cannot be written either."""

    def keep(self, draft: NoteDraft) -> None:
        """Keep a draft, in place of an earlier one on the same subject. Never raises an error."""
        try:
            self._library.drafts.keep(draft)
        except PizhuError as error:
            self._keep_outside(draft, error)
        else:
            self._remove_outside(draft)

    def drop(self, draft: NoteDraft) -> None:
        """Delete the draft on a subject, because it has been saved or is not wanted."""
        self._remove_outside(draft)
        with suppress(PizhuError):
            self._library.drafts.drop(draft.subject)

    def where(self, draft: NoteDraft) -> str:
        """The sentence that says where a draft is kept."""
        if draft.subject.key not in self._outside:
            return str(IS_A_DRAFT)
        path = self._outside[draft.subject.key]
        return _("It is kept in {path}.", path=path) if path else str(ONLY_HERE)

    def _keep_outside(self, draft: NoteDraft, reason: PizhuError) -> None:
        """Keep a draft in a file of its own. Say once where that is."""
        from tui.unsaved_notes import new_unsaved_file, write_unsaved

        key = draft.subject.key
        known = self._outside.get(key)
        path = self._outside[key] = known or new_unsaved_file()
        try:
            write_unsaved(path, draft.text.encode())
        except PizhuError as error:
            self._outside[key] = None
            show_error(self._app, str(error))
            return
        if known is None:
            show_error(self._app, _("{reason} What you write is kept in {path}.", reason=reason, path=path))

    def _remove_outside(self, draft: NoteDraft) -> None:
        path = self._outside.pop(draft.subject.key, None)
        if path is not None:
            from tui.unsaved_notes import remove_unsaved

            remove_unsaved(path)
