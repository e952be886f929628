"""Errors that a user can cause. Each message is one sentence that names the thing and the remedy."""

from __future__ import annotations


class PizhuError(Exception):
    """Base class: an error that a user can act on. ``str(error)`` is a complete sentence for the screen."""


class UsageError(PizhuError):
    """The request itself is wrong: an unknown ID, a quote that is not in the text. Commands exit with 2."""


class UnknownArticle(UsageError):
    """No article has the given ID."""


class AmbiguousId(UnknownArticle):
    """Several articles share the shortened ID."""


class QuoteNotFound(UsageError):
    """The article does not contain the quote, or has fewer occurrences than the requested number."""


class BadRange(UsageError):
    """A range of code points that is empty or extends beyond the text."""


class BadTagName(UsageError):
    """An invalid tag name: empty, too long, or with control characters."""


class BadInput(PizhuError):
    """A file that cannot become an article: missing, empty, binary, or unreadable."""


class BadBackup(PizhuError):
    """An archive that is not a backup of a library, or a damaged backup."""


class LibraryUnavailable(PizhuError):
    """The library cannot be opened, read or written."""


class Busy(LibraryUnavailable):
    """Another process held the lock of the library for too long; nothing was changed."""


class DamagedFile(PizhuError):
    """A damaged file of the library."""

    def __init__(self, damage: str) -> None:
        """Build the message from the damage and the remedy.

        :param damage: which file is damaged and how, without a full stop.
        """
        super().__init__(f"{damage}: `pizhu check --repair` mends what can be mended.")


class Stopped(PizhuError):
    """The user stopped the work before anything was written; see :mod:`store.progress`."""


class Conflict(PizhuError):
    """The change would overwrite a later one made elsewhere; nothing was changed."""
