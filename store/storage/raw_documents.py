"""Documents as the bytes that were read, parsed lazily.

Adding an annotation to two thousand others then copies two thousand byte strings and parses none.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from store.language import _
from store.model.edits import Fields, Json
from store.reasons import reason_of
from store.storage.checksums import FIELD

T = TypeVar("T")


LARGEST_ID = 10**19 - 1
"""The largest document ID that is read."""


def is_document_key(key: str) -> bool:
    """Whether documents can be kept under a key: their ID as :func:`str` writes it."""
    is_number = key.isascii() and key.isdecimal() and len(key) <= len(str(LARGEST_ID))
    return is_number and str(int(key)) == key


class RawDocument(MutableMapping[str, "Json"]):
    """A document as the bytes of its line, parsed when a field is needed."""

    __slots__ = ("_fields", "raw")

    def __init__(self, raw: msgspec.Raw | None, fields: Fields | None = None) -> None:
        """Take the bytes of a document, or its fields when there are none."""
        self.raw = raw
        self._fields = fields

    @property
    def fields(self) -> Fields:
        """The fields of the document, without its checksum. They must not be changed in place.

        :raises msgspec.ValidationError: its bytes are not UTF-8, or not an object.
        """
        if self._fields is None:
            assert self.raw is not None  # noqa: S101 - one of the two is given
            with _reporting_encoding():
                self._fields = msgspec.json.decode(self.raw, type=dict[str, Any])
            self._fields.pop(FIELD, None)
        return self._fields

    def read_as(self, record: type[T]) -> T:
        """Return the document as a record of this type.

        :raises msgspec.ValidationError: its fields are not those of the record.
        """
        if self.raw is not None:
            with _reporting_encoding():
                return msgspec.json.decode(self.raw, type=record)
        return msgspec.convert(self._fields, record)

    def __getitem__(self, name: str) -> Json:
        return self.fields[name]

    def __setitem__(self, name: str, value: Json) -> None:
        self._fields = {**self.fields, name: value}
        self.raw = None

    def __delitem__(self, name: str) -> None:
        self._fields = {key: value for key, value in self.fields.items() if key != name}
        self.raw = None

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)


class RawTable(Mapping[int, RawDocument]):
    """The documents of a table by ID, in the order of the file."""

    def __init__(self, table: Mapping[str, Mapping[str, Json]], name: str, data: bytes | None) -> None:
        """The table ``name`` of a file.

        :param data: the content of the file, if the table was not changed since it was read.
        """
        self._table = table
        self._name = name
        self._data = data

    def without(self, documents: Collection[int]) -> RawTable:
        """Return the table without documents of these IDs."""
        left = {key: self._table[key] for key in self._table if int(key) not in documents}
        return RawTable(left, self._name, None)

    def check_encoding(self) -> None:
        """Check that all fields are UTF-8.

        :raises msgspec.ValidationError: some are not.
        """
        with _reporting_encoding():
            (self._data or b"").decode()

    def __getitem__(self, document: int) -> RawDocument:
        return _as_raw(self._table[str(document)])

    def __iter__(self) -> Iterator[int]:
        return map(int, self._table)

    def __len__(self) -> int:
        return len(self._table)

    def read_as(self, record: type[T]) -> list[T]:
        """Return all documents as records of this type, parsed together, which is twice as fast.

        :raises msgspec.ValidationError: the fields of a document are not those of the record, or not UTF-8.
            Fields that the record does not have are not looked at: see :meth:`check_encoding`.
        """
        if self._data is None:
            return [_as_raw(document).read_as(record) for document in self._table.values()]
        with _reporting_encoding():
            tables = msgspec.json.decode(self._data, type=_file_of(self._name, cast("Hashable", record)))
        return list(getattr(tables, self._name).values())


@contextmanager
def _reporting_encoding() -> Iterator[None]:
    """Raise for bytes that are not UTF-8 what is raised for other damage."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise msgspec.ValidationError(_("not UTF-8 ({reason})", reason=reason_of(error))) from error


@cache
def _file_of(table: str, record: Hashable) -> type[msgspec.Struct]:
    """Return the type of a file of which only this table is parsed."""
    documents = dict.__class_getitem__((str, record))
    return msgspec.defstruct("File", [(table, documents, msgspec.field(default_factory=dict))])


def _as_raw(document: Mapping[str, Json]) -> RawDocument:
    return document if isinstance(document, RawDocument) else RawDocument(None, dict(document))
