"""Drafts of notes: notes that are being written and not yet saved."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from store.model.labels import cut


class NoteSubject(msgspec.Struct, frozen=True):
    """The subject of a note: an article, an annotation, or a range that is to be annotated."""

    article: str
    annotation: str = ""
    start: int = 0
    end: int = 0
    exact: str = ""

    @property
    def key(self) -> str:
        """The name of the draft. Equal subjects have equal keys."""
        parts = f"{self.article} {self.annotation} {self.start} {self.end}"
        return blake2b(parts.encode(), digest_size=8).hexdigest()


class NoteDraft(msgspec.Struct, frozen=True):
    """The text of a note that is being written."""

    subject: NoteSubject
    text: str
    rev: int | None = None
    """The revision of the annotation when writing began."""
    before: str = ""
    """The note of the article when writing began."""
    process: int = 0
    host: str = ""


def excerpt_of(draft: NoteDraft) -> str:
    """The beginning of the draft, for a message."""
    return f"「{cut(draft.text)}」"
