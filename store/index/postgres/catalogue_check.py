"""Compares every row of the index with what belongs there by the documents beside it.

Another program can delete rows from the tables and insert some. The articles keep their versions then, so
that comparing these is not enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import LiteralString, TypeVar

import msgspec

from store.chinese.folding import fold
from store.index.postgres.characters import kept
from store.index.postgres.index_writer import Entry, facts_row
from store.index.postgres.passages import passages_of
from store.index.postgres.statements import asked, bindable
from store.index.postgres.updating import BATCH, Updater
from store.index.postgres.versions import compared, is_unfinished
from store.index.sketch import sketch_with_digest
from store.index.tables.facts import links_of, people_of, uses_of, values_of
from store.index.tables.name_cells import line_of, names_of, sort_keys
from store.progress import Progress, no_progress
from store.storage.postgres.connections import Session
from store.storage.postgres.postgres_store import PostgresStore

T = TypeVar("T")

_ROWS: Mapping[str, LiteralString] = {
    "facts": "SELECT id, f.* FROM {schema}.facts f WHERE id = ANY(?)",
    "names": "SELECT id, n.* FROM {schema}.names n WHERE id = ANY(?)",
    "tags": "SELECT article, t.* FROM {schema}.tags t WHERE article = ANY(?)",
    "people": "SELECT article, p.* FROM {schema}.people p WHERE article = ANY(?)",
    "attributes": "SELECT article, a.* FROM {schema}.attributes a WHERE article = ANY(?)",
    "links": "SELECT article, l.* FROM {schema}.links l WHERE article = ANY(?)",
    "passages": (
        "SELECT article, number, own, cardinality(pairs), folded FROM {schema}.passages"
        " WHERE article = ANY(?)"
    ),
    "sketches": "SELECT article, s.* FROM {schema}.sketches s WHERE article = ANY(?)",
}
"""What is compared of each table: the ID of the article, and the columns. Pairs are counted."""

_STRAY: LiteralString = """
    SELECT article FROM (
        SELECT id AS article FROM {schema}.names UNION SELECT article FROM {schema}.tags
        UNION SELECT article FROM {schema}.people UNION SELECT article FROM {schema}.attributes
        UNION SELECT article FROM {schema}.links UNION SELECT article FROM {schema}.passages
        UNION SELECT article FROM {schema}.sketches
    ) r WHERE NOT EXISTS (SELECT 1 FROM {schema}.facts f WHERE f.id = r.article)
    UNION SELECT id FROM (
        SELECT id FROM {schema}.facts UNION SELECT id FROM {schema}.unreadable
    ) l WHERE NOT EXISTS (SELECT 1 FROM {schema}.articles a WHERE a.article = l.id)
    UNION SELECT u.id FROM {schema}.unreadable u JOIN {schema}.facts f ON f.id = u.id
"""
"""The articles with rows that belong to none in the list, or that are in the list and not in the library."""

_PENDING: LiteralString = """
    SELECT unnest(c.articles) FROM {schema}.changes c, {schema}.indexed i
    WHERE i.name = 'index' AND c.number > i.number
"""
"""The articles of later changes, which a process is perhaps indexing now, or the next one will."""

_IS_MISCOUNTED: LiteralString = """
    SELECT articles <> (SELECT count(*) FROM {schema}.facts) FROM {schema}.indexed WHERE name = 'index'
"""

_MAY_READ: LiteralString = """
    SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relname = ANY(%s) AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
