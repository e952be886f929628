"""Translates the errors of the operating system into sentences for users."""

from __future__ import annotations

import errno
from pathlib import Path
from types import TracebackType

from store.errors import DamagedFile, LibraryUnavailable
from store.language import _, lazy
from store.reasons import reason_of

FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""The disk, or the user's share of it, is full."""

LOCKLESS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""The file system cannot do what was asked of it; in a library that is locking a file."""

_CHECK = lazy("Check the folder, then try again.")

_REMEDIES = {
    errno.EROFS: lazy("It is on a read-only disk: copy the library to another one, then try again."),
    errno.EACCES: lazy("Change the permissions of the file or its folder, then try again."),
    errno.EPERM: lazy("Change the permissions of the file or its folder, then try again."),
    errno.EIO: lazy("The disk may be failing: copy the library to another one."),
    errno.EMFILE: lazy("Close other programs, then try again."),
    errno.ENFILE: lazy("Close other programs, then try again."),
}

_SENTENCES = {
    "read": lazy("{place} cannot be read: {reason}. {remedy}"),
    "written": lazy("{place} cannot be written: {reason}. {remedy}"),
    "copied": lazy("{place} cannot be copied: {reason}. {remedy}"),
    "moved": lazy("{place} cannot be moved: {reason}. {remedy}"),
    "removed": lazy("{place} cannot be removed: {reason}. {remedy}"),
    "repaired": lazy("{place} cannot be repaired: {reason}. {remedy}"),
    "locked": lazy("{place} cannot be locked: {reason}. {remedy}"),
}
"""What cannot be done to a file, by the participle that says it."""


def sentence_about(error: OSError, path: Path | str, verb: str) -> str:
    """Return a sentence for users about an error: what happened to which file, and the remedy.

    :param path: the file, where the error does not name one.
    :param verb: what cannot be done to the file: a participle that has a sentence, such as ``read``.
    """
    place = error.filename or path
    if error.errno in FULL:
        return _(
            "The disk is full: {place} cannot be written. Free some space on it, then try again.", place=place
        )
    remedy = _REMEDIES.get(error.errno or 0, _CHECK)
    return _SENTENCES[verb].format(place=place, reason=reason_of(error), remedy=remedy)


class ErrorTranslator:
    """Context that raises LibraryUnavailable about a path for an OSError.

    A class, because it is entered often and a generator would be slower.
    """

    __slots__ = ("_path", "_verb")

    def __init__(self, path: Path | str, verb: str) -> None:
        """Name what cannot be done to ``path``: ``verb`` is a participle, such as ``read``."""
        self._path = path
        self._verb = verb

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            raise LibraryUnavailable(sentence_about(error, self._path, self._verb)) from error


class DamageTranslator(ErrorTranslator):
    """Context that also raises DamagedFile for the errors of parsing a damaged file."""

    __slots__ = ()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, (ValueError, TypeError, AttributeError)):
            raise DamagedFile(
                _("{what} is damaged ({reason})", what=self._path, reason=reason_of(error))
            ) from error
        super().__exit__(kind, error, trace)
