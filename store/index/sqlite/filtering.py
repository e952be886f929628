"""Filters the list of articles: translates a query into an SQL condition over small tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec

from store.chinese.folding import fold
from store.index.article_index import AttributeFacet, Facet
from store.index.counts import AnnotationCounts
from store.index.sqlite import fulltext
from store.index.sqlite.names import SortKeys
from store.model.article import Status
from store.model.listing.order import ADDED_LAST_FIRST, Order, SortField
from store.model.listing.rows import Row
from store.model.tables.attribute import AttributeKind
from store.query.tree import (
    ANY,
    And,
    Attribute,
    Comparison,
    Field,
    Node,
    Not,
    Or,
    Query,
    State,
    Term,
    Thing,
    Together,
)
from store.query.values import amounts, moments, span

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
"""``noted``: whether the article itself has a note. ``notes``: how many of its annotations have one.
``title`` is folded, ``language`` in lower case."""

_ORDERS = {
    SortField.ADDED: "",
    SortField.DATE: "date DESC",
    SortField.TITLE: "title_key",
    SortField.SOURCE: "source_key",
    SortField.LENGTH: "chars DESC",
    SortField.NOTES: "marks DESC",
    SortField.STATUS: "status DESC",  # unread, reading, read
}
"""By field, the column of ``facts`` that comes before ``added`` in its index."""

_MAY_BE_EMPTY = {SortField.DATE: "date", SortField.SOURCE: "source_key"}
"""Columns whose empty values come last in either direction."""

AUTHOR, CREATOR = "author", "creator"
"""Roles of people: who wrote an article, who annotated it."""

Values = list[str]
Condition = tuple[str, Values]
"""An SQL condition and its parameters."""

_STATES = {
    State.STARRED: "starred",
    State.UNTAGGED: "id NOT IN (SELECT article FROM tags)",
    **{State(each): f"status = '{each}'" for each in Status},
}
_THINGS = {
    Thing.NOTE: "(noted OR notes)",
    Thing.MARK: "marks",
    Thing.TAG: "id IN (SELECT article FROM tags)",
    Thing.ORPHAN: "orphans",
    Thing.MOVED: "moved",
}


class ArticleFilter:
    """Evaluates queries over tables of a catalogue, without reading its rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the tables in the database of ``connection``, which has :data:`TABLES`."""
        self._connection = connection

    def put(self, row: Row, counts: AnnotationCounts, keys: SortKeys, *, noted: bool, language: str) -> None:
        """Store what an article can be filtered and sorted by.

        :param noted: whether the article itself has a note.
        :param language: of the article, BCP 47.
        """
        self.drop(row.id)
        facts = (row.id, row.added, row.status, row.starred, row.date, row.source, row.column, noted)
        self._connection.execute(
            "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(*facts, counts.number, counts.notes, counts.orphans, counts.moved, row.chars, *keys),
                *(fold(row.title), language.lower()),
            ),
        )
        people = [(row.id, AUTHOR, author, 1) for author in dict.fromkeys(row.authors)]
        people += [(row.id, CREATOR, name, times) for name, times in counts.creators.items()]
        self._connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", people)
        self._connection.executemany(
            "INSERT INTO attributes VALUES (?, ?, ?, ?, ?)",
            [(row.id, name, value, fold(value), _number(value)) for name, value in row.attributes.items()],
        )

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
        where, values = "1", list[str]()
        if query:
            where, values = _joined("OR", [self._condition(And(query.terms)), ("id = ?", [keep])])
        source = "facts"
        if among is not None:
            source = "(SELECT value AS wanted FROM json_each(?)) CROSS JOIN facts ON id = wanted"
            values = [msgspec.json.encode(among).decode(), *values]
        found: list[str] = []
        for part, by in _ordered_parts(order):
            sorted_by = ", ".join(f"+{column}" for column in by.split(", ")) if query else by
            rows = self._connection.execute(
                f"SELECT id FROM {source} WHERE {where} AND {part} ORDER BY {sorted_by}",  # noqa: S608
                values,
            )
            found += [article for (article,) in rows]
        return found

    def _condition(self, node: Node) -> Condition:
        """Return the condition that a node matches, and its parameters."""
        if isinstance(node, And | Or):
            return _joined(type(node).__name__.upper(), [self._condition(each) for each in node.nodes])
        if isinstance(node, Not):
            return _negated(self._condition(node.node))
        if isinstance(node, Together):
            return _matching_text(fulltext.near_of(node.runs, node.reach, node.marks))
        if isinstance(node, Term):
            found = self._term(node)
            return found if node.wanted else _negated(found)
        if isinstance(node, Attribute):
            return _with_attribute(node)
        what = f"the index does not know {node}"  # untranslated: a mistake of the program
        raise TypeError(what)

    def _term(self, term: Term) -> Condition:
        """Return the condition that one of the values of a term matches."""
        conditions: dict[Field, Callable[[str], Condition]] = {
            Field.TAG: _tagged,
            Field.UNDER: _tagged_below,
            Field.TITLE: lambda value: ("instr(title, ?)", [fold(value)]),
            Field.ADDED: _added,
            Field.CHARS: _long,
            Field.LANG: lambda value: ("substr(language || '-', 1, ?) = ?", _language(value)),
            Field.IS: lambda value: (_STATES[State(value)], []),
            Field.HAS: lambda value: (_THINGS[Thing(value)], []),
            Field.DATE: _dated,
            Field.WORDS: _with_words,
            Field.SOURCE: lambda value: self._named("source", value),
            Field.COLUMN: lambda value: self._named("section", value),
            Field.AUTHOR: lambda value: self._by(AUTHOR, value),
            Field.BY: lambda value: self._by(CREATOR, value),
        }
        return _joined("OR", [conditions[term.field](value) for value in term.values])

    def _named(self, column: str, value: str) -> Condition:
        """Match articles whose column contains the value, in either script and width."""
        names = [name for (name,) in self._connection.execute(f"SELECT DISTINCT {column} FROM facts")]  # noqa: S608
        matching = _matching(names, value)
        return f"{column} IN ({_placeholders(matching)})", matching

    def _by(self, role: str, value: str) -> Condition:
        """Match articles with a person in this role whose name contains the value."""
        found = self._connection.execute("SELECT DISTINCT name FROM people WHERE role = ?", (role,))
        matching = _matching([name for (name,) in found], value)
        named = f"SELECT article FROM people WHERE role = ? AND name IN ({_placeholders(matching)})"  # noqa: S608
        return f"id IN ({named})", [role, *matching]

    def annotated_by(self, creators: Collection[str]) -> set[tuple[str, str]]:
        """Return the creators with the articles that they have annotated."""
        found = self._connection.execute(
            "SELECT name, article FROM people WHERE role = ? AND name IN (SELECT value FROM json_each(?))",
            (CREATOR, msgspec.json.encode(list(creators)).decode()),
        )
        return set(found.fetchall())

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by, without those that match no article."""
        return [facet for facet in self._facets() if facet.articles and facet.value]

    def _facets(self) -> Iterator[Facet]:
        fixed = [(Field.IS, state.value, condition) for state, condition in _STATES.items()]
        fixed += [(Field.HAS, thing.value, condition) for thing, condition in _THINGS.items()]
        counts = ", ".join(f"count(CASE WHEN {condition} THEN 1 END)" for _, _, condition in fixed)
        counted = self._connection.execute(f"SELECT {counts} FROM facts").fetchone()  # noqa: S608
        for (field, value, _), count in zip(fixed, counted, strict=True):
            yield Facet(field, value, count)
        groups = (
            (Field.TAG, "SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY count(*) DESC, tag"),
            (
                Field.SOURCE,
                "SELECT source, count(*) FROM facts GROUP BY source ORDER BY count(*) DESC, source",
            ),
            (
                Field.COLUMN,
                "SELECT section, count(*) FROM facts GROUP BY section ORDER BY count(*) DESC, section",
            ),
            (
                Field.DATE,
                "SELECT substr(date, 1, 4) AS year, count(*) FROM facts GROUP BY year ORDER BY year DESC",
            ),
            (Field.BY, _PEOPLE.format(CREATOR)),
            (Field.AUTHOR, _PEOPLE.format(AUTHOR)),
        )
        for field, question in groups:
            for value, count in self._connection.execute(question):
                yield Facet(field, value, count)

    def attribute_facets(self) -> list[AttributeFacet]:
        """Return the values of attributes, sorted by name, the most frequent of each first."""
        found = self._connection.execute(
            "SELECT name, value, count(*) FROM attributes GROUP BY name, value"
            " ORDER BY name, count(*) DESC, value"
        )
        return [AttributeFacet(name, value, count) for name, value, count in found]


