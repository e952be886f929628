"""Finds tags while the user types: by characters, pinyin, initials or a mixture, by path, or by alias.

``jrfw``, ``jinrfw`` and ``jr服`` all find 金融服务, ``cq`` finds 重庆, ``fw/xs`` finds 服务/线上. A character
of a tag matches itself (in either script, width and case) or a prefix of one of its readings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from store.chinese.folding import fold
from store.chinese.pinyin import syllables, typed_pinyin
from store.model.tag import Tag


class TagMatch(NamedTuple):
    """A tag that matches the query."""

    tag: Tag
    places: tuple[int, ...]
    """The indices of the matched code points of its name; empty if an alias matched."""
    alias: str = ""
    """The alias that matched, if the name did not."""


class _TypableName(NamedTuple):
    """A tag name or alias, prepared for matching."""

    name: str
    folded: str
    letters: frozenset[str]
    """Every letter with which one of its characters can be typed. A quick test for names that cannot
    match."""
    starts: tuple[int, ...]
    """The indices at which its parts begin: 0, and after each slash, space, hyphen and underscore."""
    is_read: bool
    """Whether any of its characters has a pinyin reading."""


@lru_cache(maxsize=20_000)
def _typable_name(name: str) -> _TypableName:
    folded = fold(name)
    read = [_character(character).initials for character in name]
    letters = frozenset(folded).union(*read)
    starts = {0} | {place + 1 for place, character in enumerate(folded[:-1]) if character in "/ -_"}
    return _TypableName(name, folded, letters, tuple(sorted(starts)), any(read))


class _Character(NamedTuple):
    """A character, prepared for matching."""

    folded: str
    readings: frozenset[str]
    """Its pinyin readings; empty if it is not Han."""
    initials: str
    """The first letters of its readings."""


@cache
def _character(character: str) -> _Character:
    readings = syllables(character)
    return _Character(fold(character), readings, "".join(reading[0] for reading in readings))


class _Steps(dict[str, tuple[int, ...]]):
    """For one position in the query: how many of its letters a character can match, the longest match first.

    The same few characters occur in many names, so the result is cached by character.
    """

    def __init__(self, rest: str) -> None:
        """Match from the beginning of ``rest``, the query from that position on."""
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
        return tuple(range(max(map(self._common_prefix, met.readings)), 0, -1))

    def _common_prefix(self, reading: str) -> int:
        """Return the length of the common prefix of a reading and the query."""
        pairs = enumerate(zip(reading, self._rest, strict=False))
        return next((at for at, (one, other) in pairs if one != other), min(len(reading), len(self._rest)))


class _Query:
    """The folded query."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.size = len(text)
        self.steps = [_Steps(text[at:]) for at in range(len(text))]


class TagFinder:
    """Finds tags in a snapshot of the codebook."""

    def __init__(
        self,
        tags: Iterable[Tag],
        *,
        uses: Mapping[str, int] | None = None,
        here: Collection[str] = (),
        lately: Sequence[str] = (),
    ) -> None:
        """Prepare to find ``tags``.

        :param uses: the number of uses of each tag.
        :param here: the tags in use on the current article.
        :param lately: the tags used last, most recent first.
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
        self._lines = "\n".join(" ".join(map(_search_line, (tag.name, *tag.aliases))) for tag in self._tags)
        """A line for each tag: its characters and their readings, each after a comma."""
        self._previous: tuple[tuple[str, list[int]], ...] = ()
        """The last query and those of its prefixes that were queried, shortest first, with the tags that
        matched."""
        self._starts = [0, *(match.end() for match in re.finditer("\n", self._lines))]

    def uses(self, name: str) -> int:
        """Return the number of uses of a tag."""
        return self._uses.get(name, 0)

    def find(self, typed: str) -> list[TagMatch]:
        """Return the tags that match a query, best match first; all tags if it is empty.

        From best to worst: the whole name, its beginning, consecutive characters from the beginning of a
        part, consecutive characters, characters with gaps. Tone marks and apostrophes of pinyin are ignored
        unless a tag has them. Ties are broken by use on the current article,
        then recent use, then number of uses.
        """
        words = typed.strip().removeprefix("#")
        if not words:
            return [TagMatch(tag, ()) for tag in self._tags]
        pinyin = typed_pinyin(words).replace("'", "")
        return self._find(fold(words)) or (self._find(pinyin) if pinyin.isascii() and pinyin else [])

    def _find(self, query: str) -> list[TagMatch]:
        text = _Query(query)
        found = []
        for place in self._candidates(query):
            met = _match_tag(text, self._tags[place])
            if met is not None:
                found.append((met[0], place, met[1]))
        self._previous = (
            *(each for each in self._previous if query.startswith(each[0]) and query != each[0]),
            (query, [place for _, place, _ in found]),
        )
        found.sort()  # by fit, then by position, which is unique
        return [match for _, _, match in found]

    def _candidates(self, query: str) -> Iterable[int]:
        """Return the tags that may match; if the query extends an earlier one, only that one's matches."""
        before = [places for begun, places in self._previous if query.startswith(begun)]
        return before[-1] if before else self._with_letters(query)

    def _with_letters(self, query: str) -> Iterator[int]:
        """Yield the tags that contain all letters of the query in order, the first at the beginning of a
        character.

        No part of the pattern can match in two ways, so it needs one pass over the lines.
        """
        first, *rest = map(re.escape, query)
        pattern = f"^[^\n]*?,{first}" + "".join(f"[^\n{letter}]*{letter}" for letter in rest)
        for match in re.finditer(pattern, self._lines, re.MULTILINE):
            yield bisect_right(self._starts, match.start()) - 1


