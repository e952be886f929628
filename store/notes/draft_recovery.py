"""Recovery: the notes that were being written when a crash came become notes of the library."""

from __future__ import annotations

from store.errors import PizhuError
from store.library import Library
from store.model.note_draft import NoteDraft, excerpt_of


def recover_drafts(library: Library) -> list[tuple[str, bool]]:
    """Make notes of the drafts whose writers are gone; for each a sentence, and whether it was kept.

    Each is a step that can be taken back. A draft that is refused, since its note was changed
    meanwhile, stays on the disk.
    """
    told = []
    for draft in library.drafts.abandoned():
        try:
            _recover(library, draft)
        except PizhuError as error:
            sentence = f"A note that was being written, {excerpt_of(draft)}, was not kept: {error}"
            told.append((sentence, False))
        else:
            library.drafts.drop(draft.subject)
            sentence = f"A note that was being written is kept: {excerpt_of(draft)}. u takes it back."
            told.append((sentence, True))
    return told


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
