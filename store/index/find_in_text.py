"""Finds words in one text: folded, by pinyin, or by a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from store.chinese.folding import fold
from store.chinese.pinyin import initials, syllables, typed_pinyin
from store.patterns import late_pattern
from store.query.regular_expression import PREFIX, spans_of

_PINYIN = late_pattern(r"(?=.{2,40}\Z)[a-z]+(?:'[a-z]+)*")
_MAX_SYLLABLE = 6
"""Letters of the longest syllable."""
_MAX_READINGS = 64
"""Ways to divide letters into syllables that are tried, at most."""


class Method(StrEnum):
    """How a query was matched."""

    WORDS = ""
    PINYIN = "pinyin"
    INITIALS = "initials"
    REGEX = "regular expression"  # untranslated: the reader has a name for each


class Finds(NamedTuple):
    """All matches of a query in a text."""

    spans: tuple[tuple[int, int], ...]
    """(start, end) in code points, in text order."""
    method: Method


class Finder:
    """Finds words in one text, which is folded once, when it is first searched."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: str | None = None
        self._han: frozenset[str] = frozenset()

    def find(self, query: str) -> Finds:
        """Return all matches of a query. Script, width and case do not matter.

        A query that starts with ``re:`` is a regular expression. Letters that are not in the text are read as
        pinyin: as syllables, of which the last may be incomplete; else as the initials of characters. Tone
        marks are ignored; an apostrophe divides syllables: xi'an is 西安, but not 先.

        :raises BadPattern: see :func:`store.query.regular_expression.spans_of`.
        """
        if query.startswith(PREFIX):
            return Finds(spans_of(query.removeprefix(PREFIX), self._text), Method.REGEX)
        from store.model.anchoring import occurrences

        phrase = fold(query)
        if self._folded is None:
            self._folded = fold(self._text)
        spans = tuple((start, start + len(phrase)) for start in occurrences(self._folded, phrase))
        letters = typed_pinyin(query)
        if spans or not _PINYIN.fullmatch(letters):
            return Finds(spans, Method.WORDS)
        spans = self._by_syllables(letters)
        if spans or "'" in letters:
            return Finds(spans, Method.PINYIN)
        return Finds(self._by_initials(letters), Method.INITIALS)

    def _by_syllables(self, letters: str) -> tuple[tuple[int, int], ...]:
        characters = self._characters()
        known = {syllable for character in characters for syllable in syllables(character)}
        patterns = [
            "".join(_any_of(char for char in characters if part in syllables(char)) for part in complete)
            + _any_of(char for char in characters if any(one.startswith(last) for one in syllables(char)))
            for *complete, last in _readings(letters, known)
        ]
        return self._matches("|".join(patterns)) if patterns else ()

    def _by_initials(self, letters: str) -> tuple[tuple[int, int], ...]:
        characters = self._characters()
        classes = [_any_of(char for char in characters if letter in initials(char)) for letter in letters]
        return self._matches("".join(classes))

    def _matches(self, pattern: str) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in re.finditer(pattern, self._text))

    def _characters(self) -> frozenset[str]:
        """Return the Han characters of the text."""
        if not self._han:
            self._han = frozenset(char for char in set(self._text) if char >= "\u2e80" and syllables(char))
        return self._han


def _any_of(characters: Iterator[str]) -> str:
    """Return a regular expression that matches one of the characters; nothing if there are none."""
    joined = "".join(sorted(characters))
    return f"[{re.escape(joined)}]" if joined else r"(?!)"


def _readings(letters: str, known: set[str]) -> list[tuple[str, ...]]:
    """Return up to :data:`_MAX_READINGS` ways to divide letters into known syllables.

    The last syllable may be incomplete. An apostrophe is never inside a syllable.
    """
    beginnings = {syllable[:length] for syllable in known for length in range(1, len(syllable) + 1)}
    end = len(letters)

    def after(place: int) -> int:
        """The place of the next syllable."""
        return place + letters.startswith("'", place)

    ends: dict[int, list[int]] = {}
    """By the place of a syllable: where it may end so that the end of the letters is reached."""
    for start in range(end - 1, -1, -1):
        places = range(start + 1, min(start + _MAX_SYLLABLE, end - 1) + 1)
        ends[start] = [at for at in places if letters[start:at] in known and ends.get(after(at))]
        if letters[start:] in beginnings:
            ends[start].append(end)
    pending: list[tuple[tuple[str, ...], int]] = [((), 0)]
    found: list[tuple[str, ...]] = []
    while pending and len(found) < _MAX_READINGS:
        syllables_so_far, start = pending.pop()
        if start == end:
            found.append(syllables_so_far)
        else:
            pending += [((*syllables_so_far, letters[start:at]), after(at)) for at in ends[start]]
    return found
