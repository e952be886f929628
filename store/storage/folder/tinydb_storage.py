"""TinyDB on the disk: tables as JSON with a document a line, parsed when looked into.

TinyDB reads and writes a database whole at each operation. So that one more annotation costs little beside
two thousand, a document stays the bytes of its line until somebody asks for its fields, and a change of
several documents is staged and becomes one write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.errors import DamagedFile
from store.model.edits import Edit, Fields, Json
from store.storage.raw_documents import RawDocument, RawTable

T = TypeVar("T")


Tables: TypeAlias = dict[str, dict[str, "RawDocument | Fields"]]
"""By name, the tables of a file: document id to document. Written ones are fields, read ones lines."""


class StagedStorage(Storage):
    """A TinyDB storage that stages what is written; ``folder_store`` puts it on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self.data: bytes | None = None
        """The tables encoded, as far as that is known."""
        self.is_staged = False
        """Whether there is something to be put on the disk."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, as staged or else as on the disk; None when there is no file.

        :raises DamagedFile: the file is not a TinyDB.
        """
        if self._tables is None:
            try:
                self.data = self.path.read_bytes()
            except FileNotFoundError:
                return None
            self._tables = decode(self.data, self.path)
        return self._tables

    def write(self, data: Tables) -> None:
        """Stage the tables."""
        self._tables, self.data = data, None
        self.is_staged = True

    def encoded(self) -> bytes:
        """The tables as the file is to have them."""
        self.data = encode(self._tables or {})
        return self.data


class TinyTable(Table):
    """A table that hands out its documents unparsed."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0) -> None:
        """The table ``name``. Without a cache of queries: it would be stale when another process writes."""
        super().__init__(storage, name, cache_size=cache_size)

    def lines(self) -> RawTable:
        """All documents by their ids, in the order of the file."""
        table = self._read_table()
        return RawTable(table, self.name, cast("StagedStorage", self._storage).data)

    def one(self, document: int) -> Fields | None:
        """A document's fields, or None when there is none of that id."""
        line = self._read_table().get(str(document))
        return None if line is None else {**_fields(line)}

    def change(self, edits: Iterable[Edit], revision: Fields) -> None:
        """Make edits of documents of this table by one operation of TinyDB's: each looks at all documents.

        A document that an edit takes for there and that is not stays away.

        :param revision: fields that each document gets besides.
        """
        wanted, there = list(edits), self._read_table()

        def make(table: dict[int, Mapping[str, Any]]) -> None:
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

        if any(str(edit.document) in there or _makes(edit) for edit in wanted):
            self._update_table(make)


class Database(TinyDB):
    """A TinyDB of one file of the library."""

    table_class = TinyTable  # type: ignore[assignment]  # TinyDB gives it the type of its own tables

    def __init__(self, path: Path) -> None:
        self.staged = StagedStorage(path)
        super().__init__(storage=lambda: self.staged)

    def documents(self, name: str) -> TinyTable:
        """The table ``name``."""
        return cast("TinyTable", self.table(name))


def _fields(document: Mapping[str, Json]) -> Mapping[str, Json]:
    """The fields of a document, which are not to be changed in place."""
    return document.fields if isinstance(document, RawDocument) else document


def _makes(edit: Edit) -> bool:
    return edit.before is None and edit.after is not None


def decode(data: bytes, path: Path) -> Tables:
    """The tables of a file, their documents unparsed.

    :raises DamagedFile: it is not JSON, or not tables of documents.
    """
    try:
        raw = msgspec.json.decode(data, type=dict[str, dict[str, msgspec.Raw]])
        tables = {name: _lines(table) for name, table in raw.items()}
    except ValueError as error:  # msgspec's and UnicodeDecodeError are ones
        raise DamagedFile(f"{path} is damaged ({error})") from error
    if any(indent in data[:1000] for indent in (b"\n ", b"\n\t")):
        _set_on_lines(tables)
    return tables


def _lines(table: dict[str, msgspec.Raw]) -> dict[str, RawDocument | Fields]:
    """The documents of a table; its keys are numbers of 53 bits at most."""
    numbers = "".join(table)
    if table and not (numbers.isascii() and numbers.isdecimal() and "" not in table):
        raise ValueError("the number of a document is none")
    return {key: RawDocument(raw) for key, raw in table.items()}


def _set_on_lines(tables: Tables) -> None:
    """Give each document a line of its own, in a file that another program has laid out."""
    for table in tables.values():
        for key, document in table.items():
            table[key] = dict(document)


def encode(tables: Tables) -> bytes:
    """JSON with one document a line, so that one changed note is a one-line difference."""
    parts: list[bytes] = []
    for name, table in tables.items():
        documents = [
            b'"%s": %s' % (key.encode(), getattr(each, "raw", None) or msgspec.json.encode(_fields(each)))
            for key, each in table.items()
        ]
        body = b"{\n" + b",\n".join(documents) + b"\n}" if documents else b"{}"
        parts.append(msgspec.json.encode(name) + b": " + body)
    return b"{\n" + b",\n".join(parts) + b"\n}\n"
