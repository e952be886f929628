"""The links of all notes, by what they name: a small table beside the rows of the list."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

import msgspec

TABLES = """
    CREATE TABLE IF NOT EXISTS links (name TEXT, article TEXT, times INTEGER, PRIMARY KEY (name, article))
        WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS links_of ON links (article);
"""
"""``name`` is as :func:`store.note_syntax.wikilinks.target_key` gives it."""


class LinkIndex:
    """Which articles have notes that link to a name. It says not what is meant: a title may be of several."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """The table in the file that ``connection`` has open; :data:`TABLES` are in it."""
        self._connection = connection

    def put(self, article: str, links: Mapping[str, int]) -> None:
        """Take in how often the notes of an article link to each name."""
        self.drop(article)
        self.adjust(article, links)

    def adjust(self, article: str, links: Mapping[str, int]) -> None:
        """Follow a change of notes: so many links more, or fewer where the numbers are negative."""
        self._connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET times = times + excluded.times",
            [(name, article, times) for name, times in links.items()],
        )
        if any(times < 0 for times in links.values()):
            self._connection.execute("DELETE FROM links WHERE article = ? AND times < 1", (article,))

    def drop(self, article: str) -> None:
        """Forget an article."""
        self._connection.execute("DELETE FROM links WHERE article = ?", (article,))

    def articles(self, names: Collection[str]) -> list[str]:
        """The articles whose notes link to one of the names, those added last first."""
        found = self._connection.execute(
            "SELECT DISTINCT articles.id, added FROM links JOIN articles ON articles.id = links.article"
            " WHERE links.name IN (SELECT value FROM json_each(?)) ORDER BY added DESC, articles.id",
            (msgspec.json.encode(list(names)).decode(),),
        )
        return [article for article, _ in found]
