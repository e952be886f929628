"""The clipper: what fills the gap of a pattern, such as the names after 记者 for ``记者*``.

A pattern is words with one gap, ``*``: at its end or beginning the gap is filled by what stands beside the
words, within them by what stands between. Spaces and quotation marks beside a gap do not count; a mark that
ends a clause closes the gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from store.chinese.folding import fold
from store.chinese.variants.marks import JOINING, PARTING
from store.corpus.stop_words import FUNCTION_WORDS
from store.errors import PizhuError, UsageError
from store.index.search import hit
from store.language import _
from store.library import Library
from store.press.person_names import is_common_word, is_name
from store.progress import Progress, no_progress
from store.query.places import finder
from store.query.tree import Node, Query, Wildcard, words

if TYPE_CHECKING:
    from store.chinese.words import Segmenter

EXAMPLES = 3
"""Examples that are kept of each filler."""

CHARACTERS = 4
"""How many characters fill a gap at most, unless another number is asked for."""

LONGEST_NAME = 20
"""Code points of the longest name of a person."""

AROUND = 100
"""Code points on each side of a gap that are divided into words, at most."""

_GAPS = "*＊"
_DOTS = "·•・‧∙"
_ENDS = frozenset(PARTING + "\n")


class GapUnit(StrEnum):
    """What fills a gap."""

    WORD = "word"
    """Words of the segmenter, with the user dictionary."""
    NAME = "name"
    """The name of a person."""
    CHARACTERS = "characters"


class Filler(msgspec.Struct, frozen=True):
    """What fills a gap."""

    text: str
    """As it stands at its first place."""
    places: int
    articles: int
    examples: tuple[str, ...]
    """Places of the whole pattern with a few characters around them."""


class ClipPattern(msgspec.Struct, frozen=True):
    """Words with a gap between, before or after them."""

    before: str
    after: str

    @classmethod
    def parse(cls, written: str) -> ClipPattern:
        """Parse a pattern as it is typed.

        :raises UsageError: it has no gap, several, or nothing else.
        """
        gaps = [at for at, char in enumerate(written) if char in _GAPS]
        if len(gaps) != 1:
            raise UsageError(
                _("The pattern “{pattern}” needs one gap: write * where it is, as in 记者*.", pattern=written)
            )
        before, after = written[: gaps[0]].strip(), written[gaps[0] + 1 :].strip()
        if not before and not after:
            raise UsageError(_("The pattern has only a gap: write the words beside it, as in 记者*."))
        return cls(before, after)

    def node(self) -> Node:
        """Return the node of a query for texts that have the pattern."""
        if self.before and self.after:
            return Wildcard((self.before, "*", self.after))
        return words(self.before or self.after)


class Clip:
    """What fills a gap in the articles of a library, with the places of each filler."""

    def __init__(self) -> None:
        self._places: defaultdict[str, dict[str, list[tuple[int, int]]]] = defaultdict(dict)
        self._written: dict[str, str] = {}
        self._examples: defaultdict[str, list[str]] = defaultdict(list)
        self._texts: dict[str, int] = {}

    def add(self, article: str, text: str, start: int, end: int, whole: tuple[int, int]) -> None:
        """Add a filler: ``text[start:end]`` of an article, in code points.

        :param whole: the place of the pattern with it.
        """
        key = fold(text[start:end])
        self._written.setdefault(key, text[start:end])
        self._places[key].setdefault(article, []).append((start, end))
        if len(self._examples[key]) < EXAMPLES:
            self._examples[key].append(hit(text, *whole).snippet)
        self._texts[article] = hash(text)

    def fillers(self) -> list[Filler]:
        """Return all fillers, the most frequent first."""
        found = [
            Filler(
                self._written[key], sum(map(len, places.values())), len(places), tuple(self._examples[key])
            )
            for key, places in self._places.items()
        ]
        return sorted(found, key=lambda each: (-each.places, -each.articles, each.text))

    def ranges(self, fillers: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
        """Return, by article, the places of some fillers, in the order of the text."""
        found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        for filler in fillers:
            for article, places in self._places.get(fold(filler), {}).items():
                found[article].update(places)
        return {article: sorted(places) for article, places in found.items()}

    def has_text(self, article: str, text: str) -> bool:
        """Whether an article has the text still in which fillers were found."""
        return self._texts.get(article) == hash(text)


class Clipper:
    """Finds what fills the gap of a pattern in texts."""

    def __init__(
        self,
        pattern: ClipPattern,
        unit: GapUnit = GapUnit.WORD,
        most: int | None = None,
        segmenter: Segmenter | None = None,
    ) -> None:
        """Prepare to find fillers.

        :param most: the words or characters that fill a gap at most; None for one word, or
            :data:`CHARACTERS`. Between words a gap has any number unless one is given.
        :param segmenter: divides texts into words, loaded; needed unless characters are counted.
        """
        self._pattern = pattern
        self._unit = unit
        self._is_between = bool(pattern.before and pattern.after)
        self._given = most
        self._most = most or (CHARACTERS if unit is GapUnit.CHARACTERS else 1)
        self._finder = finder(pattern.node())
        self._spans = lru_cache(maxsize=5_000)(segmenter.spans) if segmenter is not None else None

    def fillers(self, text: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """Yield the start and end of each filler in a text, and the place of the pattern with it."""
        for start, end in self._finder.places(text):
            if self._is_between:
                found = self._between(text, start + len(self._pattern.before), end - len(self._pattern.after))
                whole = start, end
            elif self._pattern.before:
                found = self._beside(text, end, is_left=False)
                whole = (start, found[1]) if found else (start, end)
            else:
                found = self._beside(text, start, is_left=True)
                whole = (found[0], end) if found else (start, end)
            if found:
                yield *found, whole

    def _between(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        while start < end and text[start] in JOINING:
            start += 1
        while start < end and text[end - 1] in JOINING:
            end -= 1
        if start >= end or any(_is_end(text, at) for at in range(start, end)):
            return None
        if self._unit is GapUnit.NAME:
            return (start, end) if _is_person(text[start:end]) else None
        if self._unit is GapUnit.CHARACTERS:
            return (start, end) if self._given is None or end - start <= self._given else None
        cuts = self._cuts(text, start, end)
        number = sum(start <= cut < end for cut in cuts)
        fits = start in cuts and end in cuts and (self._given is None or number <= self._given)
        return (start, end) if fits else None

    def _beside(self, text: str, at: int, *, is_left: bool) -> tuple[int, int] | None:
        """Return what stands beside a place, if anything does before a mark."""
        step = -1 if is_left else 1
        edge = at
        while 0 <= edge - is_left < len(text) and text[edge - is_left] in JOINING:
            edge += step
        if not 0 <= edge - is_left < len(text) or _is_end(text, edge - is_left):
            return None
        if self._unit is GapUnit.CHARACTERS:
            last = edge
            while abs(last - edge) < self._most and 0 <= last - is_left < len(text):
                if _is_end(text, last - is_left) or text[last - is_left] in JOINING:
                    break
                last += step
            return (last, edge) if is_left else (edge, last)
        cuts = self._cuts(text, edge, edge)
        if edge not in cuts or at not in cuts:
            return None
        pieces = [
            (start, end)
            for start, end in pairwise(sorted(cuts))
            if (end <= edge if is_left else start >= edge)
        ]
        if is_left:
            pieces.reverse()
        choose = self._name if self._unit is GapUnit.NAME else self._words
        return choose(text, pieces, is_left=is_left)

    def _words(
        self, text: str, pieces: Iterable[tuple[int, int]], *, is_left: bool
    ) -> tuple[int, int] | None:
        taken: list[tuple[int, int]] = []
        for start, end in pieces:
            word = fold(text[start:end])
            if len(taken) == self._most or not any(map(str.isalnum, word)):
                break
            if taken and word in FUNCTION_WORDS:
                break
            taken.append((start, end))
        return _range(taken, is_left=is_left) if taken else None

    @staticmethod
    def _name(text: str, pieces: Iterable[tuple[int, int]], *, is_left: bool) -> tuple[int, int] | None:
        taken: list[tuple[int, int]] = []
        found = None
        for start, end in pieces:
            piece = text[start:end]
            is_dot = piece in _DOTS
            if fold(piece) in FUNCTION_WORDS or not (is_dot or all(map(str.isalpha, piece))):
                break
            if found is not None and not is_dot and text[taken[-1][0] : taken[-1][1]] not in _DOTS:
                break
            taken.append((start, end))
            first, last = _range(taken, is_left=is_left)
            if last - first > LONGEST_NAME:
                break
            if _is_person(text[first:last]):
                found = first, last
        return found

    def _cuts(self, text: str, start: int, end: int) -> set[int]:
        """Return where the clause around a place divides into words, its ends included."""
        first = start
        while first > max(0, start - AROUND) and not _is_end(text, first - 1):
            first -= 1
        last = end
        while last < min(len(text), end + AROUND) and not _is_end(text, last):
            last += 1
        if self._spans is None:
            return set(range(first, last + 1))
        return {first, *(first + stop for _start, stop in self._spans(text[first:last]))}


def _is_end(text: str, at: int) -> bool:
    """Whether a mark that ends a clause stands at a place; not one within a number or an address: 56.6."""
    if fold(text[at]) not in _ENDS:
        return False
    around = text[at - 1 : at + 2] if at else ""
    return not (len(around) == 3 and around.isascii() and around[0].isalnum() and around[2].isalnum())


def _is_person(words: str) -> bool:
    return len(words) > 1 and is_name(words) and not is_common_word(words)


def _range(pieces: list[tuple[int, int]], *, is_left: bool) -> tuple[int, int]:
    return (pieces[-1][0], pieces[0][1]) if is_left else (pieces[0][0], pieces[-1][1])


def clip(
    library: Library,
    pattern: ClipPattern,
    clipper: Clipper,
    query: Query = Query(),  # noqa: B008  # an immutable value
    progress: Progress = no_progress,
) -> Clip:
    """Find what fills the gap of a pattern in the articles that match a query.

    :param progress: called with articles read and articles in total; what it raises stops the search.
    :raises QuerySyntaxError: a pattern takes too long on a text.
    """
    articles = library.articles.filtered(query.joined(Query((pattern.node(),)))).articles
    found = Clip()
    for done, article in enumerate(articles):
        progress(done, len(articles))
        with suppress(PizhuError):  # damaged, or removed meanwhile
            text = library.texts.text(article)
            for start, end, whole in clipper.fillers(text):
                found.add(article, text, start, end, whole)
    progress(len(articles), len(articles))
    return found


def tag_fillers(
    library: Library,
    found: Clip,
    fillers: Collection[str],
    tags: tuple[str, ...],
    progress: Progress = no_progress,
) -> int:
    """Tag all places of some fillers in one step; return how many got a tag that they did not have.

    :param progress: called with the work done and the total, as long as the operation can be stopped.
    :raises BadTagName: a name is not valid; nothing is changed.
    :raises Conflict: a text has changed meanwhile; nothing is changed.
    """
    from store.model import step_labels
    from store.model.labels import quoted
    from store.terms.marking import tag_ranges

    wanted = {
        article: [(*place, tags) for place in places] for article, places in found.ranges(fillers).items()
    }
    label = step_labels.tag_places(count=sum(map(len, wanted.values())), tags=quoted(tags))
    return tag_ranges(library, wanted, label, found.has_text, progress)
