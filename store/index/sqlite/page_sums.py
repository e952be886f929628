"""Checksums of the pages of an SQLite file, which find what changes below the file system.

``catalogue.sums`` has four bytes for each page of the file: its CRC-32. They are written after the pages, at
each checkpoint: the pages that it moves are named in the write-ahead log.
"""

from __future__ import annotations

import os
import sys
import threading
import zlib
from array import array
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from store.storage.regular_file import read_regular

PAGE = 4096
"""Bytes of a page: SQLite's default, which the catalogue does not change."""

AT_ONCE = 1024
"""Pages that are compared at a time: 4 MiB."""

_LOG_HEADER = 32
_FRAME_HEADER = 24


class PageSums:
    """The checksums of one file.

    A process that closes any handle on a file loses all POSIX locks that it has on it, SQLite's too. So a
    handle is opened before the connections of this process are, shared by them, and closed after them.
    """

    _lock = threading.Lock()
    _handles: ClassVar[dict[tuple[int, int], tuple[int, int]]] = {}
    """By device and inode, a handle and how many hold it."""

    def __init__(self, path: Path) -> None:
        """The checksums of the file ``path``, in a file beside it."""
        self._path = path
        self._sums_file = path.with_suffix(".sums")
        self._key: tuple[int, int] | None = None
        self._handle = -1

    @property
    def inode(self) -> int | None:
        """The inode of the file while it is held."""
        return self._key[1] if self._key else None

    def hold(self) -> None:
        """Open the file. Call it before SQLite opens it."""
        with self._lock:
            found = self._path.stat()
            self._key = found.st_dev, found.st_ino
            handle, holders = self._handles.get(self._key, (-1, 0))
            if not holders:
                handle = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            self._handle = handle
            self._handles[self._key] = handle, holders + 1

    def let_go(self) -> None:
        """Close the file. Call it after SQLite has closed it."""
        with self._lock:
            if self._key is not None:
                handle, holders = self._handles.pop(self._key)
                if holders > 1:
                    self._handles[self._key] = handle, holders - 1
                else:
                    os.close(handle)
                self._key, self._handle = None, -1

    def clear(self) -> None:
        """Delete the checksums."""
        self._sums_file.unlink(missing_ok=True)

    def pages_in(self, log: Path) -> set[int]:
        """Return the numbers, from 0, of the pages in a write-ahead log."""
        pages = set()
        with suppress(FileNotFoundError), log.open("rb") as file:
            place = _LOG_HEADER
            while len(number := _read_at(file.fileno(), 4, place)) == 4:
                pages.add(int.from_bytes(number, "big") - 1)
                place += _FRAME_HEADER + PAGE
        return pages

    def update(self, pages: Iterable[int]) -> None:
        """Write the checksums of pages that were just written; of all pages if there are none yet."""
        count = os.fstat(self._handle).st_size // PAGE
        try:
            sums = self._read()
        except (OSError, ValueError):
            sums, pages = array("I"), range(count)
        sums.extend([0] * (count - len(sums)))
        del sums[count:]
        for page in sorted(pages):
            if page < count:
                sums[page] = zlib.crc32(_read_at(self._handle, PAGE, page * PAGE))
        if not self._sums_file.is_file():
            self.clear()  # something else in its place, such as a named pipe
            self._sums_file.touch(mode=0o600)
        self._sums_file.write_bytes(sums.tobytes())

    def are_right(self, first: int) -> tuple[bool, int | None]:
        """Read some pages from the page ``first`` on, while no other process writes them.

        :return: whether they have their checksums, and the number of the first page that was not read.
        """
        with self._lock:
            if self._key is None:
                return True, None  # closed meanwhile
            data = _read_at(self._handle, AT_ONCE * PAGE, first * PAGE)
            count = os.fstat(self._handle).st_size // PAGE
        try:
            sums = self._read()
        except (OSError, ValueError):
            return False, None
        found = array("I", (zlib.crc32(data[at : at + PAGE]) for at in range(0, len(data), PAGE)))
        are_right = len(sums) == count and found == sums[first : first + AT_ONCE]
        return are_right, first + AT_ONCE if first + AT_ONCE < count else None

    def _read(self) -> array[int]:
        """Read the checksums.

        :raises OSError: there are none, or something else is in the place of their file.
        :raises ValueError: they are incomplete.
        """
        return array("I", read_regular(self._sums_file))


if sys.platform == "win32":

    def _read_at(handle: int, size: int, place: int) -> bytes:
        os.lseek(handle, place, os.SEEK_SET)
        return os.read(handle, size)

else:

    def _read_at(handle: int, size: int, place: int) -> bytes:
        return os.pread(handle, size, place)