"""
"""How many of some tables are there and may be read by the user."""


class Differences(msgspec.Struct, frozen=True):
    """What of the index is not as the documents are."""

    articles: frozenset[str] = frozenset()
    """The IDs of articles that are not indexed as they are, although no change of theirs is pending."""
    is_miscounted: bool = False
    """Whether another number of articles is noted than are in the list."""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.articles) or self.is_miscounted


def differences(store: PostgresStore, progress: Progress = no_progress) -> Differences:
    """Compare all articles with the index. Nothing is changed.

    Articles that cannot be read are passed over: they are damage by themselves.

    :param progress: called with articles done and articles in total.
    :raises LibraryUnavailable: the server cannot be reached.
    """
    connections = store.connections
    tables = ["indexed", "unreadable", *_ROWS]
    if connections.read(lambda session: session.first(_MAY_READ, session.schema, tables)) != (len(tables),):
        return Differences()  # the index does not exist yet, or this user may not read it
    if connections.read(is_unfinished):
        return Differences()  # a process is filling it, or the next one will
    updater = Updater(store, connections)
    wanted = sorted(store.ids())
    found: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        progress(start, len(wanted))
        for entries, _damaged in updater.read(wanted[start : start + BATCH]):
            found |= _at_one_time(store, partial(_differing, entries=entries))
    progress(len(wanted), len(wanted))
    stray, is_miscounted = _at_one_time(store, _stray)
    return Differences(frozenset(found | stray), is_miscounted)


def correct(store: PostgresStore, found: Differences, progress: Progress = no_progress) -> None:
    """Index again the articles that differ, and count the list again.

    :param progress: called with articles done and articles in total.
    :raises LibraryUnavailable: the server cannot be reached, or the role may not write to the index.
    """
    Updater(store, store.connections).replace(found.articles, progress)


def _at_one_time(store: PostgresStore, question: Callable[[Session], T]) -> T:
    """Ask several questions about the tables as they are at one time."""

    def ask(session: Session) -> T:
        with session.snapshot():
            return question(session)

    return store.connections.read(ask)


def _differing(session: Session, *, entries: Mapping[str, Entry]) -> set[str]:
    """Return which of some articles that were read have other rows than belong to them."""
    now, then = compared(session, entries)
    current = {article for article, each in entries.items() if now.get(article) == each.version}
    facts = "SELECT id FROM {schema}.facts WHERE id = ANY(?)"
    listed = {article for (article,) in asked(session, facts, [[*entries]])}  # else noted as unreadable
    wrong = {article for article in current if article not in listed or then[article] != now[article]}
    rest = [entries[article] for article in current - wrong]
    for table, question in _ROWS.items():
        belonging = Counter(row for each in rest for row in _rows_of(each, table))
        there = Counter(asked(session, question, [[each.entry.row.id for each in rest]]))
        wrong |= {str(row[0]) for row in (belonging - there) + (there - belonging)}
    return wrong - _pending(session)


def _rows_of(each: Entry, table: str) -> list[tuple[object, ...]]:
    """Return what :data:`_ROWS` asks for, as it must be for an article."""
    entry, row = each.entry, each.entry.row
    rows: Iterable[Sequence[object]]
    match table:
        case "facts":
            rows = [facts_row(each, sort_keys(row))]
        case "names":
            rows = [(row.id, names_of(row), line_of(names_of(row)))]
        case "tags":
            rows = [(row.id, *use) for use in uses_of(entry).items()]
        case "people":
            rows = people_of(row, entry.counts)
        case "attributes":
            rows = values_of(row)
        case "links":
            rows = [(row.id, *link) for link in links_of(entry).items()]
        case "passages":
            passages = passages_of(row.id, kept(fold(entry.text)))
            rows = [(row.id, p.number, p.own, _number_of(p.pairs), p.folded) for p in passages]
            return [tuple(map(bindable, each)) for each in rows]
        case _:
            rows = [(number, row.id) for number in sketch_with_digest(entry.digest, fold(entry.text))]
    return [(row.id, *map(bindable, each)) for each in rows]


def _number_of(pairs: str) -> int:
    """Return how many pairs there are in an array, as PostgreSQL writes it."""
    return pairs.count(",") + (pairs != "{}")


def _pending(session: Session) -> set[str]:
    return {article for (article,) in session.rows(_PENDING)}


def _stray(session: Session) -> tuple[set[str], bool]:
    stray = {article for (article,) in session.rows(_STRAY)} - _pending(session)
    return stray, session.rows(_IS_MISCOUNTED) != [(False,)]
