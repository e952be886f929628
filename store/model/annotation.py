"""Annotations: words marked in an article, their position, tags and note.

An annotation maps one to one onto the W3C Web Annotation Data Model: ``start`` and ``end`` are a
TextPositionSelector, ``exact``, ``prefix`` and ``suffix`` a TextQuoteSelector, ``kind`` the motivation.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from store.chinese.folding import fold
from store.model.decisions.decision import Decision, Outcome

CONTEXT = 32
"""Code points of the prefix and of the suffix: the text kept from before and after the quote."""


UNKNOWN_TIME = ""
"""The time of an annotation if a file does not say it."""

_EPOCH = "1970-01-01T00:00:00"
"""How the time begins that older libraries and exports have for one that is not known."""


def is_known_time(moment: str) -> bool:
    """Whether a timestamp says when something was: it is neither empty nor the start of 1970."""
    return bool(moment) and not moment.startswith(_EPOCH)


class Motivation(StrEnum):
    """Why the words were marked: the motivations of the W3C Web Annotation vocabulary that Pizhu uses."""

    HIGHLIGHTING = "highlighting"
    TAGGING = "tagging"
    COMMENTING = "commenting"
    QUESTIONING = "questioning"


class Anchor(msgspec.Struct, frozen=True):
    """The place of an annotation, by position and by quote, so that each can verify the other."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Anchor:
        """The anchor of ``text[start:end]``. The caller ensures ``0 <= start < end <= len(text)``."""
        return cls(
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
        )


class QuotedAnnotation(msgspec.Struct, frozen=True):
    """An annotation to be created on a quote: its ``occurrence``-th place in the text, from 1."""

    quote: str
    occurrence: int = 1
    tags: tuple[str, ...] = ()
    note: str = ""


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """An annotation of one article. Times are UTC, ISO 8601 with ``Z``."""

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
    """Whether the text no longer has its words; the position is then their last one."""
    former: str = ""
    """The words that it stood on before the article was imported again with other words there; empty once
    somebody has confirmed or moved it, and for an orphan."""
    rev: int = 0
    """The revision of the article when it was last written: an editor notices a change made elsewhere."""
    decision: Decision | None = None
    """What was decided on it where coders differ, or that it is what was decided."""

    @property
    def moved(self) -> bool:
        """Whether it stands on changed words that nobody has confirmed."""
        return bool(self.former)

    @property
    def is_result(self) -> bool:
        """Whether it is what was decided where coders differ, and by no coder."""
        return self.decision is not None and self.decision.outcome is Outcome.RESULT

    def is_by(self, creator: str) -> bool:
        """Whether ``creator`` made it. Names are compared folded (script, width and case)."""
        return fold(self.creator) == fold(creator)


def timestamp() -> str:
    """The current time in UTC, to the millisecond: ``2026-01-31T08:15:30.250Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def just_after(moment: str) -> str:
    """One millisecond after a :func:`timestamp`. An empty string stays empty."""
    if not moment:
        return ""
    later = datetime.fromisoformat(moment) + timedelta(milliseconds=1)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clean_note(note: str) -> str:
    """A note as it is stored: stripped, without control characters."""
    return without_controls(note).strip()


def without_controls(words: str) -> str:
    r"""Remove control characters, which terminals obey. Tabs stay; line ends become ``\n``."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(ch for ch in lines if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cs"))


def is_question(note: str) -> bool:
    """Whether a note is a question: it begins with a question mark."""
    return note.lstrip().startswith(("?", "？"))


def motivation_of(tags: tuple[str, ...], note: str) -> Motivation:
    """The motivation of an annotation, from its note if it has one, else from its tags."""
    if note:
        return Motivation.QUESTIONING if is_question(note) else Motivation.COMMENTING
    return Motivation.TAGGING if tags else Motivation.HIGHLIGHTING
