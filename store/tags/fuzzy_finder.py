"""Finding tags as one types: by characters, pinyin, initials and mixtures, by path, by alias.

``jrfw``, ``jinrfw`` and ``jr服`` all find 金融服务, ``cq`` finds 重庆, ``fw/xs`` finds 服务/线上. A character
of a tag is met by itself (either script, width and case), or by the beginning of one of its readings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from store.chinese.folding import fold
from store.chinese.pinyin import syllables
from store.model.tag import Tag


class TagMatch(NamedTuple):
    """A tag that fits what was typed."""

    tag: Tag
    places: tuple[int, ...]
    """The code points of its name that were met; none where an alias was."""
    alias: str = ""
    """The alias that was met."""


class _Spelt(NamedTuple):
    """A name as it can be typed."""

    name: str
    folded: str
    letters: frozenset[str]
    """All that typing can begin a character with: to tell quickly what cannot be met."""
    starts: tuple[int, ...]
    """Where its parts begin: at the start, and after each slash, space or hyphen."""
    is_read: bool
    """Whether any of its characters has a reading."""


@lru_cache(maxsize=20_000)
def _spelt(name: str) -> _Spelt:
    folded = fold(name)
    read = [_character(character).initials for character in name]
    letters = frozenset(folded).union(*read)
    starts = {0} | {place + 1 for place, character in enumerate(folded[:-1]) if character in "/ -_"}
    return _Spelt(name, folded, letters, tuple(sorted(starts)), any(read))


class _Character(NamedTuple):
    """A character as it can be typed."""

    folded: str
    readings: frozenset[str]
    """None for what is not Han."""
    initials: str
    """The first letters of its readings."""


@cache
def _character(character: str) -> _Character:
    readings = syllables(character)
    return _Character(fold(character), readings, "".join(reading[0] for reading in readings))


class _Steps(dict[str, tuple[int, ...]]):
    """For a place of what was typed, how many letters from there a character can be met by, the most first.

    The characters of names come again and again; each is looked into once.
    """

    def __init__(self, rest: str) -> None:
        """From the beginning of ``rest`` on."""
        super().__init__()
        self._rest = rest

    def __missing__(self, character: str) -> tuple[int, ...]:
        self[character] = steps = self._steps(_character(character))
        return steps

    def _steps(self, met: _Character) -> tuple[int, ...]:
        first = self._rest[0]
        if met.folded == first:
            return (1,)
        if first not in met.initials:
            return ()
        return tuple(range(max(map(self._common, met.readings)), 0, -1))

    def _common(self, reading: str) -> int:
        """How many letters of a reading were typed."""
        pairs = enumerate(zip(reading, self._rest, strict=False))
        return next((at for at, (one, other) in pairs if one != other), min(len(reading), len(self._rest)))


class _Typed:
    """What was typed, folded."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.size = len(text)
        self.steps = [_Steps(text[at:]) for at in range(len(text))]


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
        self._narrowed: tuple[tuple[str, list[int]], ...] = ()
        """What was typed last and its beginnings, the shortest first, each with the tags that fitted it."""
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
        text = _Typed(query)
        found = []
        for place in self._possible(query):
            met = _met(text, self._tags[place])
            if met is not None:
                found.append((met[0], place, met[1]))
        self._narrowed = (
            *(each for each in self._narrowed if query.startswith(each[0]) and query != each[0]),
            (query, [place for _, place, _ in found]),
        )
        found.sort()  # by how well each fits and its place, of which no two have the same
        return [match for _, _, match in found]

    def _possible(self, query: str) -> Iterable[int]:
        """The tags that may fit: who types on meets only what fitted before."""
        before = [places for begun, places in self._narrowed if query.startswith(begun)]
        return before[-1] if before else self._holding(query)

    def _holding(self, query: str) -> Iterator[int]:
        """The tags that have all letters typed, in their order, the first where a character begins.

        No part of the pattern can match in two ways, so that it goes through the lines once.
        """
        first, *rest = map(re.escape, query)
        pattern = f"^[^\n]*?,{first}" + "".join(f"[^\n{letter}]*{letter}" for letter in rest)
        for match in re.finditer(pattern, self._lines, re.MULTILINE):
            yield bisect_right(self._starts, match.start()) - 1


@lru_cache(maxsize=20_000)
def _all_letters(name: str) -> str:
    return "".join(
        f",{folded}" + "".join(f",{each}" for each in _character(character).readings)
        for character, folded in zip(name, fold(name), strict=True)
    )


def _met(query: _Typed, tag: Tag) -> tuple[tuple[int, int], TagMatch] | None:
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


def _fit(query: _Typed, spelt: _Spelt) -> tuple[tuple[int, int], tuple[int, ...]] | None:
    """How well a name fits, and which of its characters are met."""
    text, folded = query.text, spelt.folded
    if text[0] not in spelt.letters:
        return None
    if folded == text:
        return (0, 0), tuple(range(len(folded)))
    if not spelt.is_read and "/" not in text:
        return _fit_literally(text, spelt)
    begins, is_path, name = query.steps[0], text[0] == "/", spelt.name
    for place in spelt.starts:
        if (begins[name[place]] or is_path) and (run := _run(query, 0, spelt, place)) is not None:
            is_literal = folded.startswith(text, place)
            return (2 if place == 0 else 4, (not is_literal) * 100 + len(folded)), run
    for place, character in enumerate(name):
        if (begins[character] or is_path) and place not in spelt.starts:
            run = _run(query, 0, spelt, place)
            if run is not None:
                return (6, len(folded)), run
    scattered = _scattered(query, 0, spelt, 0, set())
    return None if scattered is None else ((8, scattered[-1] - scattered[0]), scattered)


def _fit_literally(text: str, spelt: _Spelt) -> tuple[tuple[int, int], tuple[int, ...]] | None:
    """The same for a name that can be typed in one way only, without a slash typed."""
    folded = spelt.folded
    for place in spelt.starts:
        if folded.startswith(text, place):
            return (4 if place else 2, len(folded)), tuple(range(place, place + len(text)))
    place = folded.find(text)
    if place >= 0:
        return (6, len(folded)), tuple(range(place, place + len(text)))
    met = []
    for letter in text:
        place = folded.find(letter, place + 1)
        if place < 0:
            return None
        met.append(place)
    return (8, met[-1] - met[0]), tuple(met)


def _run(query: _Typed, at: int, spelt: _Spelt, place: int) -> tuple[int, ...] | None:
    """The characters from ``place`` on that the rest of the query meets one after the other.

    A slash typed goes on at the name's next slash: ``f/x`` is the beginning of two parts.
    """
    if query.text[at] == "/":
        place = spelt.folded.find("/", place)
    if not 0 <= place < len(spelt.name):
        return None
    for length in query.steps[at][spelt.name[place]]:
        if at + length == query.size:
            return (place,)
        rest = _run(query, at + length, spelt, place + 1)
        if rest is not None:
            return (place, *rest)
    return None


def _scattered(
    query: _Typed, at: int, spelt: _Spelt, place: int, failed: set[tuple[int, int]]
) -> tuple[int, ...] | None:
    """Characters from ``place`` on that the rest of the query meets, others left out between.

    :param failed: from where it was tried in vain.
    """
    if (at, place) in failed:
        return None
    steps = query.steps[at]
    for here in range(place, len(spelt.name)):
        for length in steps[spelt.name[here]]:
            if at + length == query.size:
                return (here,)
            rest = _scattered(query, at + length, spelt, here + 1, failed)
            if rest is not None:
                return (here, *rest)
        if query.text[at] == spelt.folded[here]:
            break
    failed.add((at, place))
    return None
