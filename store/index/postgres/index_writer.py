"""Writes to the tables of the index, within a transaction of its caller."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

import msgspec

from store.chinese.folding import fold
from store.index.counts import AnnotationCounts, IndexEntry
from store.index.postgres.characters import given, kept
from store.index.postgres.passages import Passage, passages_of
from store.index.postgres.statements import asked, bindable, changed, changed_later, copied
from store.index.postgres.versions import Written
from store.index.sketch import sketch_with_digest
from store.index.tables.facts import CREATOR, facts_of, links_of, people_of, uses_of, values_of
from store.index.tables.name_cells import SortKeys, line_of, names_of, sort_keys
from store.model.listing.rows import Row
from store.storage.postgres.connections import Answer, Session

AT_ONCE = 1000
"""Passages that are sent in one statement: it takes seconds at most, far from the limit of its time."""

MANY = 20
"""So many new texts are as an import, which spends memory to be indexed sooner."""


class Entry(NamedTuple):
    """What is stored of an article, and the version that it is of."""

    entry: IndexEntry
    version: Written


class IndexWriter:
    """Writes to the index. A writer waits for others that write to it."""

    def __init__(self, session: Session) -> None:
        """Write in the transaction of ``session``."""
        self._session = session
        session.later("SELECT name FROM {schema}.indexed WHERE name = 'index' FOR UPDATE")

    def put(self, entries: Sequence[Entry]) -> None:
        """Index articles, in place of what was indexed of them."""
        if not entries:
            return
        before = self._before([each.entry.row.id for each in entries])
        left = self._left({each.entry.row.id for each in entries} - before.keys())
        self._delete((*_OF_EACH, "names", "passages", "sketches"), left)
        new_names = [each.entry.row for each in entries if self._has_new_names(each.entry.row, before)]
        new_texts = [each.entry for each in entries if self._has_new_text(each.entry, before)]
        keys = {article: SortKeys(*map(given, known)) for article, (_, _, known) in before.items()}
        keys |= {row.id: sort_keys(row) for row in new_names}
        articles = [each.entry.row.id for each in entries]
        self._delete(("unreadable",), articles)
        self._delete(_OF_EACH, [article for article in articles if article in before])
        self._delete(("names",), [row.id for row in new_names if row.id in before])
        self._delete(("passages", "sketches"), [e.row.id for e in new_texts if e.row.id in before])
        self._copy("facts", (facts_row(each, keys[each.entry.row.id]) for each in entries))
        self._copy("names", ((row.id, names_of(row), line_of(names_of(row))) for row in new_names))
        self._copy("tags", ((e.row.id, *use) for e, _ in entries for use in uses_of(e).items()))
        self._copy("people", (each for e, _ in entries for each in people_of(e.row, e.counts)))
        self._copy("attributes", (each for e, _ in entries for each in values_of(e.row)))
        self._copy("links", ((e.row.id, *link) for e, _ in entries for link in links_of(e).items()))
        self._put_texts(new_texts)
        self._count(len(entries) - len(before) - len(left))

    def _put_texts(self, entries: Sequence[IndexEntry]) -> None:
        if not entries:
            return
        if len(entries) >= MANY:  # what was added is sorted into the inverted index in larger lots
            self._session.rows("SET LOCAL gin_pending_list_limit = '16MB'")
            self._session.rows("SET LOCAL work_mem = '64MB'")
        sketches: list[tuple[int, str]] = []
        passages = chain.from_iterable(self._passages(entry, sketches) for entry in entries)
        while batch := list(islice(passages, AT_ONCE)):
            copied(self._session, "passages", batch)
        self._copy("sketches", sketches)

    @staticmethod
    def _passages(entry: IndexEntry, sketches: list[tuple[int, str]]) -> Iterator[Passage]:
        """Return the passages of a text; add its sketch to others."""
        folded = fold(entry.text)
        sketches += [(number, entry.row.id) for number in sketch_with_digest(entry.digest, folded)]
        return passages_of(entry.row.id, kept(folded))

    def listed(self, articles: Collection[str]) -> Answer:
        """Ask for the IDs of articles that are in the index and their rows of the list, as JSON."""
        return self._session.later("SELECT id, listed FROM {schema}.facts WHERE id = ANY(%s)", list(articles))

    def adjust(self, article: str, version: Written, counts: AnnotationCounts, listed: bytes) -> None:
        """Update the counts of an article when only annotations were changed.

        :param counts: how the counts have changed.
        :param listed: its row of the list before, as JSON.
        """
        row = msgspec.json.decode(listed, type=Row)
        after = msgspec.structs.replace(row, annotations=row.annotations + counts.number)
        changed_later(
            self._session,
            "UPDATE {schema}.facts SET number = ?, write = ?, listed = ?, marks = marks + ?,"
            " notes = notes + ?, orphans = orphans + ?, moved = moved + ? WHERE id = ?",
            [
                *(*version, msgspec.json.encode(after), counts.number),
                *(counts.notes, counts.orphans, counts.moved, article),
            ],
        )
        self._add("tags", "uses", {"article": article}, "tag", counts.uses)
        self._add("people", "times", {"article": article, "role": CREATOR}, "name", counts.creators)
        self._add("links", "times", {"article": article}, "name", counts.links)

    def _add(
        self, table: str, number: str, key: Mapping[str, str], name: str, counts: Mapping[str, int]
    ) -> None:
        """Add numbers to rows of an article by their names; delete those that come to nothing."""
        where = " AND ".join(f"{column} = ?" for column in (*key, name))
        columns = ", ".join((*key, name, number))
        places = ", ".join("?" * (len(key) + 2))
        for each, times in counts.items():
            values = [*key.values(), each]
            update = f"UPDATE {{schema}}.{table} SET {number} = {number} + ? WHERE {where}"  # noqa: S608
            if times < 0:
                changed_later(self._session, update, [times, *values])
                delete = f"DELETE FROM {{schema}}.{table} WHERE {where} AND {number} < 1"  # noqa: S608
                changed_later(self._session, delete, values)
            else:
                insert = f"INSERT INTO {{schema}}.{table} ({columns}) SELECT {places}"
                question = (
                    f"WITH known AS ({update} RETURNING 1) {insert} WHERE NOT EXISTS (SELECT FROM known)"
                )
                changed_later(self._session, question, [times, *values, *values, times])

    def drop(self, articles: Collection[str]) -> None:
        """Delete articles."""
        gone = len(self._before(articles))
        self._delete(("unreadable", *_OF_EACH, "names", "passages", "sketches"), articles)
        self._count(-gone)

    def mark_unreadable(self, articles: Mapping[str, Written]) -> None:
        """Note that articles cannot be read in these versions."""
        if articles:
            self.drop(list(articles))
        self._copy("unreadable", ((article, *version) for article, version in articles.items()))

    def _before(self, articles: Collection[str]) -> dict[str, tuple[str, str | None, SortKeys]]:
        """Return the digests, names and keys of those articles that are in the index."""
        rows = asked(
            self._session,
            "SELECT f.id, f.digest, n.names, f.title_key, f.source_key FROM {schema}.facts f"
            " LEFT JOIN {schema}.names n ON n.id = f.id WHERE f.id = ANY(?)",
            [list(articles)],
        )
        return {article: (digest, names, SortKeys(*keys)) for article, digest, names, *keys in rows}

    def _left(self, articles: Collection[str]) -> list[str]:
        """Return those articles, not in the list, of which another program has left rows in other tables.

        It has deleted those of ``facts``, so that they are counted.
        """
        rows = asked(self._session, _LEFT, [list(articles)]) if articles else []
        return [article for (article,) in rows]

    @staticmethod
    def _has_new_names(row: Row, before: Mapping[str, tuple[str, str | None, SortKeys]]) -> bool:
        return row.id not in before or before[row.id][1] != kept(names_of(row))

    @staticmethod
    def _has_new_text(entry: IndexEntry, before: Mapping[str, tuple[str, str | None, SortKeys]]) -> bool:
        return entry.row.id not in before or before[entry.row.id][0] != entry.digest

    def _copy(self, table: str, rows: Iterator[Sequence[object]] | Iterable[Sequence[object]]) -> None:
        rows = iter(rows)
        for first in rows:
            copied(self._session, table, ([*map(bindable, row)] for row in chain([first], rows)))

    def _delete(self, tables: Iterable[str], articles: Collection[str]) -> None:
        if articles:
            for table in tables:
                column = "id" if table in _BY_ID else "article"
                statement = f"DELETE FROM {{schema}}.{table} WHERE {column} = ANY(?)"  # noqa: S608
                changed(self._session, statement, [list(articles)])

    def recount(self) -> None:
        """Note how many articles are in the list."""
        self._session.rows(
            "UPDATE {schema}.indexed SET articles = (SELECT count(*) FROM {schema}.facts)"
            " WHERE name = 'index'"
        )

    def _count(self, more: int) -> None:
        if more:
            statement = "UPDATE {schema}.indexed SET articles = articles + ? WHERE name = 'index'"
            changed(self._session, statement, [more])


_OF_EACH = ("facts", "tags", "people", "attributes", "links")
"""The tables that are written anew for each version of an article."""

_LEFT = """SELECT w.id FROM unnest(?::text[]) w (id)
    WHERE EXISTS (SELECT 1 FROM {schema}.names t WHERE t.id = w.id)
    OR EXISTS (SELECT 1 FROM {schema}.tags t WHERE t.article = w.id)
    OR EXISTS (SELECT 1 FROM {schema}.people t WHERE t.article = w.id)
    OR EXISTS (SELECT 1 FROM {schema}.attributes t WHERE t.article = w.id)
    OR EXISTS (SELECT 1 FROM {schema}.links t WHERE t.article = w.id)
    OR EXISTS (SELECT 1 FROM {schema}.passages t WHERE t.article = w.id)
"""
"""Asks which of some articles have rows in a table whose rows of one article are found at once."""

_BY_ID = ("facts", "unreadable", "names")
"""The tables in which the ID of the article is the key."""


def facts_row(each: Entry, keys: SortKeys) -> tuple[object, ...]:
    """Return the row of ``facts`` of an article.

    :param keys: by which it is sorted.
    """
    entry = each.entry
    facts = facts_of(entry.row, entry.counts, keys, noted=entry.noted, language=entry.language)
    return (*facts, entry.origin, entry.digest, *each.version, msgspec.json.encode(entry.row))


def tidy(session: Session) -> None:
    """Sort what was added lately into the inverted index, and count rows for the planner."""
    session.rows(
        "SELECT gin_clean_pending_list(c.oid) FROM pg_catalog.pg_class c"
        " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relname = 'passages_by_pair' AND n.nspname = %s",
        session.schema,
    )
    for table in (*_OF_EACH, "names", "passages", "sketches"):
        session.rows(f"ANALYZE {{schema}}.{table}")
