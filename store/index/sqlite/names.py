"""Finds articles by title, authors and source while somebody types: by characters, pinyin or initials.

Each article has a line of cells, one for each character: its reading, padded to the length of the longest
syllable and begun by a capital, then the folded character. What was typed becomes patterns over such cells,
which SQLite compares with 100,000 lines in some hundredths of a second.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from store.chinese.folding import fold
from store.chinese.pinyin import (
    collation_key,
    load_phrases,
    ordered_syllables,
    read_characters,
    typed_pinyin,
)
from store.model.listing.rows import Row
from store.patterns import late_pattern

TABLES = """
    CREATE TABLE IF NOT EXISTS names (id TEXT PRIMARY KEY, line TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS name_keys (
        id TEXT PRIMARY KEY, names TEXT, title_key TEXT, source_key TEXT
    ) WITHOUT ROWID;
"""
"""``names`` is read whole for each search, so it has nothing else. ``name_keys.names``: what the line and
the keys were made of."""

SYLLABLE = 6
"""The number of letters of the longest syllable: zhuang."""

LONGEST_NAME = 200
"""Code points of a title, a source or all authors that can be found and sorted by."""

MOST_PATTERNS = 40
"""The number of ways to divide letters into syllables that are tried, those with the fewest parts first."""

STEPS = (2, 5, 9)
"""The lengths of the beginnings of a longer query that are looked for first."""

_BEGINS_SYLLABLE = late_pattern(r"(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:[aeiouv]{1,3}(?:ng?|r)?)?")
"""Matches the beginning of a syllable, and some letters that begin none, which does no harm."""


class SortKeys(NamedTuple):
    """The keys by which an article is sorted by pinyin."""

    title: str
    source: str
    """Empty if it has no source."""


class NameIndex:
    """The names of all articles, in the tables of a catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use the table in the database of ``connection``, which has :data:`TABLES`."""
        self._connection = connection

    def put(self, row: Row) -> SortKeys:
        """Store the names of an article; return its keys. Names that are the same are not read again."""
        names = "\n".join(
            each[:LONGEST_NAME] for each in (row.title, " ".join(row.authors), row.source) if each
        )
        found = self._connection.execute(
            "SELECT title_key, source_key FROM name_keys WHERE id = ? AND names = ?", (row.id, names)
        ).fetchone()
        if found is not None:
            return SortKeys(*found)
        load_phrases()
        keys = SortKeys(collation_key(row.title[:LONGEST_NAME]), collation_key(row.source[:LONGEST_NAME]))
        self._connection.execute("INSERT OR REPLACE INTO names VALUES (?, ?)", (row.id, _line(names)))
        self._connection.execute(
            "INSERT OR REPLACE INTO name_keys VALUES (?, ?, ?, ?)", (row.id, names, *keys)
        )
        return keys

    def drop(self, article: str) -> None:
        """Delete the names of an article."""
        self._connection.execute("DELETE FROM names WHERE id = ?", (article,))
        self._connection.execute("DELETE FROM name_keys WHERE id = ?", (article,))

    def matching(self, typed: str) -> set[str]:
        """Return the IDs of the articles whose names contain what was typed; none if it is empty.

        Names have at most :data:`LONGEST_NAME` code points, and so has what is looked for.
        """
        wanted = fold(typed_pinyin(typed.strip()[:LONGEST_NAME]))
        if not wanted:
            return set()
        found: set[str] | None = None
        # What contains all of it contains its beginning, for which there are fewer patterns to compare.
        for length in (*(each for each in STEPS if each < len(wanted)), len(wanted)):
            found = self._narrowed(wanted[:length], found)
        return found or set()

    def _narrowed(self, wanted: str, among: set[str] | None) -> set[str]:
        """Return which of some articles match; of all if ``among`` is None."""
        patterns = list(_patterns(wanted))
        condition = " OR ".join(["line GLOB ?"] * len(patterns))
        question = f"SELECT id FROM names WHERE ({condition})"  # noqa: S608
        if among is not None:
            question += " AND id IN (SELECT value FROM json_each(?))"
            patterns.append(msgspec.json.encode(list(among)).decode())
        return {article for (article,) in self._connection.execute(question, patterns)}


def _line(names: str) -> str:
    """Return the cells of all names, twice if a character has several readings: the other ones after the
    likely ones.
    """
    read = [each for name in names.split("\n") for each in (*read_characters(name), ("\n", ""))]
    likely = [(written, typed_pinyin(pinyin)) for written, pinyin in read]
    others = [(written, _other_reading(written, pinyin)) for written, pinyin in likely]
    lines = [likely] if others == likely else [likely, others]
    return "".join(_cell(written, pinyin) for line in lines for written, pinyin in line)


def _other_reading(character: str, pinyin: str) -> str:
    return next((each for each in ordered_syllables(character) if each != pinyin), pinyin)


def _cell(written: str, pinyin: str) -> str:
    folded = fold(written)
    read = pinyin or (folded if folded.isascii() and folded.isalpha() else "")
    return read.capitalize().ljust(SYLLABLE)[:SYLLABLE] + folded


def _patterns(typed: str) -> Iterator[str]:
    """Yield the patterns of cells that what was typed can mean."""
    if not typed:
        return
    literally = [_Part(character, is_reading=_is_letter(character)) for character in typed]
    yield from dict.fromkeys(map(_pattern, [literally, *_divisions(typed)]))


class _Part(NamedTuple):
    """What matches one character."""

    text: str
    is_reading: bool
    """Whether it is the beginning of its reading; else it is the character."""


def _divisions(typed: str) -> list[list[_Part]]:
    """Return the ways to divide what was typed into parts for one character each, short ones first."""
    known: dict[int, list[list[_Part]]] = {len(typed): [[]]}
    for start in range(len(typed) - 1, -1, -1):
        ways: list[list[_Part]] = []
        for end in range(min(start + SYLLABLE, len(typed)), start, -1):
            part = typed[start:end]
            if _is_reading(part):
                ways += [[_Part(part, is_reading=True), *rest] for rest in known[end]]
        if not _is_letter(typed[start]):
            part = typed[start]
            ways += [[_Part(part, is_reading=False), *rest] for rest in known[start + 1]]
            if part in " '" and start:  # divides syllables
                ways += known[start + 1]
        known[start] = sorted(ways, key=len)[:MOST_PATTERNS]
    return [way for way in known[0] if way]


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_reading(part: str) -> bool:
    """Whether letters may begin a syllable; each letter may also be a letter of a name."""
    if not all(map(_is_letter, part)):
        return False
    return len(part) == 1 or (part[0] not in "iuv" and _BEGINS_SYLLABLE.fullmatch(part) is not None)


def _pattern(parts: list[_Part]) -> str:
    """Return the pattern of cells that follow each other, for SQLite's GLOB."""
    cells, reading = [], "?" * SYLLABLE
    for number, part in enumerate(parts):
        if part.is_reading:
            cells.append(part.text.capitalize() + "?" * (SYLLABLE - len(part.text)) + "?")
        else:
            character = f"[{part.text}]" if part.text in "*?[" else part.text
            cells.append((reading if number else "") + character)
    pattern = "".join(cells).rstrip("?")
    return f"*{pattern}*"
