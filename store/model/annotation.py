"""An annotation: words marked in an article, with tags and a note, and where they stand.

It maps one to one onto the W3C Web Annotation Data Model: ``start`` and ``end`` are a
TextPositionSelector, ``exact``, ``prefix`` and ``suffix`` a TextQuoteSelector, ``kind`` the motivation.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from store.chinese.folding import fold

CONTEXT = 32
"""Code points of text kept before and after the quote (the prefix and the suffix)."""


class Motivation(StrEnum):
    """Why the words were marked: the motivations of the W3C Web Annotation vocabulary in use here."""

    HIGHLIGHTING = "highlighting"
    TAGGING = "tagging"
    COMMENTING = "commenting"
    QUESTIONING = "questioning"


class Anchor(msgspec.Struct, frozen=True):
    """Where an annotation stands, by position and by quote, so that either can check the other."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Anchor:
        """The anchor of ``text[start:end]``; ``0 <= start < end <= len(text)`` is the caller's."""
        return cls(
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
        )


class QuotedAnnotation(msgspec.Struct, frozen=True):
    """An annotation to be made, placed by its words: the ``occurrence``-th ``quote``, from 1."""

    quote: str
    occurrence: int = 1
    tags: tuple[str, ...] = ()
    note: str = ""


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """Marked words of one article. Times are UTC, ISO 8601 with ``Z``."""

    id: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    tags: tuple[str, ...] = ()
    note: str = ""
    kind: Motivation = Motivation.HIGHLIGHTING
    creator: str = ""
    created: str
    modified: str
    orphan: bool = False
    """Its words are no longer in the text; the position is where they last stood."""
    rev: int = 0
    """The revision of the article at which it was last written: two editors can tell that they met."""

    def is_by(self, creator: str) -> bool:
        """Whether a person made it; either script and either width of the name are the same."""
        return fold(self.creator) == fold(creator)


def timestamp() -> str:
    """Now, in UTC to the millisecond: ``2026-01-31T08:15:30.250Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def just_after(moment: str) -> str:
    """A millisecond after a :func:`timestamp`; the empty string for the empty string."""
    if not moment:
        return ""
    later = datetime.fromisoformat(moment) + timedelta(milliseconds=1)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clean_note(note: str) -> str:
    """A note as it is kept: trimmed, and without control characters."""
    return without_controls(note).strip()


def without_controls(words: str) -> str:
    """Lines and tabs as they are, without the control characters, which terminals obey."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(ch for ch in lines if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cs"))


def is_question(note: str) -> bool:
    """Whether a note asks something: it begins with a question mark."""
    return note.lstrip().startswith(("?", "？"))


def motivation_of(tags: tuple[str, ...], note: str) -> Motivation:
    """The motivation that follows from what an annotation carries: a note, else tags, else neither."""
    if note:
        return Motivation.QUESTIONING if is_question(note) else Motivation.COMMENTING
    return Motivation.TAGGING if tags else Motivation.HIGHLIGHTING
