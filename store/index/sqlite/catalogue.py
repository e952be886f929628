"""The catalogue: the rows of the list and the tables for filters and searches, in an SQLite file.

It is derived from the articles. When the library is opened it is compared with them and updated; if it is
missing, unproven (see :mod:`.catalogue_file`) or has another version it is built again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import msgspec

from store.chinese.folding import fold
from store.index.article_index import AttributeFacet, Facet
from store.index.counts import AnnotationCounts, IndexEntry
from store.index.sqlite import filtering, fulltext, link_index, names
from store.index.sqlite.catalogue_file import CatalogueFile, OutdatedError
from store.index.sqlite.filtering import ArticleFilter
from store.index.sqlite.fulltext import FullText
from store.index.sqlite.link_index import LinkIndex
from store.index.sqlite.names import NameIndex
from store.index.tables.facts import links_of, uses_of
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.query.tree import Query
from store.storage.document_store import Version

VERSION = 11
"""The version of the tables below. A file with another version is built again."""

TABLES = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS articles (
        id TEXT PRIMARY KEY, added TEXT, origin TEXT, digest TEXT,
        inode INTEGER, modified INTEGER, changed INTEGER, size INTEGER, row BLOB
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS tally (articles INTEGER);
    INSERT INTO tally SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM tally);
    CREATE TRIGGER IF NOT EXISTS one_more AFTER INSERT ON articles
        BEGIN UPDATE tally SET articles = articles + 1; END;
    CREATE TRIGGER IF NOT EXISTS one_less AFTER DELETE ON articles
        BEGIN UPDATE tally SET articles = articles - 1; END;
    CREATE INDEX IF NOT EXISTS by_added ON articles (added DESC, id);
    CREATE INDEX IF NOT EXISTS by_origin ON articles (origin);
    CREATE INDEX IF NOT EXISTS by_digest ON articles (digest);
    CREATE TABLE IF NOT EXISTS tags (article TEXT, tag TEXT, uses INTEGER, PRIMARY KEY (article, tag))
        WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS by_tag ON tags (tag, article);
    CREATE TABLE IF NOT EXISTS news (number INTEGER PRIMARY KEY, article TEXT, writer TEXT);
"""

NEWS = 10_000
"""How many of the latest writes are kept for other processes, at least."""


class InconsistentError(Exception):
    """A row is not there that must be there."""


