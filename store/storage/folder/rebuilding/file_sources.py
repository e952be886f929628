"""The documents of one file by all that is left of it: its lines, history, backups, originals of repairs.

For each document the best source counts: its line in the file, then the history, which knows every field that
was changed, then the copies, the newest first, brought up to date by the history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from store.errors import DamagedFile
from store.model.edits import Fields
from store.storage.folder.rebuilding.document_lines import Documents, FoundDocument, Trust, documents_in
from store.storage.folder.rebuilding.former_documents import FormerState
from store.storage.folder.tinydb_storage import Tables, decode

States: TypeAlias = Mapping[tuple[str, int], FormerState]
"""What the history knows of the documents of a file, by table and document ID."""


class FileSources:
    """The documents of one file, by all that is left of it."""

    def __init__(self, data: bytes, tables: tuple[str, ...], states: States, copies: Iterator[bytes]) -> None:
        """The sources of a file.

        :param data: what it contains now; empty if it does not exist.
        :param tables: the tables that belong into it.
        :param states: what the history knows.
        :param copies: its copies, the newest first; they are read as far as they are needed.
        """
        self._tables = tables
        self._states = states
        self._unread = copies
        self._copies: list[Documents] = []
        self.present = documents_in(data, tables)
        """The documents in the file itself."""
        self._is_whole = _is_whole(data)

    def alternatives(self, table: str, document: int) -> Iterator[Fields]:
        """Yield what a document may have been according to history and copies, the best first."""
        place, state = (table, document), self._states.get((table, document))
        if state is not None and state.is_complete and not state.is_removed:
            yield state.fields
        for copy in self._every_copy():
            if place in copy:
                fields = copy[place].fields
                yield fields if state is None or state.is_removed else state.over(fields)

    def best(self) -> Documents:
        """Return the documents of the file, and those that are missing from it although they should be there.

        Copies are asked only if the file is not whole: else what they have and it has not was removed.
        """
        found = dict(self.present)
        for (table, document), state in self._states.items():
            if table in self._tables and state.is_complete and not state.is_removed:
                _add(found, FoundDocument(table, document, state.fields, Trust.UNSIGNED))
        for copy in [] if self._is_whole else self._every_copy():
            for place, older in copy.items():
                known = self._states.get(place)
                if known is None:
                    _add(found, older)
                elif not known.is_removed:
                    _add(found, msgspec.structs.replace(older, fields=known.over(older.fields)))
            if all(document.trust is not Trust.CHANGED for document in copy.values()) and copy:
                break
        return found

    def _every_copy(self) -> Iterator[Documents]:
        yield from self._copies
        for data in self._unread:
            self._copies.append(documents_in(data, self._tables))
            yield self._copies[-1]


def _add(found: Documents, document: FoundDocument) -> None:
    place = document.table, document.id
    if place not in found:
        found[place] = document


def _is_whole(data: bytes) -> bool:
    """Whether a file can be read as it is, so that what it does not contain is not missing."""
    with suppress(DamagedFile, UnicodeDecodeError):
        data.decode()
        return bool(decode(data, Path()))
    return False


def other_tables(found: Documents, known: tuple[str, ...]) -> Tables:
    """Return the tables of a newer Pizhu that are in a file."""
    tables: Tables = {}
    for (table, document), each in found.items():
        if table not in known:
            tables.setdefault(table, {})[str(document)] = each.fields
    return tables
