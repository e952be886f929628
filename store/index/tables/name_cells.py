"""The names of articles as cells, by which they are found while somebody types: by characters, pinyin or
initials; and the keys by which articles are sorted by pinyin.

Each article has a line of cells, one for each character: its reading, padded to the length of the longest
syllable and begun by a capital, then the folded character. What was typed becomes patterns over such cells,
which a database compares with 100,000 lines in some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

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

SYLLABLE = 6
"""The number of letters of the longest syllable: zhuang."""

LONGEST_NAME = 200
"""Code points of a title, a source or all authors that can be found and sorted by."""

MOST_PATTERNS = 40
"""The number of ways to divide letters into syllables that are tried, those with the fewest parts first."""

STEPS = (2, 5, 9)
"""The lengths of the beginnings of a longer query that are looked for first."""

Pattern: TypeAlias = tuple[str | None, ...]  # untranslated: a type
"""The characters that a line has one after the other, somewhere in it; None is any character."""

_BEGINS_SYLLABLE = late_pattern(r"(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:[aeiouv]{1,3}(?:ng?|r)?)?")
"""Matches the beginning of a syllable, and some letters that begin none, which does no harm."""


class SortKeys(NamedTuple):
    """The keys by which an article is sorted by pinyin."""

    title: str
    source: str
    """Empty if it has no source."""


def names_of(row: Row) -> str:
    """Return the names of an article, a line each, as far as it can be found by them."""
    return "\n".join(each[:LONGEST_NAME] for each in (row.title, " ".join(row.authors), row.source) if each)


def sort_keys(row: Row) -> SortKeys:
    """Return the keys of an article."""
    load_phrases()
    return SortKeys(collation_key(row.title[:LONGEST_NAME]), collation_key(row.source[:LONGEST_NAME]))


def looked_for(typed: str) -> Iterator[str]:
    """Yield what to look for after something was typed: first its beginnings, then all of it.

    What contains all of it contains its beginning, for which there are fewer patterns to compare. Names have
    at most :data:`LONGEST_NAME` code points, and so has what is looked for. Nothing is if it is empty.
    """
    wanted = fold(typed_pinyin(typed.strip()[:LONGEST_NAME]))
    if wanted:
        for length in (*(each for each in STEPS if each < len(wanted)), len(wanted)):
            yield wanted[:length]


def line_of(names: str) -> str:
    """Return the line of names: all cells, twice if a character has several readings, the other ones after
    the likely ones.
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


def patterns(typed: str) -> Iterator[Pattern]:
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


def _pattern(parts: list[_Part]) -> Pattern:
    """Return the pattern of cells that follow each other."""
    pattern: list[str | None] = []
    for number, part in enumerate(parts):
        if part.is_reading:
            pattern += [*part.text.capitalize(), *[None] * (SYLLABLE - len(part.text)), None]
        else:
            pattern += [*([None] * SYLLABLE if number else ()), part.text]
    while pattern and pattern[-1] is None:
        pattern.pop()
    return tuple(pattern)
