"""Errors that a user can act on. Each message is one sentence that states the problem and the remedy."""

from __future__ import annotations

import re

from store.language import _


class PizhuError(Exception):
    """Base class: an error that a user can act on. ``str(error)`` is a complete sentence for the screen."""

    def excerpt(self) -> str:
        """Return lines that show the place of the error in what was typed; empty if there is none to show."""
        return ""


class UsageError(PizhuError):
    """The request is invalid, for example an unknown ID or a quote that is not in the text.

    Commands exit with code 2.
    """


class UnknownArticle(UsageError):
    """No article has the given ID."""


class AmbiguousId(UnknownArticle):
    """Several articles share the shortened ID."""


class QuoteNotFound(UsageError):
    """The article does not contain the quote, or has fewer occurrences than the requested number."""


class BadRange(UsageError):
    """The range of code points is empty or extends beyond the text."""


class BadTagName(UsageError):
    """The tag name is invalid: empty, too long, or with control characters."""


class BadInput(PizhuError):
    """The file cannot be imported: it is missing, unreadable, too large, or in another format."""


class NoSuchColumn(BadInput):
    """A table has no column of the name that the user has given."""


class BadBackup(PizhuError):
    """The archive is not a backup of a library, or is damaged."""


class LibraryUnavailable(PizhuError):
    """The library cannot be opened, read or written."""


class NoLibrary(LibraryUnavailable):
    """There is no library at the place that is named."""


class Disconnected(LibraryUnavailable):
    """The server of the library cannot be reached at the moment; that says nothing of what it keeps."""


class Forbidden(LibraryUnavailable):
    """The server of the library does not allow this to the user's role in the team; nothing was changed."""


class Busy(LibraryUnavailable):
    """Another process held the lock of the library for too long; nothing was changed."""


class DamagedFile(PizhuError):
    """A file of the library is damaged."""

    def __init__(self, damage: str) -> None:
        """Build the message from the damage and the remedy.

        :param damage: which file is damaged and how, without a full stop.
        """
        self.damage = damage
        """Which file is damaged and how, without a full stop and without the remedy."""
        super().__init__(
            _("{damage}: run `pizhu check --repair`, which repairs it or says that it cannot.", damage=damage)
        )


class Stopped(PizhuError):
    """The user stopped the operation before anything was changed; see :mod:`store.progress`."""


class Conflict(PizhuError):
    """The change would overwrite a later one by another process; nothing was changed."""


def phrase_of(error: object) -> str:
    """Return an error message as a phrase for a sentence: without its full stop, in whatever language."""
    return str(error).rstrip(".。")


def reason_in(message: str, *places: str) -> str:
    """Return the reason in an error message, as a phrase that is the same for other files.

    It is the message without the name of the file, one of ``places``, and without the remedy, in English or
    Chinese.
    """
    reason = message.removesuffix(".").removesuffix("。")
    for place in places:
        reason = reason.removeprefix(f"{place}: ").removeprefix(f"{place}：")
    return _shortened(_AFTER_REASON.split(reason, maxsplit=1)[0].strip() or reason)


def _shortened(reason: str) -> str:
    """Return a reason that is not too long for a total: it ends after a word, and no address is cut."""
    longest = _LONGEST_REASON + sum(map(len, _ADDRESS.findall(reason)))
    if len(reason) <= longest:
        return reason
    start, _space, rest = reason[:longest].rpartition(" ")
    return f"{start if start and rest.isascii() else reason[:longest]}…"


_LONGEST_REASON = 80
"""Code points of a reason in a total, addresses aside."""

_ADDRESS = re.compile(r"[a-z]+://[!-~]+")

_AFTER_REASON = re.compile(r";|:(?!\S)|(?<!\S)\((?![^()]*\)[\\/])|[；：（]|，(?=请)")
"""What ends a reason: not the colon of an address or a Windows path, nor a parenthesis in a path."""
