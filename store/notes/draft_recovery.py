"""Saves the notes that were being written when a session crashed."""

from __future__ import annotations

from store.errors import PizhuError
from store.library import Library
from store.model.note_draft import NoteDraft, excerpt_of


def recover_drafts(library: Library) -> list[tuple[str, bool]]:
    """Save the drafts of sessions that ended; return a message for each, and whether it was saved.

    Each is an undo step. A draft that conflicts with a later change of its note stays on disk.
    """
    messages = []
    for draft in library.drafts.abandoned():
        try:
            _recover(library, draft)
        except PizhuError as error:
            message = f"An unsaved note, {excerpt_of(draft)}, could not be recovered: {error}"
            messages.append((message, False))
        else:
            library.drafts.drop(draft.subject)
            message = f"An unsaved note was recovered: {excerpt_of(draft)}. Press u to undo."
            messages.append((message, True))
    return messages


def _recover(library: Library, draft: NoteDraft) -> None:
    subject = draft.subject
    if subject.annotation:
        library.annotations.edit(subject.article, subject.annotation, note=draft.text, rev=draft.rev)
    elif subject.exact:
        library.annotations.annotate(
            subject.article, subject.start, subject.end, note=draft.text, exact=subject.exact
        )
    else:
        library.articles.write_note(subject.article, draft.text, before=draft.before)
