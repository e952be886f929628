"""Writes exports to files: atomically, and never over a file of somebody else unless forced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from store.errors import PizhuError, UsageError
from store.exporting.own_files import is_own_export
from store.exporting.registry import FORMATS, Format, Writer
from store.exporting.selection import Selection
from store.language import _
from store.reasons import reason_of
from store.storage.atomic_write import replacing
from store.storage.os_errors import FULL, sentence_about


def export(
    selection: Selection, kind: Format, path: Path, *, force: bool = False, write: Writer | None = None
) -> None:
    """Write a selection to a file, atomically.

    :param write: replaces the format's own writer.
    :raises UsageError: see :func:`check_destination`.
    :raises PizhuError: when the file cannot be written, or a dependency of the format is not installed.
    """
    check_destination(path, kind.suffixes, force=force)
    write = write or kind.writer()
    try:
        with replacing(path.resolve()) as file:
            write(selection, file)
    except OSError as error:
        raise write_error(path, error) from error


def export_text(path: Path, parts: Iterable[str], *, suffixes: Sequence[str], force: bool = False) -> None:
    """Write text to a file, atomically.

    :param suffixes: suffixes of this kind of file.
    :raises UsageError: see :func:`check_destination`.
    :raises PizhuError: when the file cannot be written.
    """
    check_destination(path, suffixes, force=force)
    try:
        with replacing(path.resolve()) as file:
            write_text(file, parts)
    except OSError as error:
        raise write_error(path, error) from error


def check_destination(path: Path, suffixes: Sequence[str], *, force: bool) -> None:
    """Refuse to overwrite anything that is not an earlier export, and names of another kind.

    :raises UsageError: when the path is a folder or a special file, or the system does not take it; or,
        without ``force``, when it is an existing file with another suffix or one that Pizhu has not written,
        or has the suffix of another format.
    """
    try:
        _check_what_is_there(path, suffixes, force=force)
        if not force and is_somebody_elses(path):
            raise UsageError(
                _("{path} was not written by Pizhu: use another name, or --force to overwrite it.", path=path)
            )
    except OSError as error:  # the name is too long, or a folder is closed to the user
        raise UsageError(str(write_error(path, error))) from error


def is_somebody_elses(path: Path) -> bool:
    """Whether there is a file that Pizhu has not written. One that cannot be read counts as such.

    :raises OSError: the system does not take the path.
    """
    if not path.is_file():
        return False
    try:
        return not is_own_export(path)
    except OSError:
        return True


def _check_what_is_there(path: Path, suffixes: Sequence[str], *, force: bool) -> None:
    if path.is_dir():
        raise UsageError(_("{path} is a folder: name a file in it.", path=path))
    if path.exists() and not path.is_file():
        raise UsageError(
            _(
                "{path} is not a regular file: name another one, or redirect what `pizhu export` prints.",
                path=path,
            )
        )
    if force or path.suffix.lower() in suffixes:
        return
    if path.exists():
        raise UsageError(
            _("{path} already exists and has another suffix: use another name, or --force.", path=path)
        )
    other = next((kind.name for kind in FORMATS.values() if path.suffix.lower() in kind.suffixes), None)
    if other is not None:
        raise UsageError(
            _(
                "{name} has the suffix of {format}: use {suffixes}, or --force.",
                name=path.name,
                format=other,
                suffixes=_(" or ").join(suffixes),
            )
        )


def write_error(path: Path, error: OSError) -> PizhuError:
    """Return the error to raise when a file cannot be written."""
    if error.errno in FULL:
        return PizhuError(sentence_about(error, path, "written"))
    reason = reason_of(error)
    return PizhuError(_("{path} cannot be written: {reason}. Use another path.", path=path, reason=reason))


def write_text(out: IO[bytes], parts: Iterable[str]) -> None:
    """Write strings as UTF-8."""
    for part in parts:
        out.write(part.encode())
