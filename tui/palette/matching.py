"""Matches what was typed with titles: by the beginnings of words, Chinese, pinyin and initials.

There are no fuzzy matches: each word that was typed must be the beginning of something, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from store.chinese.folding import fold
from tui.palette.synonyms import forms_of_chinese_title, forms_of_word

EXACT, START, INSIDE, OTHER = 0, 1, 3, 9
"""How far a word that was typed is from a title: it is all of it, at its beginning, a later word, or a word
that is not in the title. The distances of several words are added."""

PARTIAL = 1
"""Added for a word that is only the beginning of another: star is nearer to Star than to Start."""

SHORTEST_INITIALS = 2
"""The fewest letters that are taken as initials."""

HETERONYMS = frozenset("重行调中长处为分只得")
"""Characters of titles that are read in several ways. The rare readings of the others find nothing."""

_WORD = re.compile(r"[a-z0-9]+")


class Match(NamedTuple):
    """How well a title matches. The least is the best."""

    distance: int
    """The distance of the title: see :data:`EXACT`."""
    is_chinese: bool
    """Whether it was found by its Chinese title alone."""


class Title:
    """A title that can be found."""

    def __init__(self, title: str, chinese: str = "", words: str = "") -> None:
        """Prepare a title.

        :param chinese: the title in Chinese.
        :param words: other words that users type for it, separated by spaces.
        """
        self._title = fold(title).rstrip("…").strip()
        self._chinese = fold(chinese).rstrip("…")
        self._words = [form for word in fold(words).split() for form in forms_of_word(word)]

    @cached_property
    def _title_words(self) -> list[frozenset[str]]:
        return [forms_of_word(word) for word in _WORD.findall(self._title)]

    @cached_property
    def _initials(self) -> str:
        return "".join(word[0] for word in _WORD.findall(self._title))

    @cached_property
    def _chinese_forms(self) -> tuple[str, ...]:
        return forms_of_chinese_title(self._chinese)

    @cached_property
    def _read_forms(self) -> list[list[frozenset[str]]]:
        """The readings of each character of the Chinese title and its synonyms, without tones."""
        return [[_readings(character) for character in form] for form in self._chinese_forms]

    def match(self, typed: str) -> Match | None:
        """Match what was typed. None if a word of it matches nothing.

        Without any word, every title matches.
        """
        query = " ".join(fold(typed).split())
        if query in (self._title, self._chinese) and query:
            return Match(EXACT, query != self._title)
        total, is_chinese = 0, False
        for word in query.split():
            english = self._english_distance(word)
            chinese = self._chinese_distance(word)
            best = _least((english, chinese))
            if best is None:
                return None
            total += best
            is_chinese |= best != english
        return Match(total, is_chinese)

    def _english_distance(self, word: str) -> int | None:
        for place, forms in enumerate(self._title_words):
            if any(form.startswith(word) for form in forms):
                return (INSIDE if place else START) + (PARTIAL if word not in forms else 0)
        if len(word) >= SHORTEST_INITIALS and self._initials.startswith(word):
            return INSIDE
        return OTHER if any(form.startswith(word) for form in self._words) else None

    def _chinese_distance(self, word: str) -> int | None:
        if not self._chinese:
            return None
        if not word.isascii():
            return _least(
                EXACT if form == word else _place_distance(form.find(word)) for form in self._chinese_forms
            )
        letters = word.replace("'", "")
        if not letters.isalpha():
            return None
        return _least(_pinyin_distance(letters, form) for form in self._read_forms)


def _readings(character: str) -> frozenset[str]:
    """The readings of a character without tones: one, unless it is among :data:`HETERONYMS`."""
    from store.chinese.pinyin import ascii_pinyin, syllables

    return syllables(character) if character in HETERONYMS else frozenset({ascii_pinyin(character)})


def _pinyin_distance(letters: str, syllables: Sequence[frozenset[str]]) -> int | None:
    """How far letters are from a title with these syllables, as its initials or as its pinyin."""
    if SHORTEST_INITIALS <= len(letters) <= len(syllables) and all(
        any(reading.startswith(letter) for reading in readings)
        for letter, readings in zip(letters, syllables, strict=False)
    ):
        return EXACT if len(letters) == len(syllables) else START
    starts = range(len(syllables) if len(letters) >= SHORTEST_INITIALS else 1)
    return _least(_distance_from(letters, syllables, start) for start in starts)


def _distance_from(letters: str, syllables: Sequence[frozenset[str]], start: int) -> int | None:
    """The distance of letters that are the pinyin from a character on, the last syllable maybe in part."""
    rests = {letters}
    for place in range(start, len(syllables)):
        following = set[str]()
        for rest in rests:
            for reading in syllables[place]:
                if rest == reading and start == 0 and place == len(syllables) - 1:
                    return EXACT
                if reading.startswith(rest):
                    return INSIDE if start else START
                if reading and rest.startswith(reading):
                    following.add(rest[len(reading) :])
        if not following:
            return None
        rests = following
    return None


def _place_distance(place: int) -> int | None:
    return None if place < 0 else INSIDE if place else START


def _least(distances: Iterable[int | None]) -> int | None:
    return min((each for each in distances if each is not None), default=None)
