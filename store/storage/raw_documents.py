"""Documents as the bytes that were read, parsed only when somebody looks into them.

One more annotation beside two thousand then costs a copy of two thousand byte strings and no parse.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, MutableMapping
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from store.model.edits import Fields, Json

T = TypeVar("T")


class RawDocument(MutableMapping[str, "Json"]):
    """A document as it stands on its line of the file, parsed when one looks into it."""

    __slots__ = ("_fields", "raw")

    def __init__(self, raw: msgspec.Raw | None, fields: Fields | None = None) -> None:
        self.raw = raw
        self._fields = fields

    @property
    def fields(self) -> Fields:
        """The document's fields; they are not to be changed in place."""
        if self._fields is None:
            assert self.raw is not None  # noqa: S101 - one of the two is there
            self._fields = msgspec.json.decode(self.raw, type=dict[str, Any])
        return self._fields

    def read_as(self, record: type[T]) -> T:
        """The document as a record of that type.

        :raises msgspec.ValidationError: its fields are not those of such a record.
        """
        if self.raw is not None:
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
    """The documents of a table by their ids, in the order of the file."""

    def __init__(self, table: Mapping[str, Mapping[str, Json]], name: str, data: bytes | None) -> None:
        """The table ``name`` of a file.

        :param data: the file, if the table is as it stands there.
        """
        self._table = table
        self._name = name
        self._data = data

    def __getitem__(self, document: int) -> RawDocument:
        return _as_line(self._table[str(document)])

    def __iter__(self) -> Iterator[int]:
        return map(int, self._table)

    def __len__(self) -> int:
        return len(self._table)

    def read_as(self, record: type[T]) -> list[T]:
        """The documents alone, as records of that type; all at once, which is twice as quick.

        :raises msgspec.ValidationError: the fields of one are not those of such a record.
        """
        if self._data is None:
            return [_as_line(document).read_as(record) for document in self._table.values()]
        tables = msgspec.json.decode(self._data, type=_file_of(self._name, cast("Hashable", record)))
        return list(getattr(tables, self._name).values())


@cache
def _file_of(table: str, record: Hashable) -> type[msgspec.Struct]:
    """A file of which one table is looked into."""
    documents = dict.__class_getitem__((str, record))
    return msgspec.defstruct("File", [(table, documents, msgspec.field(default_factory=dict))])


def _as_line(document: Mapping[str, Json]) -> RawDocument:
    return document if isinstance(document, RawDocument) else RawDocument(None, dict(document))
