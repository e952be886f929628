"""TinyDB on the disk: JSON with one document per line, parsed lazily.

TinyDB reads and writes a whole database in each operation. To make one more annotation cheap after two
thousand, a document stays bytes until its fields are needed, and changes of several documents are staged and
written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.errors import DamagedFile
from store.language import _
from store.model.edits import Edit, Fields, Json
from store.reasons import reason_of
from store.storage.checksums import FIELD, Seal, place_of, seal_of, signed
from store.storage.raw_documents import LARGEST_ID, RawDocument, RawTable
from store.storage.regular_file import read_regular

T = TypeVar("T")

Tables: TypeAlias = dict[str, dict[str, "RawDocument | Fields"]]
"""The tables of a file by name, their documents by ID: fields if they were changed, else unparsed."""


class StagedStorage(Storage):
    """A TinyDB storage that only stages writes; :class:`.folder_store.FolderStore` writes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self.data: bytes | None = None
        """The encoded tables, None when they were changed and not encoded yet."""
        self.content: bytes | None = None
        """The content of the file when it was read, or written last; None when there was no file."""
        self.is_staged = False
        """Whether there are staged writes."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the staged tables, else those on the disk; None when there is no file.

        :raises DamagedFile: the file is not a TinyDB.
        """
        if self._tables is None:
            try:
                self.data = self.content = read_regular(self.path)
            except FileNotFoundError:
                return None
            self._tables = decode(self.data, self.path)
        return self._tables

    def write(self, data: Tables) -> None:
        """Stage the tables."""
        self._tables, self.data = data, None
        self.is_staged = True

    def encoded(self) -> bytes:
        """Return the tables as the content of the file."""
        self.data = encode(self._tables or {})
        return self.data

    def has_been_written(self) -> None:
        """Note that the file has the encoded tables as its content."""
        self.content = self.data


class TinyTable(Table):
    """A table that returns its documents unparsed."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0) -> None:
        """The table ``name``, without a query cache, which would be stale after other processes write."""
        super().__init__(storage, name, cache_size=cache_size)

    def raw(self) -> RawTable:
        """Return all documents by ID, in the order of the file."""
        table = self._read_table()
        return RawTable(table, self.name, cast("StagedStorage", self._storage).data)

    def fields_of(self, document: int) -> Fields | None:
        """Return a copy of the fields of a document, None when it does not exist."""
        found = self._read_table().get(str(document))
        return None if found is None else {**_fields(found)}

    def apply(self, edits: Iterable[Edit], revision: Fields) -> None:
        """Apply edits by one operation of TinyDB, since each operation visits all documents.

        An edit of a document that does not exist is ignored, unless it creates the document.

        :param revision: fields that each changed document also gets.
        """
        wanted, present = list(edits), self._read_table()

        def update(table: dict[int, Mapping[str, Any]]) -> None:
            for edit in wanted:
                before = table.get(edit.document)
                if edit.after is None:
                    table.pop(edit.document, None)
                elif before is not None or edit.before is None:
                    table[edit.document] = {
                        **({} if before is None else _fields(before)),
                        **edit.after,
                        **revision,
                    }

        if any(str(edit.document) in present or _creates(edit) for edit in wanted):
            self._update_table(update)


class Database(TinyDB):
    """The TinyDB of one file of the library."""

    table_class = TinyTable  # type: ignore[assignment]  # TinyDB gives it the type of its own tables

    def __init__(self, path: Path) -> None:
        self.staged = StagedStorage(path)
        super().__init__(storage=lambda: self.staged)

    def documents(self, name: str) -> TinyTable:
        """Return the table ``name``."""
        return cast("TinyTable", self.table(name))


def _fields(document: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the fields of a document, which must not be changed in place."""
    return document.fields if isinstance(document, RawDocument) else document


def _creates(edit: Edit) -> bool:
    return edit.before is None and edit.after is not None


def decode(data: bytes, path: Path) -> Tables:
    """Decode the tables of a file, leaving their documents unparsed.

    :raises DamagedFile: it is not JSON, or not tables of documents.
    """
    try:
        raw = msgspec.json.decode(data, type=dict[str, dict[str, msgspec.Raw]])
        if any(indent in data[:1000] for indent in (b"\n ", b"\n\t")):
            raw = {name: {key: _compact(each) for key, each in table.items()} for name, table in raw.items()}
        return {name: _unparsed(table) for name, table in raw.items()}
    except ValueError as error:  # includes UnicodeDecodeError and those of msgspec
        raise DamagedFile(_("{what} is damaged ({reason})", what=path, reason=reason_of(error))) from error


def _unparsed(table: dict[str, msgspec.Raw]) -> dict[str, RawDocument | Fields]:
    """Wrap the documents of a table.

    :raises ValueError: a key is not a document ID.
    """
    digits = "".join(table)
    if table and not (digits.isascii() and digits.isdecimal() and "" not in table):
        raise ValueError(_("a document ID is not a number"))
    ids = [*map(int, table)]
    if max(ids, default=0) > LARGEST_ID or [*map(str, ids)] != [*table]:
        raise ValueError(_("a document ID is too long, or begins with a zero"))
    return {key: RawDocument(raw) for key, raw in table.items()}


def _compact(document: msgspec.Raw) -> msgspec.Raw:
    """Put a document that another program has indented on one line."""
    return msgspec.Raw(msgspec.json.encode(msgspec.json.decode(document)))


def seals(tables: Tables) -> Iterator[tuple[str, int, Seal]]:
    """Yield table, document ID and seal of each document of a file that was decoded.

    :raises ValueError: a document is not an object, or not UTF-8.
    """
    for name, table in tables.items():
        for key, document in table.items():
            raw = document.raw if isinstance(document, RawDocument) else None
            record = bytes(raw) if raw is not None else msgspec.json.encode(document)
            yield name, int(key), seal_of(record, place_of(name, key))


def encode(tables: Tables, *, sign: bool = True) -> bytes:
    """Encode tables as JSON with one document per line, so that one changed note is a one-line diff.

    A document that was not parsed is copied with the checksum that it has.

    :param sign: whether the other documents get checksums.
    """
    parts: list[bytes] = []
    for name, table in tables.items():
        documents = [
            b'"%s": %s' % (key.encode(), getattr(each, "raw", None) or _encoded(name, key, each, sign=sign))
            for key, each in table.items()
        ]
        body = b"{\n" + b",\n".join(documents) + b"\n}" if documents else b"{}"
        parts.append(msgspec.json.encode(name) + b": " + body)
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _encoded(table: str, key: str, document: Mapping[str, Json], *, sign: bool) -> bytes:
    fields = _fields(document)
    if FIELD in fields:
        fields = {name: value for name, value in fields.items() if name != FIELD}
    record = msgspec.json.encode(fields)
    return signed(record, place_of(table, key)) if sign else record
