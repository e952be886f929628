"""The journal as a file: a line for each part of a step; see :mod:`store.storage.history.undo_log`.

A line that belongs to a change is written and synced before the change takes effect, followed by a commit
record: a line that tells one changed file as it was before. After a crash the last lines are compared with
that file: if it is still the same, the change did not take effect and its lines are taken out. A change of
several files is rolled back first, which takes out its lines too (see :mod:`.edit_writer`).
"""

from __future__ import annotations

import errno
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from store.model.article import is_article_id
from store.storage.atomic_write import Batch, append_line, truncate_durably, write_durably
from store.storage.checksums import Seal, seal_of, signed
from store.storage.history.undo_log import PLACE
from store.storage.os_errors import ErrorTranslator
from store.storage.regular_file import open_regular, read_regular

CHUNK = 4096
"""Bytes that are read at once to find where the last line starts."""

_UNUSABLE = frozenset(
    {errno.EISDIR, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENXIO, errno.ENODEV, errno.EROFS}
)
"""Errors of a path that is no file, or not ours: changes are then made without the journal."""


class FileState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file of the library as it is at one time, to tell whether it has been replaced since."""

    article: str = ""
    """The ID of the article whose record it is; empty for ``library.json``."""
    size: int = -1
    """In bytes; -1 when there is no such file."""
    crc: int = 0
    """The CRC-32 of its content."""


class CommitRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The line after the lines of a change."""

    before: FileState | None = None
    """A file before the change; None if nothing tells whether it took effect: then it did."""


class _CommitLine(msgspec.Struct):
    commit: CommitRecord


class _StepLine(msgspec.Struct):
    """What the journal itself needs to know of a line."""

    committed: bool = False
    """Whether a commit record follows."""


