"""The system's errors as sentences about a file."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from store.errors import DamagedFile, LibraryUnavailable


class ErrorTranslator:
    """Turns the system's errors into a sentence about a path. It is entered often: a class is quickest."""

    __slots__ = ("_path", "_verb")

    def __init__(self, path: Path, verb: str) -> None:
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
    """Besides, turns what comes of looking into a damaged file into a sentence."""

    __slots__ = ()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, (ValueError, TypeError, AttributeError)):
            raise DamagedFile(f"{self._path} is damaged ({error})") from error
        super().__exit__(kind, error, trace)
