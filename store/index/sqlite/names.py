"""The names of all articles in SQLite: see :mod:`store.index.tables.name_cells`."""

from __future__ import annotations

import sqlite3

import msgspec

from store.index.tables.name_cells import (
    Pattern,
    SortKeys,
    line_of,
    looked_for,
    names_of,
    patterns,
    sort_keys,
)
from store.model.listing.rows import Row

TABLES = """
    CREATE TABLE IF NOT EXISTS names (id TEXT PRIMARY KEY, line TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS name_keys (
        id TEXT PRIMARY KEY, names TEXT, title_key TEXT, source_key TEXT
    ) WITHOUT ROWID;
"""
"""``names`` is read whole for each search, so it has nothing else. ``name_keys.names``: what the line and
the keys were made of."""


class NameIndex:
    """The names of all articles, in the tables of a catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the table in the database of ``connection``, which has :data:`TABLES`."""
        self._connection = connection

    def put(self, row: Row) -> SortKeys:
        """Store the names of an article; return its keys. Names that are the same are not read again."""
        names = names_of(row)
        found = self._connection.execute(
            "SELECT title_key, source_key FROM name_keys WHERE id = ? AND names = ?", (row.id, names)
        ).fetchone()
        if found is not None:
            return SortKeys(*found)
        keys = sort_keys(row)
        self._connection.execute("INSERT OR REPLACE INTO names VALUES (?, ?)", (row.id, line_of(names)))
        self._connection.execute(
            "INSERT OR REPLACE INTO name_keys VALUES (?, ?, ?, ?)", (row.id, names, *keys)
        )
        return keys

    def drop(self, article: str) -> None:
        """Delete the names of an article."""
        self._connection.execute("DELETE FROM names WHERE id = ?", (article,))
        self._connection.execute("DELETE FROM name_keys WHERE id = ?", (article,))

    def matching(self, typed: str) -> set[str]:
        """Return the IDs of the articles whose names contain what was typed; none if it is empty."""
        found: set[str] | None = None
        for wanted in looked_for(typed):
            found = self._narrowed(wanted, found)
        return found or set()

    def _narrowed(self, wanted: str, among: set[str] | None) -> set[str]:
        """Return which of some articles match; of all if ``among`` is None."""
        globs = list(map(_glob, patterns(wanted)))
        condition = " OR ".join(["line GLOB ?"] * len(globs))
        question = f"SELECT id FROM names WHERE ({condition})"  # noqa: S608
        if among is not None:
            question += " AND id IN (SELECT value FROM json_each(?))"
            globs.append(msgspec.json.encode(list(among)).decode())
        return {article for (article,) in self._connection.execute(question, globs)}


def _glob(pattern: Pattern) -> str:
    """Return a pattern for SQLite's GLOB."""
    characters = ("?" if each is None else f"[{each}]" if each in "*?[" else each for each in pattern)
    return f"*{''.join(characters)}*"
