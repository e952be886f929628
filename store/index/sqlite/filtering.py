"""Filters the list of articles in SQLite, by conditions over small tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence

import msgspec

from store.index.article_index import AttributeFacet, Facet
from store.index.counts import AnnotationCounts
from store.index.sqlite import fulltext
from store.index.tables.conditions import Condition, Conditions, Values, joined
from store.index.tables.facets import Facets
from store.index.tables.facts import CREATOR, Facts, facts_of, people_of, values_of
from store.index.tables.name_cells import SortKeys
from store.index.tables.orders import ordered_parts
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.query.tree import And, Query, Together

TABLES = """
    CREATE TABLE IF NOT EXISTS facts (
        id TEXT PRIMARY KEY, added TEXT, status TEXT, starred INTEGER, date TEXT, source TEXT, section TEXT,
        noted INTEGER, marks INTEGER, notes INTEGER, orphans INTEGER, moved INTEGER,
        chars INTEGER, title_key TEXT, source_key TEXT, title TEXT, language TEXT
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS facts_by_added ON facts (added DESC, id);
    CREATE INDEX IF NOT EXISTS facts_by_date ON facts (date DESC, added DESC, id);
    CREATE INDEX IF NOT EXISTS facts_by_title ON facts (title_key, added DESC, id);
    CREATE INDEX IF NOT EXISTS facts_by_source ON facts (source_key, added DESC, id);
    CREATE INDEX IF NOT EXISTS facts_by_chars ON facts (chars DESC, added DESC, id);
    CREATE INDEX IF NOT EXISTS facts_by_marks ON facts (marks DESC, added DESC, id);
    CREATE INDEX IF NOT EXISTS facts_by_status ON facts (status DESC, added DESC, id);
    CREATE TABLE IF NOT EXISTS people (
        article TEXT, role TEXT, name TEXT, times INTEGER, PRIMARY KEY (article, role, name)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS attributes (
        article TEXT, name TEXT, value TEXT, folded TEXT, number REAL, PRIMARY KEY (article, name)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS attributes_by_name ON attributes (name, value);
"""
"""The columns are those of :class:`store.index.tables.facts.Facts`, ``Person`` and ``Value``."""

_PLACES = ", ".join("?" * len(Facts._fields))


class ArticleFilter:
    """Evaluates queries over tables of a catalogue, without reading its rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the tables in the database of ``connection``, which has :data:`TABLES`."""
        self._connection = connection
        self._conditions = _SqliteConditions(connection)
        self._facets = Facets(connection.execute, self._conditions)

    def put(self, row: Row, counts: AnnotationCounts, keys: SortKeys, *, noted: bool, language: str) -> None:
        """Store what an article can be filtered and sorted by.

        :param noted: whether the article itself has a note.
        :param language: of the article, BCP 47.
        """
        self.drop(row.id)
        facts = facts_of(row, counts, keys, noted=noted, language=language)
        self._connection.execute(f"INSERT INTO facts VALUES ({_PLACES})", facts)  # noqa: S608
        self._connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", people_of(row, counts))
        self._connection.executemany("INSERT INTO attributes VALUES (?, ?, ?, ?, ?)", values_of(row))

    def adjust(self, article: str, counts: AnnotationCounts) -> None:
        """Add counts of annotations, negative ones for annotations that were removed."""
        self._connection.execute(
            "UPDATE facts SET marks = marks + ?, notes = notes + ?, orphans = orphans + ?, moved = moved + ?"
            " WHERE id = ?",
            (counts.number, counts.notes, counts.orphans, counts.moved, article),
        )
        for name, times in counts.creators.items():
            self._connection.execute(
                "INSERT INTO people VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET times = times + excluded.times",
                (article, CREATOR, name, times),
            )
        if any(times < 0 for times in counts.creators.values()):
            self._connection.execute("DELETE FROM people WHERE article = ? AND times < 1", (article,))

    def drop(self, article: str) -> None:
        """Delete an article."""
        self._connection.execute("DELETE FROM facts WHERE id = ?", (article,))
        self._connection.execute("DELETE FROM people WHERE article = ?", (article,))
        self._connection.execute("DELETE FROM attributes WHERE article = ?", (article,))

    def articles(
        self,
        query: Query,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Return the articles that match a query.

        :param query: of nodes that the tables answer: see :func:`store.index.article_index.is_known`.
        :param keep: the ID of an article that is included in its place in any case.
        :param order: the order of the articles. Each has an index, so that the whole list is not sorted; what
            a query selects is: an index on its fields finds it in a tenth of the time.
        :param among: the IDs of the only articles that are looked at; None for all.
        """
        where, values = "1", Values()
        if query:
            where, values = joined("OR", [self._conditions.of(And(query.terms)), ("id = ?", [keep])])
        source = "facts"
        if among is not None:
            source = "(SELECT value AS wanted FROM json_each(?)) CROSS JOIN facts ON id = wanted"
            values = [msgspec.json.encode(among).decode(), *values]
        found: list[str] = []
        for part, by in ordered_parts(order):
            sorted_by = ", ".join(f"+{column}" for column in by.split(", ")) if query else by
            rows = self._connection.execute(
                f"SELECT id FROM {source} WHERE {where} AND {part} ORDER BY {sorted_by}",  # noqa: S608
                values,
            )
            found += [article for (article,) in rows]
        return found

    def annotated_by(self, creators: Collection[str]) -> set[tuple[str, str]]:
        """Return the creators with the articles that they have annotated."""
        found = self._connection.execute(
            "SELECT name, article FROM people WHERE role = ? AND name IN (SELECT value FROM json_each(?))",
            (CREATOR, msgspec.json.encode(list(creators)).decode()),
        )
        return set(found.fetchall())

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by, without those that match no article."""
        return self._facets.counted()

    def attribute_facets(self) -> list[AttributeFacet]:
        """Return the values of attributes, sorted by name, the most frequent of each first."""
        return self._facets.of_attributes()


class _SqliteConditions(Conditions):
    """Conditions as SQLite says them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def has_row(self, table: str, condition: str) -> str:
        """Return the condition that an article has a row in a table that meets a condition."""
        return f"id IN (SELECT article FROM {table} WHERE {condition})"  # noqa: S608

    def contains(self, column: str, value: str) -> Condition:
        """Return the condition that a column contains a value."""
        return f"instr({column}, ?)", [value]

    def is_one_of(self, column: str, values: Sequence[str]) -> Condition:
        """Return the condition that a column has one of some values."""
        return f"{column} IN ({', '.join('?' * len(values))})", [*values]

    def having(self, phrase: str) -> Condition:
        """Return the condition that a text contains a phrase, as a search finds it."""
        return _matching_text(fulltext.phrase_of(phrase))

    def having_together(self, node: Together) -> Condition:
        """Return the condition that a text has runs near each other."""
        return _matching_text(fulltext.near_of(node.runs, node.reach, node.marks))

    def names(self, column: str, table: str, condition: str, *values: str) -> list[str]:
        """Return the different values of a column."""
        question = f"SELECT DISTINCT {column} FROM {table} WHERE {condition}"  # noqa: S608
        return [name for (name,) in self._connection.execute(question, values)]


def _matching_text(query: str) -> Condition:
    """Match articles by a query of the full-text index."""
    found = (
        "SELECT articles.id FROM articles JOIN texts USING (digest)"
        " JOIN phrases ON number = phrases.rowid WHERE phrases MATCH ?"
    )
    return f"id IN ({found})", [query]
