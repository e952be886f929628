"""The catalogue: what the list of articles shows, in a derived SQLite file.

Nothing true lives here. It is compared with the article files when the library is opened, mended
where it differs, and made anew when it is missing, damaged or of an old version; where it cannot be
written it is kept in memory.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from store.article import Article, Status

VERSION = 1
"""Changes when the tables below change; a file of another version is made anew."""

PATIENCE = 2.0
"""Seconds to wait for another process that writes to the catalogue."""

TABLES = f"""
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS articles (
        id TEXT PRIMARY KEY, added TEXT, origin TEXT, digest TEXT,
        inode INTEGER, modified INTEGER, size INTEGER, row BLOB
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS by_added ON articles (added DESC, id);
    CREATE INDEX IF NOT EXISTS by_origin ON articles (origin);
    CREATE INDEX IF NOT EXISTS by_digest ON articles (digest);
    CREATE TABLE IF NOT EXISTS tags (article TEXT, tag TEXT, uses INTEGER, PRIMARY KEY (article, tag))
        WITHOUT ROWID;
    PRAGMA user_version = {VERSION};
"""

Stamp: TypeAlias = tuple[int, int, int]
"""Inode, modification time in nanoseconds, size in bytes: what tells that a file was rewritten."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An article as a list shows it."""

    id: str
    title: str
    kicker: str
    subtitle: str
    column: str
    authors: tuple[str, ...]
    date: str
    source: str
    chars: int
    """Code points of the text."""
    tags: tuple[str, ...]
    annotations: int
    """How many annotations it has."""
    status: Status
    added: str
    starred: bool

    @classmethod
    def of(cls, article: Article, annotations: int) -> Row:
        """The row of an article that has so many annotations."""
        return cls(
            id=article.id,
            title=article.title,
            kicker=article.kicker,
            subtitle=article.subtitle,
            column=article.column,
            authors=article.authors,
            date=article.date,
            source=article.source,
            chars=len(article.text),
            tags=article.tags,
            annotations=annotations,
            status=article.status,
            added=article.added,
            starred=article.starred,
        )


class Entry(msgspec.Struct, frozen=True):
    """What the catalogue keeps of an article: its row, its origin, and how often each tag is used in it."""

    row: Row
    origin: str
    digest: str
    uses: dict[str, int]
    """How often each tag stands on the article and its annotations."""


def stamp(state: os.stat_result) -> Stamp:
    """What is compared to see whether a file was rewritten."""
    return state.st_ino, state.st_mtime_ns, state.st_size


class Catalogue:
    """Rows of the list, newest first, kept in SQLite. One at a time may call it; see ``Listing``."""

    def __init__(self, folder: Path | None) -> None:
        """The catalogue in a folder, or an empty one in memory."""
        self._connection = _in_memory() if folder is None else _open(folder / "catalogue.sqlite")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def count(self) -> int:
        """How many articles there are."""
        (count,) = self._connection.execute("SELECT count(*) FROM articles").fetchone()
        return int(count)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """A part of the list, the articles added last first; all of it when ``limit`` is negative."""
        found = self._connection.execute(
            "SELECT row FROM articles ORDER BY added DESC, id LIMIT ? OFFSET ?", (limit, offset)
        )
        return [msgspec.json.decode(row, type=Row) for (row,) in found]

    def index(self, article: str) -> int | None:
        """The place of an article in the list of :meth:`rows`, from 0; None when it is not there."""
        found = self._connection.execute(
            "SELECT (SELECT count(*) FROM articles AS other WHERE other.added > mine.added"
            " OR (other.added = mine.added AND other.id < mine.id))"
            " FROM articles AS mine WHERE id = ?",
            (article,),
        ).fetchone()
        return None if found is None else int(found[0])

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """IDs that start so, in order, at most ``limit``."""
        end = prefix + "\U0010ffff"
        found = self._connection.execute(
            "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", (prefix, end, limit)
        )
        return [article for (article,) in found]

    def from_origin(self, origin: str) -> str | None:
        """The article imported from that file or address."""
        return self._first("SELECT id FROM articles WHERE origin = ? ORDER BY added DESC LIMIT 1", origin)

    def with_digest(self, digest: str) -> str | None:
        """The article with exactly that text."""
        return self._first("SELECT id FROM articles WHERE digest = ? ORDER BY added LIMIT 1", digest)

    def uses(self) -> dict[str, int]:
        """How often each tag is used in the library, on articles and on annotations."""
        return dict(self._connection.execute("SELECT tag, sum(uses) FROM tags GROUP BY tag"))

    def tagged(self, tag: str) -> set[str]:
        """The IDs of the articles that use a tag, themselves or in an annotation."""
        found = self._connection.execute("SELECT article FROM tags WHERE tag = ?", (tag,))
        return {article for (article,) in found}

    def newest(self) -> str:
        """When the article added last was added; empty when there is none."""
        (newest,) = self._connection.execute("SELECT max(added) FROM articles").fetchone()
        return str(newest or "")

    def stamps(self) -> dict[str, Stamp]:
        """The state in which each article's file was taken in."""
        found = self._connection.execute("SELECT id, inode, modified, size FROM articles")
        return {article: (inode, modified, size) for article, inode, modified, size in found}

    def put(self, entry: Entry, state: os.stat_result) -> None:
        """Take in an article as it is now; :meth:`keep` puts it on the disk."""
        row = entry.row
        self._connection.execute(
            "REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (row.id, row.added, entry.origin, entry.digest, *stamp(state), msgspec.json.encode(row)),
        )
        self._connection.execute("DELETE FROM tags WHERE article = ?", (row.id,))
        self._connection.executemany(
            "INSERT INTO tags VALUES (?, ?, ?)", [(row.id, tag, uses) for tag, uses in entry.uses.items()]
        )

    def drop(self, article: str) -> None:
        """Forget an article."""
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        self._connection.execute("DELETE FROM tags WHERE article = ?", (article,))
        self.keep()

    def keep(self) -> None:
        """Put what was taken in on the disk, for other processes and for the next time."""
        self._connection.commit()

    def _first(self, query: str, value: str) -> str | None:
        found = self._connection.execute(query, (value,)).fetchone() if value else None
        return None if found is None else str(found[0])


def _open(path: Path) -> sqlite3.Connection:
    """The file, made anew if it is of no use; where it cannot be used at all, a catalogue in memory."""
    for attempt in (1, 2):
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
            return _prepare(sqlite3.connect(path, check_same_thread=False, timeout=PATIENCE))
        except sqlite3.OperationalError:
            break  # busy, or on a disk that is full or read-only: others may be using it
        except (sqlite3.DatabaseError, _OutdatedError):
            if attempt == 1:
                _forget(path)
        except OSError:
            break
    return _in_memory()


def _in_memory() -> sqlite3.Connection:
    return _prepare(sqlite3.connect(":memory:", check_same_thread=False))


class _OutdatedError(Exception):
    """The catalogue is of another version."""


def _prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute("PRAGMA synchronous = OFF")
    if version == 0:
        connection.executescript(TABLES)
    elif version != VERSION:
        connection.close()
        raise _OutdatedError
    return connection


def _forget(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
