"""TinyDB on the disk: tables as JSON with a document a line, parsed when looked into.

TinyDB reads and writes a database whole at each operation. So that one more annotation costs little beside
two thousand, a document stays the bytes of its line until somebody asks for its fields, and a change of
several documents is staged and becomes one write.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.edits import Fields, Json
from store.errors import DamagedFile

T = TypeVar("T")


class Line(MutableMapping[str, "Json"]):
    """A document as it stands on its line of the file, parsed when one looks into it."""

    __slots__ = ("_fields", "_raw")

    def __init__(self, raw: msgspec.Raw | None, fields: Fields | None = None) -> None:
        """A document from its line, or from its fields."""
        self._raw = raw
        self._fields = fields

    @property
    def fields(self) -> Fields:
        """The document's fields; they are not to be changed in place."""
        if self._fields is None:
            assert self._raw is not None  # noqa: S101 - one of the two is there
            self._fields = msgspec.json.decode(self._raw, type=dict[str, Any])
        return self._fields

    def read_as(self, record: type[T]) -> T:
        """The document as a record of that type.

        :raises msgspec.ValidationError: its fields are not those of such a record.
        """
        if self._raw is not None:
            return msgspec.json.decode(self._raw, type=record)
        return msgspec.convert(self._fields, record)

    def encoded(self) -> bytes:
        """The document on one line; one that was not changed as it stood."""
        if self._raw is not None:
            kept = bytes(self._raw)
            if b"\n" not in kept:
                return kept
        return msgspec.json.encode(self.fields)

    def __getitem__(self, name: str) -> Json:
        return self.fields[name]

    def __setitem__(self, name: str, value: Json) -> None:
        self._fields = {**self.fields, name: value}
        self._raw = None

    def __delitem__(self, name: str) -> None:
        self._fields = {key: value for key, value in self.fields.items() if key != name}
        self._raw = None

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)


Tables: TypeAlias = dict[str, dict[str, "Line | Fields"]]
"""By name, the tables of a file: document id to document. Written ones are fields, read ones lines."""


class StagedStorage(Storage):
    """A TinyDB storage that stages what is written; :class:`store.disk.Disk` puts it on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self.is_staged = False
        """Whether there is something to be put on the disk."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, as staged or else as on the disk; None when there is no file.

        :raises DamagedFile: the file is not a TinyDB.
        """
        if self._tables is None:
            try:
                data = self.path.read_bytes()
            except FileNotFoundError:
                return None
            self._tables = decode(data, self.path)
        return self._tables

    def write(self, data: Tables) -> None:
        """Stage the tables."""
        self._tables = data
        self.is_staged = True

    def encoded(self) -> bytes:
        """The tables as the file is to have them."""
        return encode(self._tables or {})


class Documents(Table):
    """A table that hands out its documents unparsed."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0) -> None:
        """The table ``name``. Without a cache of queries: it would be stale when another process writes."""
        super().__init__(storage, name, cache_size=cache_size)

    def lines(self) -> dict[int, Line]:
        """All documents by their ids, in the order of the file."""
        return {
            int(document): line if isinstance(line, Line) else Line(None, dict(line))
            for document, line in self._read_table().items()
        }

    def one(self, document: int) -> Fields | None:
        """A document's fields, or None when there is none of that id."""
        line = self._read_table().get(str(document))
        return None if line is None else dict(line)


class Database(TinyDB):
    """A TinyDB of one file of the library."""

    table_class = Documents  # type: ignore[assignment]  # TinyDB gives it the type of its own tables

    def __init__(self, path: Path) -> None:
        self.staged = StagedStorage(path)
        super().__init__(storage=lambda: self.staged)

    def documents(self, name: str) -> Documents:
        """The table ``name``."""
        return cast("Documents", self.table(name))


def decode(data: bytes, path: Path) -> Tables:
    """The tables of a file, their documents unparsed.

    :raises DamagedFile: it is not JSON, or not tables of documents.
    """
    try:
        raw = msgspec.json.decode(data, type=dict[str, dict[str, msgspec.Raw]])
        return {name: {key: _line(key, each) for key, each in table.items()} for name, table in raw.items()}
    except ValueError as error:  # msgspec's and UnicodeDecodeError are ones
        raise DamagedFile(f"{path} is damaged ({error}): restore it from a backup.") from error


def _line(document: str, raw: msgspec.Raw) -> Line:
    if bytes(memoryview(raw)[:1]) != b"{" or not (document.isascii() and document.isdecimal()):
        raise ValueError(f"document {document!r} is none")
    return Line(raw)


def encode(tables: Tables) -> bytes:
    """JSON with one document a line, so that one changed note is a one-line difference."""
    parts: list[bytes] = []
    for name, table in tables.items():
        documents = [
            b'"%s": %s'
            % (key.encode(), line.encoded() if isinstance(line, Line) else msgspec.json.encode(line))
            for key, line in table.items()
        ]
        body = b"{\n" + b",\n".join(documents) + b"\n}" if documents else b"{}"
        parts.append(msgspec.json.encode(name) + b": " + body)
    return b"{\n" + b",\n".join(parts) + b"\n}\n"
