"""The clipper: what fills the gap of a pattern, such as the names after 记者 for ``记者*``.

A pattern is words with one gap, ``*``: at its end or beginning the gap is filled by what stands beside the
words, within them by what stands between. Spaces and quotation marks beside a gap do not count; a mark that
ends a clause closes the gap.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
from store.progress import Progress, no_progress
from store.query.places import finder
from store.query.tree import Field, Node, Query, Wildcard, words
from store.terms.names_in_gaps import Division, KnownNames, is_person, name_after, name_before, name_of_pieces

if TYPE_CHECKING:
    from store.chinese.words import Segmenter

EXAMPLES = 3
"""Examples that are kept of each filler."""

CHARACTERS = 4
"""How many characters fill a gap at most, unless another number is asked for."""

AROUND = 100
"""Code points on each side of a gap that are divided into words, at most."""

NO_NAMES = KnownNames()

_GAPS = "*＊"
_ENDS = frozenset(PARTING + "\n")


class GapUnit(StrEnum):
    """What fills a gap."""

    WORD = "word"
    """Words of the segmenter, with the user dictionary."""
    NAME = "name"
    """The name of a person."""
    CHARACTERS = "characters"


class Omission(StrEnum):
    """Why what stands in a gap fills it not."""

    WITHIN_WORD = "within_word"
    """A word reaches over the border of the gap: 金融服务业 for ``*服务`` if it is one word."""
    NO_NAME = "no_name"
    """It is not the name of a person."""
    TOO_LONG = "too_long"
    """There are more words or characters than were asked for."""


class Gap(msgspec.Struct, frozen=True):
    """A place of a pattern with what stands in its gap: ``text[start:end]``, in code points."""

    start: int
    end: int
    filler: tuple[int, int] | None = None
    """The place of what fills the gap; None if nothing that was asked for does."""
    omission: Omission | None = None
    """Why nothing fills it."""


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
        self.omissions: Counter[Omission] = Counter()
        """How many places were left out, by why."""

    def add(self, article: str, text: str, gap: Gap) -> None:
        """Add a place of the pattern in the text of an article."""
        if gap.filler is None:
            if gap.omission is not None:
                self.omissions[gap.omission] += 1
            return
        start, end = gap.filler
        key = fold(text[start:end])
        self._written.setdefault(key, text[start:end])
        self._places[key].setdefault(article, []).append((start, end))
        if len(self._examples[key]) < EXAMPLES:
            self._examples[key].append(hit(text, gap.start, gap.end).snippet)
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
        names: KnownNames = NO_NAMES,
    ) -> None:
        """Prepare to find fillers.

        :param most: the words or characters that fill a gap at most; None for one word, or
            :data:`CHARACTERS`. Between words a gap has any number unless one is given.
        :param segmenter: divides texts into words, loaded; needed unless characters are counted.
        :param names: those that are known.
        """
        self._pattern = pattern
        self._unit = unit
        self._is_between = bool(pattern.before and pattern.after)
        self._given = most
        self._most = most or (CHARACTERS if unit is GapUnit.CHARACTERS else 1)
        self._finder = finder(pattern.node())
        self._spans = lru_cache(maxsize=5_000)(segmenter.spans) if segmenter is not None else None
        self._names = names

    @property
    def asks_for_names(self) -> bool:
        """Whether the names of authors are of use."""
        return self._unit is GapUnit.NAME

    def gaps(self, text: str, authors: Iterable[str] = ()) -> Iterator[Gap]:
        """Yield each place of the pattern in a text where something stands in its gap.

        :param authors: the authors of the text, whose names are known.
        """
        for start, end in self._finder.places(text):
            if self._is_between:
                first, last = start + len(self._pattern.before), end - len(self._pattern.after)
                found = self._between(text, first, last, authors)
            elif self._pattern.before:
                found = self._beside(text, end, authors, is_left=False)
            else:
                found = self._beside(text, start, authors, is_left=True)
            if isinstance(found, Omission):
                yield Gap(start, end, omission=found)
            elif found is not None:
                yield Gap(min(start, found[0]), max(end, found[1]), filler=found)

    def _between(
        self, text: str, start: int, end: int, authors: Iterable[str]
    ) -> tuple[int, int] | Omission | None:
        while start < end and text[start] in JOINING:
            start += 1
        while start < end and text[end - 1] in JOINING:
            end -= 1
        if start >= end or any(_is_end(text, at) for at in range(start, end)):
            return None
        if self._unit is GapUnit.NAME:
            is_known = self._names.beside(text, start, authors, is_left=False) == (start, end)
            return (start, end) if is_known or is_person(text[start:end]) else Omission.NO_NAME
        if self._unit is GapUnit.CHARACTERS:
            fits = self._given is None or end - start <= self._given
            return (start, end) if fits else Omission.TOO_LONG
        cuts = self._cuts(text, start, end)
        if not {start, end} <= cuts:
            return Omission.WITHIN_WORD
        number = sum(start <= cut < end for cut in cuts)
        return (start, end) if self._given is None or number <= self._given else Omission.TOO_LONG

    def _beside(
        self, text: str, at: int, authors: Iterable[str], *, is_left: bool
    ) -> tuple[int, int] | Omission | None:
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
        if self._unit is GapUnit.NAME:
            known = self._names.beside(text, edge, authors, is_left=is_left)
            return known or self._name(text, edge, is_left=is_left) or Omission.NO_NAME
        cuts = self._cuts(text, edge, edge)
        if not {at, edge} <= cuts:
            return Omission.WITHIN_WORD
        return self._words(text, _pieces(cuts, edge, is_left=is_left), is_left=is_left)

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

    def _name(self, text: str, at: int, *, is_left: bool) -> tuple[int, int] | None:
        """Return the name of a person that begins or ends at a place; None if there is none."""
        division = Division(self._cuts(text, at, at), self._cuts(text, at, at, guess=False))
        if not division.certainty(at):
            return None
        if is_left and (start := name_before(text, at, division)) >= 0:
            return start, at
        if not is_left and (end := name_after(text, at, division)):
            return at, end
        cuts = division.cuts if at in division.cuts else division.plain
        return name_of_pieces(text, _pieces(cuts, at, is_left=is_left), is_left=is_left)

    def _cuts(self, text: str, start: int, end: int, *, guess: bool = True) -> set[int]:
        """Return where the clause around a place divides into words, its ends included.

        :param guess: whether unknown words count too.
        """
        first = start
        while first > max(0, start - AROUND) and not _is_end(text, first - 1):
            first -= 1
        last = end
        while last < min(len(text), end + AROUND) and not _is_end(text, last):
            last += 1
        if self._spans is None:
            return set(range(first, last + 1))
        return {first, *(first + stop for _start, stop in self._spans(text[first:last], guess=guess))}


def _pieces(cuts: Collection[int], edge: int, *, is_left: bool) -> list[tuple[int, int]]:
    """Return the words on one side of a place, the nearest first."""
    pieces = pairwise(sorted(cuts))
    if is_left:
        return [(start, end) for start, end in pieces if end <= edge][::-1]
    return [(start, end) for start, end in pieces if start >= edge]


def _is_end(text: str, at: int) -> bool:
    """Whether a mark that ends a clause stands at a place; not one within a number or an address: 56.6."""
    if fold(text[at]) not in _ENDS:
        return False
    around = text[at - 1 : at + 2] if at else ""
    return not (len(around) == 3 and around.isascii() and around[0].isalnum() and around[2].isalnum())


def _range(pieces: list[tuple[int, int]], *, is_left: bool) -> tuple[int, int]:
    return (pieces[-1][0], pieces[0][1]) if is_left else (pieces[0][0], pieces[-1][1])


def known_names(library: Library) -> KnownNames:
    """Return the names of the authors of a library."""
    return KnownNames(each.value for each in library.articles.facets() if each.field is Field.AUTHOR)


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
    authors = (
        {row.id: row.authors for row in library.articles.rows_of(articles)} if clipper.asks_for_names else {}
    )
    found = Clip()
    for done, article in enumerate(articles):
        progress(done, len(articles))
        with suppress(PizhuError):  # damaged, or removed meanwhile
            text = library.texts.text(article)
            for gap in clipper.gaps(text, authors.get(article, ())):
                found.add(article, text, gap)
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
