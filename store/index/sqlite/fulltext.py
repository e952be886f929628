"""The full-text index: finds the texts that contain a phrase of any characters.

Every code point, punctuation and spaces included, is a token of SQLite's FTS5, and a query is a phrase of
such tokens. So the index finds exactly what a scan for the substring would find, also for a single character.
It stores no texts: a text is identified by its digest and indexed once for all articles that have it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from store.index.article_index import FEW
from store.index.sketch import SHARED, sketch_with_digest
from store.patterns import late_pattern

RANKED = 300
"""Up to this many matching texts are ranked. A more common phrase says little about any text, and ranking
them would take longer than finding them."""

SMALL = 3000
"""An index of up to this many texts ranks all matches."""

TABLES = """
    CREATE VIRTUAL TABLE IF NOT EXISTS phrases
        USING fts5(text, content = '', tokenize = 'ascii', columnsize = 1);
    CREATE TABLE IF NOT EXISTS texts (number INTEGER PRIMARY KEY, digest TEXT UNIQUE, title TEXT);
    CREATE INDEX IF NOT EXISTS by_title ON texts (title);
    CREATE TABLE IF NOT EXISTS sketches (number INTEGER, text INTEGER, PRIMARY KEY (number, text))
        WITHOUT ROWID;
"""

LONGEST_PHRASE = 1000
"""Code points of a phrase that are looked up, at most: FTS5 takes about 50 KB of memory for each."""

MOST_SKETCHED = 64
"""Texts with one number of a sketch that are looked at, at most: some clauses are in every article."""

MOST_RESEMBLING = 4
"""Texts that :meth:`FullText.resembling` returns, at most."""

_SLICE = 4096
"""Code points that are spaced at once."""

# The tokenizer `ascii` accepts letters, digits and non-ASCII characters only; others are moved out of ASCII.
_MOVED = 0xF0000
_NO_TOKENS = late_pattern("[\0-/:-@[-`{-\x7f]")
_COMMON_MARKS = {mark: chr(_MOVED + ord(mark)) for mark in ",;:?!()"}
"""Those that are common in folded Chinese: to replace each of them at once takes less time."""


class FullText:
    """The full-text index in the database of a catalogue. All texts, titles and phrases are folded."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the tables in the database of ``connection``, which has :data:`TABLES`."""
        self._connection = connection

    def title(self, digest: str) -> str | None:
        """Return the title of a text, None when it is not in the index."""
        found = self._connection.execute("SELECT title FROM texts WHERE digest = ?", (digest,)).fetchone()
        return None if found is None else str(found[0])

    def put(self, digest: str, title: str, text: str) -> None:
        """Add a text and its title."""
        new = self._connection.execute("INSERT INTO texts (digest, title) VALUES (?, ?)", (digest, title))
        self._connection.execute(
            "INSERT INTO phrases (rowid, text) VALUES (?, CAST(? AS TEXT))", (new.lastrowid, _spaced(text))
        )
        self._connection.executemany(
            "INSERT INTO sketches VALUES (?, ?)",
            [(number, new.lastrowid) for number in sketch_with_digest(digest, text)],
        )

    def resembling(self, sketch: Sequence[int]) -> list[int]:
        """Return the numbers of a few texts whose sketches share most numbers with this one, at least
        :data:`store.index.sketch.SHARED`.
        """
        shared: Counter[int] = Counter()
        for number in sketch:
            shared.update(
                text
                for (text,) in self._connection.execute(
                    "SELECT text FROM sketches WHERE number = ? ORDER BY text DESC LIMIT ?",
                    (number, MOST_SKETCHED),
                )
            )
        return [text for text, count in shared.most_common(MOST_RESEMBLING) if count >= SHARED]

    def clear(self) -> None:
        """Delete all texts."""
        self._connection.execute("INSERT INTO phrases (phrases) VALUES ('delete-all')")
        self._connection.execute("DELETE FROM texts")
        self._connection.execute("DELETE FROM sketches")

    def retitle(self, digest: str, title: str) -> None:
        """Change the title of a text."""
        self._connection.execute("UPDATE texts SET title = ? WHERE digest = ?", (title, digest))

    def count(self) -> int:
        """Return how many texts were added, including those of removed articles."""
        (count,) = self._connection.execute("SELECT max(number) FROM texts").fetchone()
        return int(count or 0)

    def search(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a phrase, the most relevant first.

        Texts with the phrase in their title come first, then the order is by BM25; of more than
        :data:`RANKED` texts, those added last come first. Up to :data:`FEW` texts are in no order.
        """
        found = self.containing(phrase)
        if len(found) <= FEW:
            return found
        if len(found) <= RANKED or self.count() <= SMALL:
            return self._numbers(
                "SELECT number FROM phrases JOIN texts ON number = phrases.rowid WHERE phrases MATCH ?"
                " ORDER BY instr(title, ?) = 0, rank",
                phrase_of(phrase),
                phrase,
            )
        found.reverse()
        with_title = set(self._numbers("SELECT number FROM texts WHERE instr(title, ?)", phrase))
        return sorted(found, key=lambda number: number not in with_title) if with_title else found

    def containing(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a phrase, in the order in which they were added."""
        return self._numbers("SELECT rowid FROM phrases WHERE phrases MATCH ?", phrase_of(phrase))

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """Return the numbers of the texts in which runs of characters are near each other, in any order.

        :param reach: code points between the end of the first run and the start of the last, at most.
        :param marks: the text must have one of these after a run and one before a run, unless it is empty.
        """
        return self._numbers("SELECT rowid FROM phrases WHERE phrases MATCH ?", near_of(runs, reach, marks))

    def count_with(self, phrase: str) -> int:
        """Return how many articles have a text that contains a phrase."""
        query = phrase_of(phrase)
        (count,) = self._connection.execute(
            "SELECT count(*) FROM articles JOIN texts USING (digest) JOIN phrases ON number = phrases.rowid"
            " WHERE phrases MATCH ?",
            (query,),
        ).fetchone()
        return int(count)

    def _numbers(self, query: str, *values: str) -> list[int]:
        return [number for (number,) in self._connection.execute(query, values)]


def phrase_of(words: str) -> str:
    """Return the FTS5 query for folded words: a phrase of their code points, as many as are looked up."""
    return f'"{" ".join(_tokens(words[:LONGEST_PHRASE]))}"'


def near_of(runs: Sequence[str], reach: int, marks: str) -> str:
    """Return the FTS5 query for folded runs of characters near each other: see :meth:`FullText.near`."""
    query = f"NEAR({' '.join(map(phrase_of, runs))}, {reach})"
    if not marks:
        return query
    after = " OR ".join(phrase_of(run[-1] + mark) for run in runs[:-1] for mark in marks)
    before = " OR ".join(phrase_of(mark + run[0]) for run in runs[1:] for mark in marks)
    return f"{query} AND ({after}) AND ({before})"  # untranslated: FTS5


def _spaced(text: str) -> bytearray:
    """Return the tokens of a text with spaces between them, in UTF-8.

    It is done in slices: ``" ".join(text)`` makes an object of 76 bytes of each character first.
    """
    spaced = bytearray()
    for start in range(0, len(text), _SLICE):
        spaced += " ".join(_tokens(text[start : start + _SLICE])).encode()
        spaced += b" "
    return spaced


def _tokens(text: str) -> str:
    for mark, moved in _COMMON_MARKS.items():
        text = text.replace(mark, moved)
    return _NO_TOKENS.sub(lambda found: chr(_MOVED + ord(found[0])), text)
