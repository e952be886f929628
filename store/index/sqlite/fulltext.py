"""The full-text index: in which texts a phrase stands, whatever its characters.

Every code point, punctuation and spaces included, is a token of SQLite's FTS5, and what is searched for is
a phrase of such tokens. So the index finds what a scan for the substring finds, and a single character is
enough. It keeps no text: a text is known by its digest, and once taken in serves every article that has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from store.index.article_index import FEW

RANKED = 300
"""Of more texts than these the index does not work out which are the most relevant: a phrase that common
tells little of any, and weighing each takes longer than finding them."""

SMALL = 3000
"""An index of so many texts weighs them all."""

TABLES = """
    CREATE VIRTUAL TABLE IF NOT EXISTS phrases
        USING fts5(text, content = '', tokenize = 'ascii', columnsize = 1);
    CREATE TABLE IF NOT EXISTS texts (number INTEGER PRIMARY KEY, digest TEXT UNIQUE, title TEXT);
    CREATE INDEX IF NOT EXISTS by_title ON texts (title);
"""

# The tokenizer `ascii` takes letters, digits and all that is not ASCII for parts of words.
_TOKENS = {code: 0xF0000 + code for code in range(128) if not chr(code).isalnum()}


class FullText:
    """The index of folded texts in a catalogue's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """The index in the file that ``connection`` has open; :data:`TABLES` are in it."""
        self._connection = connection

    def title(self, digest: str) -> str | None:
        """What the text of that digest is called; None when it is not in the index."""
        found = self._connection.execute("SELECT title FROM texts WHERE digest = ?", (digest,)).fetchone()
        return None if found is None else str(found[0])

    def put(self, digest: str, title: str, text: str) -> None:
        """Take in a text and its title, both folded."""
        new = self._connection.execute("INSERT INTO texts (digest, title) VALUES (?, ?)", (digest, title))
        self._connection.execute(
            "INSERT INTO phrases (rowid, text) VALUES (?, ?)", (new.lastrowid, " ".join(_tokens(text)))
        )

    def clear(self) -> None:
        """Forget all texts."""
        self._connection.execute("INSERT INTO phrases (phrases) VALUES ('delete-all')")
        self._connection.execute("DELETE FROM texts")

    def retitle(self, digest: str, title: str) -> None:
        """Give the text of that digest another title, folded."""
        self._connection.execute("UPDATE texts SET title = ? WHERE digest = ?", (title, digest))

    def count(self) -> int:
        """How many texts were taken in, of articles that are gone too."""
        (count,) = self._connection.execute("SELECT max(number) FROM texts").fetchone()
        return int(count or 0)

    def search(self, phrase: str) -> list[int]:
        """The numbers of the texts in which a folded phrase stands, the most relevant first if many.

        Those with the phrase in their title come first. Then they are by BM25: the more often the phrase
        stands in a text for the text's length, the earlier; of more than :data:`RANKED`, the ones taken in
        last are first. No more than :data:`FEW` are in no order.
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
        entitled = set(self._numbers("SELECT number FROM texts WHERE instr(title, ?)", phrase))
        return sorted(found, key=lambda number: number not in entitled) if entitled else found

    def containing(self, phrase: str) -> list[int]:
        """The numbers of the texts in which a folded phrase stands, in no order of relevance."""
        return self._numbers("SELECT rowid FROM phrases WHERE phrases MATCH ?", phrase_of(phrase))

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """The numbers of the texts in which folded runs of characters stand near each other, in any order.

        :param reach: code points that stand at most between the end of the first and the start of the last.
        :param marks: one of these stands after one of the runs and before one; empty when that is not so.
        """
        query = f"NEAR({' '.join(map(phrase_of, runs))}, {reach})"
        if marks:
            after = " OR ".join(phrase_of(run[-1] + mark) for run in runs[:-1] for mark in marks)
            before = " OR ".join(phrase_of(mark + run[0]) for run in runs[1:] for mark in marks)
            query += f" AND ({after}) AND ({before})"
        return self._numbers("SELECT rowid FROM phrases WHERE phrases MATCH ?", query)

    def count_with(self, phrase: str) -> int:
        """How many articles have a text in which a folded phrase stands."""
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
    """Folded words as the index is asked for them: a phrase of their code points."""
    return f'"{" ".join(_tokens(words))}"'


def _tokens(text: str) -> str:
    return text.translate(_TOKENS)