@lru_cache(maxsize=20_000)
def _search_line(name: str) -> str:
    return "".join(
        f",{folded}" + "".join(f",{each}" for each in _character(character).readings)
        for character, folded in zip(name, fold(name), strict=True)
    )


def _match_tag(query: _Query, tag: Tag) -> tuple[tuple[int, int], TagMatch] | None:
    """Return how well a tag matches (smaller is better) and where."""
    best = _match_name(query, _typable_name(tag.name))
    found = None if best is None else (best[0], TagMatch(tag, best[1]))
    for alias in tag.aliases:
        fit = _match_name(query, _typable_name(alias))
        if fit is not None:
            worse = (fit[0][0] * 2 + 1, fit[0][1])
            if found is None or worse < found[0]:
                found = worse, TagMatch(tag, (), alias)
    return found


def _match_name(query: _Query, typable: _TypableName) -> tuple[tuple[int, int], tuple[int, ...]] | None:
    """Return how well a name matches (smaller is better) and the indices of the matched characters."""
    text, folded = query.text, typable.folded
    if text[0] not in typable.letters:
        return None
    if folded == text:
        return (0, 0), tuple(range(len(folded)))
    if not typable.is_read and "/" not in text:
        return _match_literally(text, typable)
    begins, is_path, name = query.steps[0], text[0] == "/", typable.name
    for place in typable.starts:
        if (begins[name[place]] or is_path) and (run := _match_run(query, 0, typable, place)) is not None:
            is_literal = folded.startswith(text, place)
            return (2 if place == 0 else 4, (not is_literal) * 100 + len(folded)), run
    for place, character in enumerate(name):
        if (begins[character] or is_path) and place not in typable.starts:
            run = _match_run(query, 0, typable, place)
            if run is not None:
                return (6, len(folded)), run
    scattered = _match_scattered(query, 0, typable, 0, set())
    return None if scattered is None else ((8, scattered[-1] - scattered[0]), scattered)


def _match_literally(text: str, typable: _TypableName) -> tuple[tuple[int, int], tuple[int, ...]] | None:
    """:func:`_match_name` for a name without readings, and a query without a slash."""
    folded = typable.folded
    for place in typable.starts:
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


def _match_run(query: _Query, at: int, typable: _TypableName, place: int) -> tuple[int, ...] | None:
    """Match the rest of the query to consecutive characters from ``place`` on; return their indices.

    A slash in the query skips to the next slash in the name: ``f/x`` matches the beginnings of two parts.
    """
    if query.text[at] == "/":
        place = typable.folded.find("/", place)
    if not 0 <= place < len(typable.name):
        return None
    for length in query.steps[at][typable.name[place]]:
        if at + length == query.size:
            return (place,)
        rest = _match_run(query, at + length, typable, place + 1)
        if rest is not None:
            return (place, *rest)
    return None


def _match_scattered(
    query: _Query, at: int, typable: _TypableName, place: int, failed: set[tuple[int, int]]
) -> tuple[int, ...] | None:
    """Match the rest of the query to characters from ``place`` on, with gaps; return their indices.

    :param failed: positions from which a match was tried without success.
    """
    if (at, place) in failed:
        return None
    steps = query.steps[at]
    for here in range(place, len(typable.name)):
        for length in steps[typable.name[here]]:
            if at + length == query.size:
                return (here,)
            rest = _match_scattered(query, at + length, typable, here + 1, failed)
            if rest is not None:
                return (here, *rest)
        if query.text[at] == typable.folded[here]:
            break
    failed.add((at, place))
    return None
