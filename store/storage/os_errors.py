"""Translates the errors of the operating system into sentences for users."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from store.errors import DamagedFile, LibraryUnavailable


class ErrorTranslator:
    """Context that raises LibraryUnavailable about a path for an OSError.

    A class, because it is entered often and a generator would be slower.
    """

    __slots__ = ("_path", "_verb")

    def __init__(self, path: Path, verb: str) -> None:
        """Name what cannot be done to ``path``: ``verb`` is a participle, such as ``read``."""
        self._path = path
        self._verb = verb

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            reason = (error.strerror or str(error)).lower()
            raise LibraryUnavailable(
                f"{error.filename or self._path} cannot be {self._verb}: {reason}. "
                "Check the folder, then try again."
            ) from error


class DamageTranslator(ErrorTranslator):
    """Context that also raises DamagedFile for the errors of parsing a damaged file."""

    __slots__ = ()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, (ValueError, TypeError, AttributeError)):
            raise DamagedFile(f"{self._path} is damaged ({error})") from error
        super().__exit__(kind, error, trace)