class Catalogue:
    """The tables of one library in SQLite. Not thread-safe: see :class:`.sqlite_index.SqliteIndex`.

    Lists of articles are in the order of the list: those added last come first.
    """

    def __init__(self, folder: Path | None, distrusted: int | None = None) -> None:
        """Open the catalogue in ``folder``; None for an empty one in memory.

        :param distrusted: the inode of a file that is replaced in any case.
        :raises CannotBeKept: there can be no file in the folder.
        """
        self.file = None if folder is None else CatalogueFile(folder, _prepare, distrusted)
        """The file; None for a catalogue in memory."""
        self._connection = self.file.connection if self.file else _in_memory()
        self._texts = FullText(self._connection)
        self._filter = ArticleFilter(self._connection)
        self._links = LinkIndex(self._connection)
        self._names = NameIndex(self._connection)
        self._writer = os.urandom(6).hex()
        self._heard = _last_news(self._connection)
        self._version = self._data_version()

    def close(self) -> None:
        """Close the database."""
        if self.file:
            self.file.close()
        else:
            self._connection.close()

    def count(self) -> int:
        """Return how many articles there are."""
        tally = self._connection.execute("SELECT articles FROM tally").fetchone()
        if tally is None:
            raise InconsistentError
        return int(tally[0])

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """Return a part of the list; all of it from ``offset`` on when ``limit`` is negative."""
        found = self._connection.execute(
            "SELECT row FROM (SELECT id FROM articles ORDER BY added DESC, id LIMIT ? OFFSET ?)"
            " JOIN articles USING (id) ORDER BY added DESC, id",
            (limit, offset),
        )
        return [msgspec.json.decode(row, type=Row) for (row,) in found]

    def rows_of(self, articles: Iterable[str]) -> list[Row]:
        """Return the rows of articles in the given order, without those that are not in the list."""
        wanted = list(articles)
        found = dict(
            self._connection.execute(
                "SELECT id, row FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(wanted).decode(),),
            )
        )
        return [msgspec.json.decode(found[article], type=Row) for article in wanted if article in found]

    def filtered(
        self,
        query: Query,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Return the IDs of the articles that match a query, and the article ``keep`` in its place."""
        return self._filter.articles(query, keep, order, among)

    def named(self, typed: str) -> set[str]:
        """Return the IDs of the articles whose title, source or an author contains what was typed."""
        return self._names.matching(typed)

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by."""
        return self._filter.facets()

    def attribute_facets(self) -> list[AttributeFacet]:
        """Return the values of attributes, sorted by name."""
        return self._filter.attribute_facets()

    def position(self, article: str) -> int | None:
        """Return the position of an article in the list, from 0; None when it is not in it."""
        found = self._connection.execute(
            "SELECT (SELECT count(*) FROM articles AS newer WHERE newer.added > mine.added)"
            " + (SELECT count(*) FROM articles AS twin WHERE twin.added = mine.added AND twin.id < mine.id)"
            " FROM articles AS mine WHERE id = ?",
            (article,),
        ).fetchone()
        return None if found is None else int(found[0])

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Return the IDs that start with ``prefix``, sorted; at most ``limit`` unless it is negative."""
        end = prefix + "\U0010ffff"
        found = self._connection.execute(
            "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", (prefix, end, limit)
        )
        return [article for (article,) in found]

    def from_origin(self, origin: str) -> str | None:
        """Return the ID of the article imported last from a file or an address."""
        return self._first("SELECT id FROM articles WHERE origin = ? ORDER BY added DESC LIMIT 1", origin)

    def from_origins(self, origins: Sequence[str]) -> dict[str, str]:
        """Return the ID of the article imported last from each of some files or addresses that have one."""
        found = self._connection.execute(
            "SELECT origin, id FROM articles WHERE origin IN (SELECT value FROM json_each(?))"
            " ORDER BY added, id DESC",
            (msgspec.json.encode(origins).decode(),),
        )
        return dict(found.fetchall())

    def with_digest(self, digest: str) -> tuple[str, str] | None:
        """Return ID and title of the article with exactly the text of this digest."""
        found = self._connection.execute(
            "SELECT id, row FROM articles WHERE digest = ? ORDER BY added LIMIT 1", (digest,)
        ).fetchone()
        return None if found is None else (found[0], msgspec.json.decode(found[1], type=Row).title)

    def digests(self, articles: Sequence[str]) -> list[str]:
        """Return the digest of the text of each article; empty for one that is not in the list."""
        known = dict(
            self._connection.execute(
                "SELECT id, digest FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(articles).decode(),),
            )
        )
        return [known.get(article, "") for article in articles]

    def uses(self) -> dict[str, int]:
        """Return how often each tag is used, on articles and on annotations."""
        return dict(self._connection.execute("SELECT tag, sum(uses) FROM tags GROUP BY tag"))

    def tagged(self, tag: str) -> set[str]:
        """Return the IDs of the articles that use a tag, on themselves or on an annotation."""
        found = self._connection.execute("SELECT article FROM tags WHERE tag = ?", (tag,))
        return {article for (article,) in found}

    def tags_on(self, article: str) -> set[str]:
        """Return the tags used on an article or on its annotations."""
        found = self._connection.execute("SELECT tag FROM tags WHERE article = ?", (article,))
        return {tag for (tag,) in found}

    def annotated_by(self, creators: Collection[str]) -> set[tuple[str, str]]:
        """Return the creators with the IDs of the articles that have an annotation by exactly them."""
        return self._filter.annotated_by(creators)

    def linking_to(self, names: Collection[str]) -> list[str]:
        """Return the IDs of the articles whose notes link to one of the names."""
        return self._links.articles(names)

    def resembling(self, sketch: Sequence[int]) -> list[str]:
        """Return the IDs of a few articles with texts whose sketches share most numbers with a given one."""
        found = [self.with_text(number) for number in self._texts.resembling(sketch)]
        return [articles[0][0] for articles in found if articles]

    def titled(self, title: str) -> list[Row]:
        """Return the articles with a folded title."""
        found = self._connection.execute(
            "SELECT row FROM texts JOIN articles USING (digest) WHERE title = ? ORDER BY added DESC, id",
            (title,),
        )
        return [msgspec.json.decode(row, type=Row) for (row,) in found]

    def newest(self) -> str:
        """Return when the article added last was added; empty when there is none."""
        (newest,) = self._connection.execute("SELECT max(added) FROM articles").fetchone()
        return str(newest or "")

    def shelves(self) -> list[str]:
        """Return, in order, the shelves of the indexed articles."""
        shelves: list[str] = []
        first = "SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT 1"
        beyond = ""
        while found := self._connection.execute(first, (beyond,)).fetchone():
            shelves.append(found[0][:2])
            beyond = f"{shelves[-1]}~"  # after every ID of the shelf
        return shelves

    def versions(self, shelf: str) -> dict[str, Version]:
        """Return the versions in which the articles of a shelf were indexed."""
        found = self._connection.execute(
            "SELECT id, inode, modified, changed, size FROM articles WHERE id >= ? AND id < ?",
            (shelf, f"{shelf}g"),
        )
        return {article: tuple(version) for article, *version in found}

    def version_of(self, article: str) -> Version | None:
        """Return the version in which an article was indexed, None when it was not."""
        found: Version | None = self._connection.execute(
            "SELECT inode, modified, changed, size FROM articles WHERE id = ?", (article,)
        ).fetchone()
        return found

    def needs_compaction(self) -> bool:
        """Whether most of the indexed texts are of removed articles."""
        return self._texts.count() > 1000 + 2 * self.count()

    def invalidate(self) -> None:
        """Delete the full-text index and mark every article to be indexed again."""
        self._connection.execute("UPDATE articles SET inode = -1")
        self._texts.clear()
        self.commit()

    def search(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a folded phrase, the most relevant first."""
        return self._texts.search(phrase)

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """Return the numbers of the texts with folded runs near each other: see :meth:`FullText.near`."""
        return self._texts.near(runs, reach, marks)

    def count_with(self, phrase: str) -> int:
        """Return how many articles contain a folded phrase."""
        return self._texts.count_with(phrase)

    def texts_with(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a folded phrase, removed articles included."""
        return self._texts.containing(phrase)

    def tagged_texts(self, after: str, limit: int) -> list[tuple[str, int]]:
        """Return articles that use a tag, with the numbers of their texts, sorted by ID.

        :param after: an ID; at most ``limit`` articles with greater IDs are returned.
        """
        return self._connection.execute(
            "SELECT id, number FROM articles JOIN texts USING (digest)"
            " WHERE id > ? AND id IN (SELECT article FROM tags WHERE article > ?) ORDER BY id LIMIT ?",
            (after, after, limit),
        ).fetchall()

    def with_text(self, number: int) -> list[tuple[str, str]]:
        """Return ID and title of each article that has the text with this number."""
        found = self._connection.execute(
            "SELECT id, row FROM texts JOIN articles USING (digest) WHERE number = ?", (number,)
        )
        return [(article, msgspec.json.decode(row, type=Row).title) for article, row in found]

    def put(self, entry: IndexEntry, version: Version) -> None:
        """Index an article, in place of what was indexed of it. Call :meth:`commit` afterwards."""
        row = entry.row
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " added = excluded.added, origin = excluded.origin, digest = excluded.digest,"
            " inode = excluded.inode, modified = excluded.modified, changed = excluded.changed,"
            " size = excluded.size, row = excluded.row",
            (row.id, row.added, entry.origin, entry.digest, *version, msgspec.json.encode(row)),
        )
        self._connection.execute("DELETE FROM tags WHERE article = ?", (row.id,))
        self._connection.executemany(
            "INSERT INTO tags VALUES (?, ?, ?)", [(row.id, *use) for use in uses_of(entry).items()]
        )
        self._filter.put(row, entry.counts, self._names.put(row), noted=entry.noted, language=entry.language)
        self._links.put(row.id, links_of(entry))
        before, title = self._texts.title(entry.digest), fold(row.title)
        if before is None:
            self._texts.put(entry.digest, title, fold(entry.text))
        elif before != title:
            self._texts.retitle(entry.digest, title)

    def adjust(self, article: str, version: Version, counts: AnnotationCounts) -> None:
        """Update the counts of an article when only annotations were changed. Call :meth:`commit` afterwards.

        :param counts: how the counts have changed.
        """
        found = self._connection.execute("SELECT row FROM articles WHERE id = ?", (article,)).fetchone()
        if found is None:
            raise InconsistentError
        before = msgspec.json.decode(found[0], type=Row)
        after = msgspec.structs.replace(before, annotations=before.annotations + counts.number)
        self._connection.execute(
            "UPDATE articles SET inode = ?, modified = ?, changed = ?, size = ?, row = ? WHERE id = ?",
            (*version, msgspec.json.encode(after), article),
        )
        for tag, uses in counts.uses.items():
            self._connection.execute(
                "INSERT INTO tags VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET uses = uses + excluded.uses",
                (article, tag, uses),
            )
        if counts.uses:
            self._connection.execute("DELETE FROM tags WHERE article = ? AND uses < 1", (article,))
        self._filter.adjust(article, counts)
        self._links.adjust(article, counts.links)

    def drop(self, article: str) -> None:
        """Delete an article. Call :meth:`commit` afterwards."""
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        self._connection.execute("DELETE FROM tags WHERE article = ?", (article,))
        self._filter.drop(article)
        self._names.drop(article)
        self._links.drop(article)

    def commit(self) -> None:
        """Write the pending changes to the file, where other processes see them."""
        self._connection.commit()
        if self.file:
            self.file.checkpoint()

    # Writes of other processes

    def announce(self, articles: Iterable[str]) -> None:
        """Announce to other processes that these articles were written."""
        for article in articles:
            new = self._connection.execute(
                "INSERT INTO news (article, writer) VALUES (?, ?)", (article, self._writer)
            )
            if (new.lastrowid or 0) % NEWS == 0:
                self._connection.execute("DELETE FROM news WHERE number <= ?", ((new.lastrowid or 0) - NEWS,))

    def news(self) -> set[str]:
        """Return the articles that other processes have written since the last call."""
        version = self._data_version()
        if version == self._version:
            return set()
        self._version = version
        heard, self._heard = self._heard, _last_news(self._connection)
        found = self._connection.execute(
            "SELECT DISTINCT article FROM news WHERE number > ? AND writer != ?", (heard, self._writer)
        )
        return {article for (article,) in found}

    def _data_version(self) -> int:
        """Return a number that changes when another process has written to the file."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _first(self, query: str, value: str) -> str | None:
        found = self._connection.execute(query, (value,)).fetchone() if value else None
        return None if found is None else str(found[0])


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _prepare(connection)
    return connection


def _last_news(connection: sqlite3.Connection) -> int:
    (last,) = connection.execute("SELECT max(number) FROM news").fetchone()
    return int(last or 0)


def _prepare(connection: sqlite3.Connection) -> None:
    """Set up a connection, and create the tables in an empty database.

    :raises OutdatedError: the tables are of another version.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")  # nothing is synced but checkpoints
    connection.execute("PRAGMA wal_autocheckpoint = 0")  # only CatalogueFile moves the log
    connection.execute("PRAGMA cache_size = -8000")  # 8,000 KiB: a search reads much of the index
    if version == 0:
        connection.executescript(
            TABLES + filtering.TABLES + link_index.TABLES + names.TABLES + fulltext.TABLES
        )
        connection.execute(f"PRAGMA user_version = {VERSION}")
    elif version != VERSION:
        raise OutdatedError
    _last_news(connection)  # damage to what every opening reads is found while the file can be replaced
