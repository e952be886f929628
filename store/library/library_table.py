"""The tables of the library itself, such as the user dictionary, as records with a key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import msgspec

from store.model.edits import Edit, fields_of
from store.storage.document_store import DocumentStore
from store.storage.documents import free_document_id
from store.storage.raw_documents import RawTable

T = TypeVar("T", bound=msgspec.Struct)


class LibraryTable(Generic[T]):
    """A table with one record for each key. It is read from the store at every call."""

    def __init__(
        self,
        store: DocumentStore,
        name: str,
        read: Callable[[RawTable], dict[int, T]],
        key: Callable[[T], str],
    ) -> None:
        """The table ``name`` in ``store``.

        :param read: returns the records of the table by document ID.
        :param key: returns the key of a record.
        """
        self._store = store
        self._name = name
        self._read = read
        self._key = key

    def records(self) -> dict[int, T]:
        """Return all records by document ID.

        :raises DamagedFile: a record is not valid.
        """
        return self._read(self._store.table(self._name))

    def upsert_edits(self, records: Iterable[T]) -> list[Edit]:
        """Build the edits that add records, each in place of the one with the same key.

        Of several new records with the same key the last one counts.
        """
        taken = self.records()
        known = {self._key(record): (document, record) for document, record in taken.items()}
        edits = []
        for key, record in {self._key(record): record for record in records}.items():
            document, before = known.get(key) or (free_document_id(self._name, key, taken), None)
            fields = None if before is None else fields_of(before)
            edits.append(Edit.between("", self._name, document, fields, fields_of(record)))
        return edits

    def removal_edits(self, keys: Iterable[str]) -> list[Edit]:
        """Build the edits that remove the records with these keys.

        :raises KeyError: there is no record with one of the keys, which is the error's argument.
        """
        known = self._by_key()
        edits = []
        for key in dict.fromkeys(keys):
            document, record = known[key]
            edits.append(Edit.between("", self._name, document, fields_of(record), None))
        return edits

    def _by_key(self) -> dict[str, tuple[int, T]]:
        return {self._key(record): (document, record) for document, record in self.records().items()}
