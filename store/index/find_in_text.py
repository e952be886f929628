"""Finding words in one text: as they stand, folded, by their pinyin, or by a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from store.chinese.folding import fold
from store.chinese.pinyin import initials, syllables
from store.errors import UsageError
from store.model.anchoring import occurrences

REGULAR = "re:"
"""What a regular expression begins with."""

SECONDS = 0.25
"""How long a regular expression may take."""

_PLAIN_LETTERS = re.compile(r"[a-z]{2,40}")
_WAYS = 64
"""Ways to read letters as syllables that are tried."""


class How(StrEnum):
    """How what was found was found."""

    WORDS = ""
    PINYIN = "pinyin"
    INITIALS = "initials"
    REGULAR = "regular expression"


class Finds(NamedTuple):
    """Every place in a text where something was found."""

    spans: tuple[tuple[int, int], ...]
    """(start, end) in code points, in order."""
    how: How


class BadPattern(UsageError):
    """A regular expression that is none, or takes too long."""


class Finder:
    """Finds in one text, which is folded once, when something is first looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: str | None = None
        self._han: frozenset[str] = frozenset()

    def find(self, query: str) -> Finds:
        """Every place of the words; simplified finds traditional, full width half width, and the other way.

        ``re:`` before it makes the query a regular expression. Plain letters of which the text has none
        are read as pinyin: whole syllables, the last may be unfinished; else as the initials of characters.

        :raises BadPattern: the regular expression is none, or takes too long.
        """
        if query.startswith(REGULAR):
            return Finds(self._regular(query.removeprefix(REGULAR)), How.REGULAR)
        phrase = fold(query)
        if self._folded is None:
            self._folded = fold(self._text)
        spans = tuple((start, start + len(phrase)) for start in occurrences(self._folded, phrase))
        if spans or not _PLAIN_LETTERS.fullmatch(phrase):
            return Finds(spans, How.WORDS)
        spans = self._by_syllables(phrase)
        return Finds(spans, How.PINYIN) if spans else Finds(self._by_initials(phrase), How.INITIALS)

    def _regular(self, pattern: str) -> tuple[tuple[int, int], ...]:
        import regex

        try:
            found = regex.finditer(pattern, self._text, flags=regex.MULTILINE, timeout=SECONDS)
            return tuple(match.span() for match in found if match.end() > match.start())
        except regex.error as error:
            raise BadPattern(f"re:{pattern} is no regular expression: {error}.") from error
        except TimeoutError as error:
            raise BadPattern(f"re:{pattern} takes too long on this article: make it simpler.") from error

    def _by_syllables(self, letters: str) -> tuple[tuple[int, int], ...]:
        characters = self._characters()
        known = {syllable for character in characters for syllable in syllables(character)}
        ways = [
            "".join(_any_of(char for char in characters if part in syllables(char)) for part in way)
            + _any_of(char for char in characters if any(one.startswith(last) for one in syllables(char)))
            for *way, last in _divided(letters, known)
        ]
        return self._matches("|".join(ways)) if ways else ()

    def _by_initials(self, letters: str) -> tuple[tuple[int, int], ...]:
        characters = self._characters()
        classes = [_any_of(char for char in characters if letter in initials(char)) for letter in letters]
        return self._matches("".join(classes))

    def _matches(self, pattern: str) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in re.finditer(pattern, self._text))

    def _characters(self) -> frozenset[str]:
        """The Han characters of the text."""
        if not self._han:
            self._han = frozenset(char for char in set(self._text) if char >= "\u2e80" and syllables(char))
        return self._han


def _any_of(characters: Iterator[str]) -> str:
    """A class of characters for a regular expression; of none, what matches nothing."""
    joined = "".join(sorted(characters))
    return f"[{re.escape(joined)}]" if joined else r"(?!)"


def _divided(letters: str, known: set[str]) -> list[tuple[str, ...]]:
    """The ways to read letters as known syllables, of which the last may be unfinished; not all when many."""
    beginnings = {syllable[:length] for syllable in known for length in range(1, len(syllable) + 1)}
    ways: list[tuple[tuple[str, ...], str]] = [((), letters)]
    found: list[tuple[str, ...]] = []
    while ways and len(found) < _WAYS:
        way, rest = ways.pop()
        if rest in beginnings:
            found.append((*way, rest))
        ways += [
            ((*way, rest[:length]), rest[length:])
            for length in range(1, min(len(rest), 7))
            if rest[:length] in known
        ]
    return found
