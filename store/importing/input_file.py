"""Opens files from outside. This is the one door: nothing else opens a file that is to be imported."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from store.errors import BadInput
from store.importing.limits import MAX_DOCUMENT_BYTES, too_large

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a named pipe or a device is opened without waiting, and then refused
)

_NOT_REGULAR = "this is not a regular file; name one that can be read to its end"


def open_input(
    path: Path, most: int = MAX_DOCUMENT_BYTES, remedy: str = "too large to be imported; export it in parts"
) -> BinaryIO:
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


def read_input(
    path: Path, most: int = MAX_DOCUMENT_BYTES, remedy: str = "too large to be imported; export it in parts"
) -> bytes:
    """Return the content of a regular file: see :func:`open_input`."""
    with open_input(path, most, remedy) as file:
        return read_open(file, path, most, remedy)


def read_open(file: BinaryIO, path: Path, most: int, remedy: str) -> bytes:
    """Return the rest of a file that :func:`open_input` has opened: see :func:`read_input`."""
    try:
        _check_size(os.fstat(file.fileno()).st_size, most, str(path), remedy)
        data = file.read(most + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if data is None:  # a kernel's file that looks regular, such as /proc/kmsg, would make the reader wait
        raise BadInput(f"{path}: {_NOT_REGULAR}.")
    _check_size(len(data), most, str(path), remedy)
    return data


def _check_size(size: int, most: int, name: str, remedy: str) -> None:
    if size > most:
        raise too_large(name, most, remedy)


def _check(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise BadInput(f"{name}: this is a folder; name the files inside it.")
    if not stat.S_ISREG(status.st_mode):
        raise BadInput(f"{name}: {_NOT_REGULAR}.")


def _unreadable(path: Path, error: Exception) -> BadInput:
    """Return the error for a file that cannot be opened or read."""
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return BadInput(f"{path}: this link leads to a file that is not there; name the file itself.")
    if isinstance(error, FileNotFoundError):
        return BadInput(f"{path}: there is no such file; check the path.")
    if isinstance(error, BlockingIOError):
        return BadInput(f"{path}: {_NOT_REGULAR}.")
    if isinstance(error, PermissionError):
        return BadInput(f"{path}: you have no permission to read it; change its mode or copy it.")
    reason = getattr(error, "strerror", None) or str(error)
    return BadInput(f"{path}: it cannot be read ({reason}); check the path.")
