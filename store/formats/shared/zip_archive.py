"""Opens ZIP archives from outside. The number of entries is checked before the list of them is read."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from store.errors import BadInput
from store.importing.input_file import open_input
from store.importing.limits import MAX_ENTRIES
from store.language import _

ARCHIVE_ERRORS = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""Exceptions of reading an archive that is damaged or packed in an unknown way."""

_END = struct.Struct("<4s4H2LH")
"""The end of the central directory (APPNOTE.TXT of PKWARE, section 4.3.16)."""

_END_64 = struct.Struct("<4sQ2H2L4Q")
"""The same with 64-bit numbers (section 4.3.14)."""

_LOCATOR_64 = struct.Struct("<4sLQL")
"""Says where the latter is (section 4.3.15)."""

_COUNTED = 1 << 16
"""The number of entries is stated modulo this, except in archives with 64-bit numbers."""

_LONGEST_COMMENT = 0xFFFF

_DIRECTORY_BYTES = 160
"""Bytes of the central directory for an entry, on average: 46 and its name, extra field and comment."""


def open_archive(path: Path) -> ZipFile:
    """Open an archive.

    :raises BadInput: when it cannot be opened, or has too many entries.
    :raises ARCHIVE_ERRORS: when it is damaged.
    """
    file = open_input(path)
    try:
        stated = _check_directory(file, str(path))
        return _with_all_entries(_ArchiveOfFile(file), stated)
    except BaseException:
        file.close()
        raise


def _with_all_entries(archive: ZipFile, stated: int) -> ZipFile:
    """Return an archive unless it has another number of entries than it states.

    A damaged list can hide entries in what it takes for the comment of another one.

    :raises BadZipFile: the numbers differ.
    """
    found = len(archive.infolist())
    if (found - stated) % _COUNTED:
        raise BadZipFile(_("its list has {found:,} entries, not {stated:,}", found=found, stated=stated))
    return archive


def open_archive_data(data: bytes, name: str) -> ZipFile:
    """Open an archive in memory.

    :param name: what the error calls it.
    :raises BadInput: when it has too many entries.
    :raises ARCHIVE_ERRORS: when it is damaged.
    """
    file = BytesIO(data)
    _check_directory(file, name)
    return ZipFile(file)


class _ArchiveOfFile(ZipFile):
    """An archive that closes its file when it is closed."""

    def __init__(self, file: BinaryIO) -> None:
        self._outside = file
        super().__init__(file)

    def close(self) -> None:
        super().close()
        self._outside.close()


def _check_directory(file: BinaryIO, name: str) -> int:
    """Return how many entries the archive states, and check the size of its central directory.

    :raises BadInput: when there can be too many entries.
    """
    end = file.seek(0, 2)
    start = max(0, end - _LONGEST_COMMENT - _END.size - _LOCATOR_64.size)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END.size:
        return 0  # ZipFile says what is wrong
    _unused, _unused, _unused, _unused, entries, size, _unused, _unused = _END.unpack_from(tail, at)
    locator = at - _LOCATOR_64.size
    if locator >= 0 and tail.startswith(b"PK\x06\x07", locator):
        record = start + locator - _END_64.size
        if record >= 0:
            file.seek(record)
            fields = _END_64.unpack(file.read(_END_64.size))
            entries, size = (
                max(entries, fields[7]) if fields[0] == b"PK\x06\x06" else entries,
                max(size, fields[8]),
            )
    file.seek(0)
    if (entries > MAX_ENTRIES and entries != 0xFFFF) or size > MAX_ENTRIES * _DIRECTORY_BYTES:
        raise BadInput(
            _("{name} has more than {most:,} files in it: export it in parts.", name=name, most=MAX_ENTRIES)
        )
    return int(entries)


def read_entry(archive: ZipFile, entry: ZipInfo, most: int) -> bytes:
    """Return the content of an entry. What is unpacked is limited too, since the stated size can be false.

    :raises BadInput: when it is larger than ``most`` bytes.
    :raises ARCHIVE_ERRORS: when it is damaged.
    """
    if entry.file_size <= most:
        with archive.open(entry) as stream:
            data = stream.read(most + 1)
        if len(data) <= most:
            return data
    raise BadInput(_("{filename} is larger than {size} MiB", filename=entry.filename, size=most >> 20))
