"""Drafts of notes: notes that are being written and not yet saved."""

from __future__ import annotations

import msgspec

from store.model.labels import cut
from store.wording import in_quotes


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
        from hashlib import blake2b

        parts = f"{self.article} {self.annotation} {self.start} {self.end}"
        return blake2b(parts.encode(), digest_size=8).hexdigest()


class NoteDraft(msgspec.Struct, frozen=True):
    """The text of a note that is being written."""

    subject: NoteSubject
    text: str
    rev: int | None = None
    """The revision of the annotation when writing began."""
    before: str = ""
    """The note when writing began."""
    process: int = 0
    """The process that writes it, and its host: signs of life where a file cannot be locked."""
    host: str = ""
    creator: str = ""
    """The name of its writer."""
    is_unlocked: bool = False
    """Whether its writer could not hold a lock as a sign of life."""


class StoredDraft(msgspec.Struct, frozen=True):
    """A draft as it is found in the library."""

    where: str
    """The place of the draft, as a user names it: a path."""
    text: str
    """The text, or what can be read of it if the draft is damaged."""
    draft: NoteDraft | None
    """The draft, or None if it is damaged or cannot be read."""
    problem: str = ""
    """Why there is no draft, as the end of a sentence: “is damaged”."""
    is_in_use: bool = False
    """Whether its writer is still running."""

    @property
    def searched(self) -> str:
        """What is searched for words: the text, and the annotated words, on a line of their own."""
        return f"{self.text}\n{self.draft.subject.exact}" if self.draft else self.text


def excerpt_of(text: str) -> str:
    """The beginning of a draft's text, for a message."""
    return in_quotes(cut(text))
