"""Saves the notes that were being written when a session crashed."""

from __future__ import annotations

from store.errors import PizhuError
from store.language import _
from store.library import Library
from store.model.annotation import clean_note
from store.model.note_draft import NoteDraft, StoredDraft, excerpt_of


def recover_drafts(library: Library, undo_key: str = "u") -> list[tuple[str, bool]]:
    """Save the drafts of sessions that ended; return a message for each, and whether it was saved.

    Each is an undo step. If the note was changed since, both versions are saved. What is saved already is not
    saved again. A draft that cannot be saved, or is damaged, stays where it is. It is tried again at every
    start, but reported once, with its place.

    :param undo_key: the key that undoes, for the messages.
    """
    abandoned = library.drafts.abandoned()
    if not abandoned:
        return []
    try:
        with library.locked():  # another reader that starts now must not recover them too
            outcomes = [
                (stored, *_recovered(library, stored, undo_key)) for stored in library.drafts.abandoned()
            ]
    except PizhuError as error:
        outcomes = [(stored, _complaint(stored, error), False) for stored in abandoned]
    new = library.drafts.not_yet_reported([stored for stored, _message, is_saved in outcomes if not is_saved])
    return [(message, is_saved) for stored, message, is_saved in outcomes if is_saved or stored in new]


def _recovered(library: Library, stored: StoredDraft, undo_key: str) -> tuple[str, bool]:
    """Save a draft. Return the message and whether it was saved."""
    if stored.draft is None:
        return _damage(stored), False
    try:
        _save(library, stored.draft)
        library.drafts.discard(stored)
    except PizhuError as error:
        return _complaint(stored, error), False
    return _(
        "An unsaved note was recovered: {excerpt}. Press {key} to undo.",
        excerpt=excerpt_of(stored.text),
        key=undo_key,
    ), True


def _damage(stored: StoredDraft) -> str:
    if not stored.text:
        return _(
            "The draft of an unsaved note, {place}, {problem}.", place=stored.where, problem=stored.problem
        )
    return _(
        "The draft of an unsaved note, {place}, {problem}. This can be read of it: {excerpt}. "
        "`pizhu notes --drafts` prints it.",
        place=stored.where,
        problem=stored.problem,
        excerpt=excerpt_of(stored.text),
    )


def _complaint(stored: StoredDraft, error: PizhuError) -> str:
    if stored.draft is None:
        return _damage(stored)
    return _(
        "An unsaved note, {excerpt}, could not be recovered: {reason} It stays in {place}; "
        "`pizhu notes --drafts` prints it.",
        excerpt=excerpt_of(stored.text),
        reason=error,
        place=stored.where,
    )


def _save(library: Library, draft: NoteDraft) -> None:
    if draft.subject.annotation:
        _save_annotation(library, draft)
    elif draft.subject.exact:
        _annotate(library, draft)
    else:
        now = library.articles.get(draft.subject.article).note
        library.articles.write_note(draft.subject.article, _combined(draft, now), before=now)


def _save_annotation(library: Library, draft: NoteDraft) -> None:
    subject = draft.subject
    every = library.annotations.of(subject.article)
    now = next((each for each in every if each.id == subject.annotation), None)
    note = draft.text if now is None or now.rev == draft.rev else _combined(draft, now.note)
    library.annotations.edit(subject.article, subject.annotation, note=note, rev=now.rev if now else None)


def _annotate(library: Library, draft: NoteDraft) -> None:
    """Annotate the range of a draft, unless that was done."""
    subject, note = draft.subject, clean_note(draft.text)
    there = [each for each in library.annotations.of(subject.article) if each.exact == subject.exact]
    if note and not any((each.start, each.note) == (subject.start, note) for each in there):
        library.annotations.annotate(
            subject.article, subject.start, subject.end, note=note, exact=subject.exact
        )


def _combined(draft: NoteDraft, now: str) -> str:
    """The note as it is to be: the draft, with what was written elsewhere since."""
    from store.notes.all_notes import combine_versions

    mine = clean_note(draft.text)
    if mine and mine in now and now != draft.before:
        return now
    return mine if now in mine else combine_versions(draft.before, now, mine)