_PEOPLE = "SELECT name, count(*) FROM people WHERE role = '{}' GROUP BY name ORDER BY count(*) DESC, name"


def _ordered_parts(order: Order) -> Iterator[tuple[str, str]]:
    """Yield the parts of the list, one after the other: the condition and the order of each."""
    first = _ORDERS[order.field]
    forwards = ", ".join(filter(None, (first, "added DESC", "id")))
    empty = _MAY_BE_EMPTY.get(order.field)
    if not order.is_reversed:
        by = forwards
    else:
        turned = {"DESC": "", "": " DESC"}
        names = [each.partition(" ") for each in forwards.split(", ")]
        by = ", ".join(f"{name}{turned[direction]}" for name, _, direction in names)
    if empty is None:
        yield "1", by
    else:
        yield f"{empty} != ''", by
        yield f"{empty} = ''", "added DESC, id"


def _joined(operator: str, conditions: Sequence[Condition]) -> Condition:
    """Join conditions, at least one, by AND or OR, as a balanced tree: SQLite limits how deep one is."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    (left, left_values), (right, right_values) = (
        _joined(operator, conditions[:middle]),
        _joined(operator, conditions[middle:]),
    )
    return f"({left} {operator} {right})", [*left_values, *right_values]


def _negated(condition: Condition) -> Condition:
    return f"NOT ({condition[0]})", condition[1]


def _tagged_below(tag: str) -> Condition:
    """Match articles with a tag below this one."""
    return "id IN (SELECT article FROM tags WHERE tag > ? AND tag < ?)", [f"{tag}/", f"{tag}0"]


def _added(value: str) -> Condition:
    """Match articles that were added in a time."""
    first, after = moments(value)
    bounds = [(f"added {sign} ?", [moment]) for sign, moment in ((">=", first), ("<", after)) if moment]
    return _joined("AND", bounds)


def _long(value: str) -> Condition:
    """Match articles by the length of their texts."""
    least, greatest = amounts(value)
    return "chars BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)", [str(least), str(greatest)]


def _language(value: str) -> Values:
    start = f"{value.lower()}-"
    return [str(len(start)), start]


def _tagged(tag: str) -> Condition:
    """Match articles with a tag or one below it: names from ``tag/`` to ``tag0``, as ``0`` follows ``/``."""
    return "id IN (SELECT article FROM tags WHERE tag = ? OR (tag > ? AND tag < ?))", [
        tag,
        f"{tag}/",
        f"{tag}0",
    ]


def _dated(value: str) -> Condition:
    """Match articles with a date in a span, compared as far as both dates are known."""
    first, last = span(value)
    conditions, values = ["date != ''"], []
    for sign, bound in ((">=", first), ("<=", last)):
        if bound:
            conditions.append(f"substr(date, 1, {len(bound)}) {sign} ?")
            values.append(bound)
    return f"({' AND '.join(conditions)})", values


def _with_words(words: str) -> Condition:
    """Match articles whose text contains the words, as a search finds them."""
    return _matching_text(fulltext.phrase_of(fold(words)))


def _matching_text(query: str) -> Condition:
    """Match articles by a query of the full-text index."""
    found = (
        "SELECT articles.id FROM articles JOIN texts USING (digest)"
        " JOIN phrases ON number = phrases.rowid WHERE phrases MATCH ?"
    )
    return f"id IN ({found})", [query]


def _with_attribute(node: Attribute) -> Condition:
    """Match articles by the value of an attribute; those without a value match no condition on it."""
    condition, values = _compared(node)
    return f"id IN (SELECT article FROM attributes WHERE name = ? AND {condition})", [node.name, *values]  # noqa: S608


def _compared(node: Attribute) -> Condition:
    """Return the condition on a row of the table of attributes."""
    if node.value == ANY and node.comparison is Comparison.IS:
        return "1", []
    if node.kind is AttributeKind.TEXT:
        return "instr(folded, ?)", [fold(node.value)]
    if node.kind is AttributeKind.CHOICE:
        return "folded = ?", [fold(node.value)]
    first, dots, last = node.value.partition("..")
    if node.comparison is Comparison.IS and dots:
        bounds = [(sign, bound) for sign, bound in ((">=", first), ("<=", last)) if bound]
    else:
        bounds = [(node.comparison or "=", node.value)]
    if node.kind is AttributeKind.NUMBER:
        return _joined("AND", [(f"number {sign} CAST(? AS REAL)", [bound]) for sign, bound in bounds])
    # Dates are compared as far as both are known.
    known = "substr(value, 1, {}) {} substr(?, 1, length(value))"
    return _joined("AND", [(known.format(len(bound), sign), [bound]) for sign, bound in bounds])


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _matching(names: list[str], value: str) -> list[str]:
    wanted = fold(value)
    return [name for name in names if wanted in fold(name)]


def _placeholders(values: list[str]) -> str:
    return ", ".join("?" * len(values))
