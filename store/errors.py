"""What can be refused, each as one sentence that names the thing and what to do."""

from __future__ import annotations


class PizhuError(Exception):
    """A refusal that a person can act on: ``str(error)`` is a whole sentence, fit for a screen."""


class UsageError(PizhuError):
    """The request itself is wrong: an unknown ID, a quote that is not there. Commands exit with 2."""


class UnknownArticle(UsageError):
    """No article has the given ID."""


class AmbiguousId(UnknownArticle):
    """Several articles share the shortened ID."""


class QuoteNotFound(UsageError):
    """The quoted words do not stand in the article, or not as often as asked."""


class BadRange(UsageError):
    """A range of code points that is empty or reaches outside the text."""


class BadTagName(UsageError):
    """A tag name that cannot be kept: empty, too long, or with control characters."""


class BadInput(PizhuError):
    """A file that cannot become an article: missing, empty, binary, or unreadable."""


class BadBackup(PizhuError):
    """An archive that is no backup of a library, or a damaged one."""


class LibraryUnavailable(PizhuError):
    """The library cannot be opened, read or written where it is."""


class Busy(LibraryUnavailable):
    """Another process has been writing to the library for too long; nothing was done."""


class DamagedFile(PizhuError):
    """A file of the library that is not what it should be."""

    def __init__(self, damage: str) -> None:
        """Say what is damaged, and the remedy.

        :param damage: which file, and what is wrong with it, without a full stop.
        """
        super().__init__(f"{damage}: `pizhu check --repair` mends what can be mended.")


class Stopped(PizhuError):
    """Work that its watcher stopped before anything was written; see :mod:`store.progress`."""


class Conflict(PizhuError):
    """A change that would overwrite a later one made elsewhere; nothing was done."""
