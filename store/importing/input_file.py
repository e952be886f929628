"""Opens files from outside. This is the one door: nothing else opens a file that is to be imported."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from store.errors import BadInput
from store.importing.limits import MAX_DOCUMENT_BYTES, too_large
from store.language import Lazy, _, lazy
from store.reasons import reason_of

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a named pipe or a device is opened without waiting, and then refused
)

_NOT_REGULAR = lazy("{path}: this is not a regular file; name one that can be read to its end.")
_TOO_LARGE = lazy("too large to be imported; export it in parts")


def open_input(path: Path, most: int = MAX_DOCUMENT_BYTES, remedy: str | Lazy = _TOO_LARGE) -> BinaryIO:
    """Open a regular file for reading. A link is followed.

    :param most: the largest size in bytes.
    :param remedy: what the error says of a file that is larger.
    :raises BadInput: when the file is missing, unreadable, too large or not a regular file; never OSError.
    """
    name = str(path)
    try:
        _check(path.stat(), name)  # opening a device may have an effect of its own
        file = os.fdopen(os.open(path, _FLAGS), "rb")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    try:
        status = os.fstat(file.fileno())
        _check(status, name)  # it may have been replaced meanwhile
        _check_size(status.st_size, most, name, remedy)
    except BaseException:
        file.close()
        raise
    return file


def read_input(path: Path, most: int = MAX_DOCUMENT_BYTES, remedy: str | Lazy = _TOO_LARGE) -> bytes:
    """Return the content of a regular file: see :func:`open_input`."""
    with open_input(path, most, remedy) as file:
        return read_open(file, path, most, remedy)


def read_open(file: BinaryIO, path: Path, most: int, remedy: str | Lazy) -> bytes:
    """Return the rest of a file that :func:`open_input` has opened: see :func:`read_input`."""
    try:
        _check_size(os.fstat(file.fileno()).st_size, most, str(path), remedy)
        data = file.read(most + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if data is None:  # a kernel's file that looks regular, such as /proc/kmsg, would make the reader wait
        raise BadInput(_NOT_REGULAR.format(path=path))
    _check_size(len(data), most, str(path), remedy)
    return data


def _check_size(size: int, most: int, name: str, remedy: str | Lazy) -> None:
    if size > most:
        raise too_large(name, most, remedy)


def _check(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise BadInput(_("{path}: this is a folder; name the files inside it.", path=name))
    if not stat.S_ISREG(status.st_mode):
        raise BadInput(_NOT_REGULAR.format(path=name))


def _unreadable(path: Path, error: Exception) -> BadInput:
    """Return the error for a file that cannot be opened or read."""
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return BadInput(
            _("{path}: this link leads to a file that is not there; name the file itself.", path=path)
        )
    if isinstance(error, FileNotFoundError):
        return BadInput(_("{path}: there is no such file; check the path.", path=path))
    if isinstance(error, BlockingIOError):
        return BadInput(_NOT_REGULAR.format(path=path))
    if isinstance(error, PermissionError):
        return BadInput(
            _("{path}: you have no permission to read it; change its mode or copy it.", path=path)
        )
    return unreadable_because(path, error)


def unreadable_because(path: Path, error: Exception) -> BadInput:
    """Return the error for a file that cannot be read, with the reason that the system gives."""
    return BadInput(
        _("{path}: it cannot be read ({reason}); check the path.", path=path, reason=reason_of(error))
    )
