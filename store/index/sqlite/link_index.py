"""A table of the links in all notes, by the names that they link to."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

import msgspec

TABLES = """
    CREATE TABLE IF NOT EXISTS links (name TEXT, article TEXT, times INTEGER, PRIMARY KEY (name, article))
        WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS links_of ON links (article);
"""
"""``name`` is what :func:`store.note_syntax.wikilinks.target_key` returns."""


class LinkIndex:
    """Which articles have notes that link to a name. What a name means is not stored: titles may repeat."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the table in the database of ``connection``, which has :data:`TABLES`."""
        self._connection = connection

    def put(self, article: str, links: Mapping[str, int]) -> None:
        """Store how often the notes of an article link to each name."""
        self.drop(article)
        self.adjust(article, links)

    def adjust(self, article: str, links: Mapping[str, int]) -> None:
        """Add numbers of links, negative ones for links that were removed."""
        self._connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET times = times + excluded.times",
            [(name, article, times) for name, times in links.items()],
        )
        if any(times < 0 for times in links.values()):
            self._connection.execute("DELETE FROM links WHERE article = ? AND times < 1", (article,))

    def drop(self, article: str) -> None:
        """Delete the links of an article."""
        self._connection.execute("DELETE FROM links WHERE article = ?", (article,))

    def articles(self, names: Collection[str]) -> list[str]:
        """Return the articles whose notes link to one of the names, those added last first."""
        found = self._connection.execute(
            "SELECT DISTINCT articles.id, added FROM links JOIN articles ON articles.id = links.article"
            " WHERE links.name IN (SELECT value FROM json_each(?)) ORDER BY added DESC, articles.id",
            (msgspec.json.encode(list(names)).decode(),),
        )
        return [article for article, _ in found]
