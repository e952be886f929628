"""The drafts of notes, without those on what is hidden from the user."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from store.library.blindness.visibility import Visibility
from store.model.note_draft import NoteDraft, NoteSubject, StoredDraft
from store.storage.document_store import NoteDrafts


class VisibleDrafts:
    """The :class:`store.storage.document_store.NoteDrafts` of a library, as its user sees them.

    A draft is hidden as the annotation would be that it becomes.
    """

    def __init__(self, drafts: NoteDrafts, visibility: Visibility, creator: str) -> None:
        """Show those of ``drafts`` that are not hidden; new ones are by ``creator``."""
        self._drafts = drafts
        self._visibility = visibility
        self._creator = creator

    @property
    def location(self) -> str:
        """Where the drafts are, as a user names it."""
        return self._drafts.location

    def keep(self, draft: NoteDraft) -> None:
        """Save a draft in place of this session's earlier one on the same subject."""
        self._drafts.keep(msgspec.structs.replace(draft, creator=self._creator))

    def drop(self, subject: NoteSubject) -> None:
        """Delete this session's draft on a subject, if there is one."""
        self._drafts.drop(subject)

    def discard(self, stored: StoredDraft) -> None:
        """Delete a draft that was found, if it is still there."""
        self._drafts.discard(stored)

    def stored(self) -> list[StoredDraft]:
        """Return all drafts that the user sees, of all sessions, damaged ones too."""
        return list(filter(self._is_seen, self._drafts.stored()))

    def abandoned(self) -> list[StoredDraft]:
        """Return the drafts that the user sees whose writers ended without keeping or dropping them."""
        return list(filter(self._is_seen, self._drafts.abandoned()))

    def _is_seen(self, stored: StoredDraft) -> bool:
        draft = stored.draft
        return draft is None or not self._visibility.is_hidden(draft.subject.article, draft.creator)

    def not_yet_reported(self, drafts: Sequence[StoredDraft]) -> list[StoredDraft]:
        """Return those drafts that this method has not returned before, in any session, as they are now."""
        return self._drafts.not_yet_reported(drafts)

    def close(self) -> None:
        """End this session. Its drafts are abandoned from now on."""
        self._drafts.close()