class FileJournal:
    """The journal of one library. Positions are in bytes."""

    def __init__(self, path: Path, file_of: Callable[[str], Path]) -> None:
        """The journal in the file ``path``.

        :param file_of: returns the record file of an article, for an empty ID that of the library.
        """
        self._path = path
        self._file_of = file_of
        self._settled = (0, 0)
        """Inode and size when its end was last compared with the library."""

    # Reading

    def size(self) -> int:
        """Return the size of the file."""
        return self._status()[1]

    def _status(self) -> tuple[int, int]:
        with suppress(OSError):
            status = self._path.stat()
            return status.st_ino, status.st_size
        return 0, 0

    def lines(self, start: int) -> Iterator[bytes]:
        """Yield the lines from position ``start`` on."""
        with (
            ErrorTranslator(self._path, "read"),
            suppress(FileNotFoundError),
            open_regular(self._path) as file,
        ):
            file.seek(start)
            yield from file

    def everybodys_lines(self) -> Iterator[bytes]:
        """Yield all lines: those who share a folder share its journal."""
        return self.lines(0)

    def line(self, start: int) -> bytes:
        """Return the line at position ``start``; empty when there is none."""
        return next(self.lines(start), b"")

    # Writing; the caller holds the lock

    def append(self, line: bytes) -> int:
        """Append a line that belongs to no change and return its position. It is not synced.

        :raises LibraryUnavailable: it cannot be written; the journal is unchanged.
        """
        with ErrorTranslator(self._path, "written"):
            return append_line(self._path, line)

    def append_with(self, batch: Batch, line: bytes, before: FileState | None) -> int | None:
        """Append the line of a change to the batch that makes the change, and return its position.

        :param before: one of the changed files as it is now.
        :return: None when something else is in the place of the journal, or a file that is not ours.
        :raises OSError: it cannot be written, as when the disk is full.
        """
        try:
            return batch.append(self._path, line + _line_of(CommitRecord(before)))
        except OSError as error:
            if error.errno in _UNUSABLE:
                return None
            raise

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Replace all lines, durably."""
        with ErrorTranslator(self._path, "written"):
            write_durably(self._path, content_of(lines))

    def cut(self, size: int) -> None:
        """Take out what is beyond the first ``size`` bytes, durably."""
        with suppress(FileNotFoundError):
            truncate_durably(self._path, size)

    # After a crash

    def is_settled(self) -> bool:
        """Whether the last lines belong to a change that took effect. Needs no lock.

        They also seem not to while another process is making a change.
        """
        return self._status() == self._settled or self._settled_size() == self.size()

    def mark_settled(self) -> None:
        """Note that all lines belong to changes that took effect. The caller holds the lock."""
        self._settled = self._status()

    def settle(self) -> None:
        """Take out the last lines, durably, if their change did not take effect. The caller holds the lock.

        This costs nothing if the journal is as it was the last time.
        """
        if self._status() != self._settled:
            size = self._settled_size()
            if size < self.size():
                try:
                    self.cut(size)
                except OSError as error:
                    if error.errno not in _UNUSABLE:
                        raise
            self.mark_settled()

    def _settled_size(self) -> int:
        """Return up to where the lines belong to changes that took effect, in bytes."""
        if self._path.is_file():
            with suppress(OSError), open_regular(self._path) as file:
                return self._settled_end(file, file.seek(0, 2))
        return self.size()

    def _settled_end(self, file: IO[bytes], end: int) -> int:
        while end:
            start = _start_of_last_line(file, end)
            file.seek(start)
            line = file.read(end - start)
            if (record := _commit_record(line)) is not None:
                return _start_of_last_line(file, start) if start and not self._has_happened(record) else end
            if _is_incomplete(line):
                end = start
                continue
            return start if _needs_commit_record(line) else end
        return end

    def _has_happened(self, record: CommitRecord) -> bool:
        before = record.before
        if before is None or not (before.article == "" or is_article_id(before.article)):
            return True
        with suppress(OSError):
            return self.state_of(before.article) != before
        return True

    def state_of(self, article: str) -> FileState:
        """Return the state of an article's record file, or of that of the library.

        :raises OSError: it cannot be read.
        """
        try:
            return state_with(article, read_regular(self._file_of(article)))
        except FileNotFoundError:
            return FileState(article)


def state_with(article: str, content: bytes | None) -> FileState:
    """Return the state of a record file with this content; None stands for no file."""
    return FileState(article) if content is None else FileState(article, len(content), zlib.crc32(content))


def settled_lines(lines: Iterable[bytes]) -> list[bytes]:
    """Return the lines of a journal in which all changes took effect."""
    kept = [line for line in lines if not is_commit_record(line)]
    if kept and _needs_commit_record(kept[-1]):
        kept.append(_line_of(CommitRecord()))
    return kept


def content_of(lines: Iterable[bytes]) -> bytes:
    """Return the content of a journal with these lines, all of whose changes took effect."""
    return b"".join(settled_lines(lines))


def is_commit_record(line: bytes) -> bool:
    """Whether a line of the journal only tells what the change before it began with."""
    return line.startswith(b'{"commit":')


def _line_of(record: CommitRecord) -> bytes:
    return signed(b'{"commit":%s}' % msgspec.json.encode(record), PLACE) + b"\n"


def _commit_record(line: bytes) -> CommitRecord | None:
    if is_commit_record(line):
        with suppress(ValueError):
            if seal_of(line.strip(), PLACE) is not Seal.CHANGED:
                return msgspec.json.decode(line, type=_CommitLine).commit
    return None


def _needs_commit_record(line: bytes) -> bool:
    with suppress(ValueError):
        return msgspec.json.decode(line, type=_StepLine).committed
    return False


def _is_incomplete(line: bytes) -> bool:
    """Whether a crash kept the last line from being written completely."""
    if line.endswith(b"\n") and b"\0" not in line:
        return False
    try:
        msgspec.json.decode(line)
    except ValueError:
        return True
    return False  # an editor has removed the end of the last line


def _start_of_last_line(file: IO[bytes], end: int) -> int:
    """Return where the line starts that ends at ``end``."""
    start = end - 1
    while start > 0:
        length = min(CHUNK, start)
        file.seek(start - length)
        found = file.read(length).rfind(b"\n")
        if found >= 0:
            return start - length + found + 1
        start -= length
    return 0
