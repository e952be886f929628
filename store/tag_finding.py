"""Finding tags as one types: by characters, pinyin, initials and mixtures, by path, by alias.

``jrfw``, ``jinrfw`` and ``jr服`` all find 金融服务, ``cq`` finds 重庆, ``fw/xs`` finds 服务/线上. A character
of a tag is met by itself (either script, width and case), or by the beginning of one of its readings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from store.chinese.folding import fold
from store.chinese.pinyin import syllables
from store.codebook import Tag


class TagMatch(NamedTuple):
    """A tag that fits what was typed."""

    tag: Tag
    places: tuple[int, ...]
    """The code points of its name that were met; none where an alias was."""
    alias: str = ""
    """The alias that was met."""


class _Spelt(NamedTuple):
    """A name as it can be typed."""

    folded: str
    syllables: tuple[frozenset[str], ...]
    """The readings of each character; none for what is not Han."""
    letters: frozenset[str]
    """All that typing can begin a character with: to tell quickly what cannot be met."""
    starts: frozenset[int]
    """Where its parts begin: at the start, and after each slash, space or hyphen."""


@lru_cache(maxsize=20_000)
def _spelt(name: str) -> _Spelt:
    folded = fold(name)
    read = tuple(syllables(character) for character in name)
    letters = frozenset(folded) | {reading[0] for readings in read for reading in readings}
    starts = {0} | {place + 1 for place, character in enumerate(folded) if character in "/ -_"}
    return _Spelt(folded, read, letters, frozenset(starts))


class TagFinder:
    """Finds in one state of the codebook."""

    def __init__(
        self,
        tags: Iterable[Tag],
        *,
        uses: Mapping[str, int] | None = None,
        here: Collection[str] = (),
        lately: Sequence[str] = (),
    ) -> None:
        """A finder of ``tags``.

        :param uses: how often each is used.
        :param here: those in use on what is being read.
        :param lately: those used last, the last one first.
        """
        self._uses = counts = uses or {}
        recent = {name: place for place, name in enumerate(lately)}
        self._tags = sorted(
            tags,
            key=lambda tag: (
                tag.name not in here,
                recent.get(tag.name, len(recent)),
                -counts.get(tag.name, 0),
                tag.name,
            ),
        )
        self._lines = "\n".join(" ".join(map(_all_letters, (tag.name, *tag.aliases))) for tag in self._tags)
        """For each tag its characters and their readings, a comma before each."""
        self._starts = [0, *(match.end() for match in re.finditer("\n", self._lines))]

    def uses(self, name: str) -> int:
        """How often a tag is used."""
        return self._uses.get(name, 0)

    def find(self, typed: str) -> list[TagMatch]:
        """The tags that fit what was typed, the best first; all of them when nothing was.

        Ranked by fit: the name itself, its beginning, a run from the beginning of a part, a run, then
        characters with others between; of equals those in use here first, then the ones used lately, then
        the most used.
        """
        query = fold(typed.strip().removeprefix("#"))
        if not query:
            return [TagMatch(tag, ()) for tag in self._tags]
        found = []
        for place in self._possible(query):
            met = _met(query, self._tags[place])
            if met is not None:
                found.append((met[0], place, met[1]))
        found.sort(key=lambda each: each[:2])
        return [match for _, _, match in found]

    def _possible(self, query: str) -> Iterator[int]:
        """The tags that may fit: each letter typed begins a character or a reading, or goes on with one."""
        first, *rest = map(re.escape, query)
        pattern = f",{first}" + "".join(f"(?:{letter}|[^\n]*?,{letter})" for letter in rest)
        for match in re.finditer(f"^[^\n]*?{pattern}", self._lines, re.MULTILINE):
            yield bisect_right(self._starts, match.start()) - 1


@lru_cache(maxsize=20_000)
def _all_letters(name: str) -> str:
    spelt = _spelt(name)
    pairs = zip(spelt.folded, spelt.syllables, strict=True)
    return "".join(
        f",{character}" + "".join(f",{each}" for each in readings) for character, readings in pairs
    )


def _met(query: str, tag: Tag) -> tuple[tuple[int, int], TagMatch] | None:
    """How well a tag fits, the smaller the better, and where."""
    best = _fit(query, _spelt(tag.name))
    found = None if best is None else (best[0], TagMatch(tag, best[1]))
    for alias in tag.aliases:
        fit = _fit(query, _spelt(alias))
        if fit is not None:
            worse = (fit[0][0] * 2 + 1, fit[0][1])
            if found is None or worse < found[0]:
                found = worse, TagMatch(tag, (), alias)
    return found


def _fit(query: str, spelt: _Spelt) -> tuple[tuple[int, int], tuple[int, ...]] | None:
    """How well a name fits, and which of its characters are met."""
    if query[0] not in spelt.letters:
        return None
    folded = spelt.folded
    if folded == query:
        return (0, 0), tuple(range(len(folded)))
    for place in sorted(spelt.starts):
        run = _run(query, 0, spelt, place)
        if run is not None:
            is_literal = folded.startswith(query, place)
            return (2 if place == 0 else 4, (not is_literal) * 100 + len(folded)), run
    for place in range(len(folded)):
        if place not in spelt.starts and (run := _run(query, 0, spelt, place)) is not None:
            return (6, len(folded)), run
    scattered = _scattered(query, 0, spelt, 0)
    return None if scattered is None else ((8, scattered[-1] - scattered[0]), scattered)


def _run(query: str, at: int, spelt: _Spelt, place: int) -> tuple[int, ...] | None:
    """The characters from ``place`` on that the rest of the query meets one after the other.

    A slash typed goes on at the name's next slash: ``f/x`` is the beginning of two parts.
    """
    if at == len(query):
        return ()
    if query[at] == "/":
        place = spelt.folded.find("/", place)
    if not 0 <= place < len(spelt.folded):
        return None
    for length in _steps(query, at, spelt, place):
        rest = _run(query, at + length, spelt, place + 1)
        if rest is not None:
            return (place, *rest)
    return None


def _scattered(query: str, at: int, spelt: _Spelt, place: int) -> tuple[int, ...] | None:
    """Characters from ``place`` on that the rest of the query meets, others left out between."""
    if at == len(query):
        return ()
    for here in range(place, len(spelt.folded)):
        for length in _steps(query, at, spelt, here):
            rest = _scattered(query, at + length, spelt, here + 1)
            if rest is not None:
                return (here, *rest)
        if query[at] == spelt.folded[here]:
            return None
    return None


def _steps(query: str, at: int, spelt: _Spelt, place: int) -> Sequence[int]:
    """How many letters of the query a character can be met by, the most first."""
    if spelt.folded[place] == query[at]:
        return (1,)
    readings = spelt.syllables[place]
    if not readings:
        return ()
    lengths = {_common(query, at, reading) for reading in readings}
    longest = max(lengths)
    return range(longest, 0, -1)


def _common(query: str, at: int, reading: str) -> int:
    """How many letters of a reading the query goes on with."""
    length = 0
    for letter in reading:
        if at + length >= len(query) or query[at + length] != letter:
            break
        length += 1
    return length
