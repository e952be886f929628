"""The base of an offline copy: the documents that were transferred last, and that both sides change.

It is an SQLite file beside the library in the folder, so that a transfer renews the entries of a few articles
in one transaction. Losing it loses nothing but what the copy was made from.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from store.errors import LibraryUnavailable
from store.language import _
from store.reasons import reason_of
from store.storage.document_store import Version
from store.storage.three_way.documents import Tables

T = TypeVar("T")

FILE = "server.base"
"""The file in the folder of an offline copy."""

_TABLES = """
CREATE TABLE IF NOT EXISTS origin (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entries (
    article TEXT PRIMARY KEY, documents BLOB NOT NULL, server TEXT, folder TEXT
);
"""


class Side(StrEnum):
    """One of the two libraries between which changes are transferred."""

    SERVER = "server"
    FOLDER = "folder"

    @property
    def other(self) -> Side:
        """The other one."""
        return Side.FOLDER if self is Side.SERVER else Side.SERVER


class BaseEntry(msgspec.Struct):
    """An article as it was transferred last, or the documents of the library itself."""

    tables: Tables
    """Without revisions."""
    versions: dict[Side, Version]
    """The versions of the article on those sides where its documents are these."""


class TransferBase:
    """The base of the offline copy in one folder. Its users hold the lock of the library in that folder.

    All methods raise :class:`LibraryUnavailable` if the file cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        """The base in ``folder``, which need not exist yet."""
        self._path = folder / FILE

    def exists(self) -> bool:
        """Whether the folder is an offline copy."""
        return self._path.is_file()

    def create(self, key: str, address: str) -> None:
        """Make an empty base.

        :param key: tells the library on a server from others.
        :param address: where it is, for people.
        """
        with self._opened(create=True) as connection, connection:
            connection.executescript(_TABLES)
            values = [("key", key), ("address", address)]
            connection.executemany("INSERT OR REPLACE INTO origin VALUES (?, ?)", values)

    def complete(self) -> None:
        """Note that everything was copied once."""
        with self._opened() as connection, connection:
            connection.execute("INSERT OR REPLACE INTO origin VALUES ('complete', '1')")

    @property
    def key(self) -> str:
        """The key of the library on a server that this is a copy of."""
        return self._value("key", "")

    @property
    def address(self) -> str:
        """Where that library is."""
        return self._value("address", "")

    @property
    def identity(self) -> str | None:
        """The identity of that library, empty if it has none; None if it was not noted."""
        return self._value("library", None)

    def note_identity(self, identity: str) -> None:
        """Note the identity of the library that this is a copy of."""
        with self._opened() as connection, connection:
            connection.execute("INSERT OR REPLACE INTO origin VALUES ('library', ?)", (identity,))

    @property
    def is_complete(self) -> bool:
        """Whether everything was copied once."""
        return bool(self._value("complete", ""))

    def _value(self, name: str, absent: T) -> str | T:
        with self._opened() as connection:
            found = connection.execute("SELECT value FROM origin WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else absent

    def versions(self, side: Side) -> dict[str, Version | None]:
        """Return all articles, with their versions on one side; None where its documents are others."""
        column = side.value
        with self._opened() as connection:
            rows = connection.execute(
                f"SELECT article, {column} FROM entries WHERE article <> ''"  # noqa: S608 - a constant
            ).fetchall()
            return {str(article): version and _version(version) for article, version in rows}

    def entry(self, article: str) -> BaseEntry | None:
        """Return what was transferred of an article; None if it was not.

        :param article: its ID; empty for the documents of the library itself.
        """
        with self._opened() as connection:
            found = connection.execute(
                "SELECT documents, server, folder FROM entries WHERE article = ?", (article,)
            ).fetchone()
            if found is None:
                return None
            documents, *versions = found
            return BaseEntry(
                msgspec.json.decode(documents, type=dict[str, dict[int, dict[str, Any]]]),
                {side: _version(each) for side, each in zip(Side, versions, strict=True) if each},
            )

    def renew(self, entries: Mapping[str, BaseEntry | None]) -> None:
        """Replace the entries of articles, all or none.

        :param entries: by article; None deletes the entry.
        """
        with self._opened() as connection, connection:
            gone = [(article,) for article, entry in entries.items() if entry is None]
            connection.executemany("DELETE FROM entries WHERE article = ?", gone)
            connection.executemany(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)",
                [_row(article, entry) for article, entry in entries.items() if entry is not None],
            )

    @contextmanager
    def _opened(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            if create:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.touch(mode=0o600)
            with closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
                yield connection
        except (sqlite3.Error, OSError, ValueError) as error:
            raise LibraryUnavailable(
                _(
                    "{path}, which says what this copy was made from, cannot be read or written ({reason}): "
                    "check the folder, or pull to another one.",
                    path=self._path,
                    reason=reason_of(error),
                )
            ) from error


def _row(article: str, entry: BaseEntry) -> tuple[object, ...]:
    versions = (entry.versions.get(side) for side in Side)
    written = (msgspec.json.encode(each).decode() if each else None for each in versions)
    return article, msgspec.json.encode(entry.tables), *written


def _version(written: str) -> Version:
    version: Version = msgspec.json.decode(written, type=Version)
    return version
