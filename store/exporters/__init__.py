"""Exporters: a selection of the library becomes a file, one module a format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from store.durable import write_durably
from store.errors import PizhuError, UsageError


def write_export(path: Path, parts: Iterable[str], *, suffixes: Iterable[str], force: bool = False) -> None:
    """Write an export to a file, whole or not at all.

    :param suffixes: endings of files of this kind, which may be overwritten.
    :raises UsageError: the path is a folder, or a file of another kind and ``force`` is not given.
    :raises PizhuError: it cannot be written there.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file in it.")
    if path.exists() and path.suffix.lower() not in suffixes and not force:
        raise UsageError(f"{path} is there already and of another kind: choose another name.")
    try:
        write_durably(path, "".join(parts).encode())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PizhuError(f"{path} cannot be written: {reason}. Name another place.") from error
