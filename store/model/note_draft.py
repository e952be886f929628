"""Drafts of notes: what has been typed of a note that is not saved yet."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from store.model.labels import cut


class NoteSubject(msgspec.Struct, frozen=True):
    """What a note is on: an article, an annotation of it, or words that are to be annotated."""

    article: str
    annotation: str = ""
    start: int = 0
    end: int = 0
    exact: str = ""

    @property
    def key(self) -> str:
        """A name for the draft: the same for the same subject."""
        parts = f"{self.article} {self.annotation} {self.start} {self.end}"
        return blake2b(parts.encode(), digest_size=8).hexdigest()


class NoteDraft(msgspec.Struct, frozen=True):
    """A note as far as it has been typed."""

    subject: NoteSubject
    text: str
    rev: int | None = None
    """The revision of the annotation that the writer started from."""
    before: str = ""
    """The note of the article that the writer started from."""
    process: int = 0
    host: str = ""


def excerpt_of(draft: NoteDraft) -> str:
    """The start of the draft, for a message."""
    return f"「{cut(draft.text)}」"
