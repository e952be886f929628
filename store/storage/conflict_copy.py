"""Conflict copies: what a program that syncs folders keeps of a file that changed on two computers."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from store.storage.three_way.documents import Tables


class CopiedPart(Enum):
    """What part of a library there is a copy of."""

    RECORD = auto()
    """The fields and annotations of an article."""
    TEXT = auto()
    LIBRARY = auto()
    """The documents of the library itself."""
    JOURNAL = auto()


class ConflictCopy(msgspec.Struct, frozen=True):
    """One conflict copy."""

    place: str
    """Where it is, for messages: the path of its file."""
    part: CopiedPart
    article: str = ""
    """The ID of the article; empty for the library itself."""
    program: str = ""
    """The program that made it, if its name tells."""


class ConflictCopies(Protocol):
    """The conflict copies in a library. Every method may raise :class:`store.errors.LibraryUnavailable`."""

    def found(self) -> list[ConflictCopy]:
        """Return the copies that were come across when the articles were last listed, and are still there."""

    def tables(self, copy: ConflictCopy) -> Tables:
        """Return the documents of a copy of a record or of the library.

        :raises PizhuError: it is damaged, not there completely yet, or was written by a newer Pizhu.
        """

    def text(self, copy: ConflictCopy) -> str:
        """Return the text of a copy of one.

        :raises PizhuError: it is not UTF-8.
        """

    def take_steps(self, copy: ConflictCopy) -> None:
        """Add the steps of a copy of the journal to the journal. The caller holds the lock.

        :raises PizhuError: it is damaged, or the journal cannot be written.
        """

    def set_aside(self, copies: list[ConflictCopy]) -> str:
        """Move copies to the place for what was replaced; return that. The caller holds the lock."""


class NoCopies:
    """The conflict copies of a store that nothing syncs: none."""

    def found(self) -> list[ConflictCopy]:
        """Return no copies."""
        return []

    def tables(self, copy: ConflictCopy) -> Tables:
        """Raise: no copy was found here."""
        raise NotImplementedError(copy)

    def text(self, copy: ConflictCopy) -> str:
        """Raise: no copy was found here."""
        raise NotImplementedError(copy)

    def take_steps(self, copy: ConflictCopy) -> None:
        """Raise: no copy was found here."""
        raise NotImplementedError(copy)

    def set_aside(self, copies: list[ConflictCopy]) -> str:
        """Move nothing."""
        raise NotImplementedError(copies)
