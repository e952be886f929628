"""Opens files of a library: regular files of bounded size only.

A named pipe, a socket or a device in place of a file would hang a reader or fill the memory.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO

from store.language import _, lazy

LARGEST = 1 << 28
"""Bytes of a file of a library, at most: a larger one is neither read nor written."""

_PIECE = 1 << 20
"""Bytes that are read at a time."""

_ANYTHING = lazy("it is something else, not a file")

_KINDS = {
    stat.S_IFDIR: lazy("it is a folder, not a file"),
    stat.S_IFIFO: lazy("it is a named pipe, not a file"),
    stat.S_IFSOCK: lazy("it is a socket, not a file"),
    stat.S_IFCHR: lazy("it is a device, not a file"),
    stat.S_IFBLK: lazy("it is a device, not a file"),
}


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file, or a link to one, for reading.

    :raises OSError: it cannot be opened, or is something else.
    """
    return os.fdopen(_opened(path)[0], "rb")


def read_regular(path: Path | str, largest: int = LARGEST) -> bytes:
    """Return the content of a regular file, or of a link to one.

    :raises OSError: it cannot be read, is something else, or has more than ``largest`` bytes.
    """
    handle, status = _opened(path)
    try:
        check_size(path, status.st_size, largest)
        data = os.read(handle, status.st_size + 1)
        if not data or len(data) != status.st_size:
            # The rest, what the file has grown by, or all of a file whose size the system does not know.
            while len(data) <= largest and (more := os.read(handle, _PIECE)):
                data += more
    finally:
        os.close(handle)
    check_size(path, len(data), largest)
    return data


def _opened(path: Path | str) -> tuple[int, os.stat_result]:
    """Open a regular file; return its handle and its status."""
    _check_kind(path, os.stat(path))  # noqa: PTH116 - a Path takes as long to make as a stat
    # It may have been replaced since: then neither the opening nor the reading may wait for somebody.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(handle)
        _check_kind(path, status)
    except BaseException:
        os.close(handle)
        raise
    return handle, status


def check_size(path: Path | str, size: int, largest: int = LARGEST) -> None:
    """Raise OSError if a file of ``size`` bytes would be larger than ``largest``."""
    if size > largest:
        raise OSError(errno.EFBIG, _("it is larger than {size} MB", size=largest >> 20), str(path))


def _check_kind(path: Path | str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), _ANYTHING)
        raise OSError(errno.EINVAL, str(kind), str(path))
