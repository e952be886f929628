"""Agreement of two coders on tags, character by character and annotation by annotation.

Each code point of an article either carries a tag by a coder or does not. From the four counts of a tag
(both, one, the other, neither) come Cohen's kappa (Cohen 1960) and Krippendorff's alpha for nominal data
and two coders (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*).

Annotations of one coder are matched with those of the other that have the same tag and overlap by enough:
what they share is so much of what they cover together (the Jaccard index, as in Everingham et al. 2010, *The
PASCAL Visual Object Classes Challenge*, where half is enough). Nobody can count the annotations that neither
made; the F-measure does without them, and kappa comes near to it where they are many (Hripcsak and
Rothschild 2005, *Agreement, the F-Measure, and Reliability in Information Retrieval*).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec

from store.errors import UsageError
from store.library import Library
from store.model.annotation import Annotation

HALF = 0.5
"""The overlap, as a Jaccard index, from which annotations match unless another is wanted."""

Range: TypeAlias = tuple[int, int]
"""The start and the end of an annotation, in code points."""


class Counts(msgspec.Struct, frozen=True):
    """How many code points carry a tag by both coders, by one of them alone, by neither."""

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.both + other.both,
            self.first + other.first,
            self.second + other.second,
            self.neither + other.neither,
        )

    @property
    def total(self) -> int:
        """All of them."""
        return self.both + self.first + self.second + self.neither

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None where chance alone explains everything, so that it means nothing."""
        if not self.total:
            return None
        observed = (self.both + self.neither) / self.total
        one, other = (self.both + self.first) / self.total, (self.both + self.second) / self.total
        expected = one * other + (1 - one) * (1 - other)
        return None if expected == 1 else _exact((observed - expected) / (1 - expected))

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha; None where all values are the same, so that it means nothing."""
        values = 2 * self.total
        with_tag = 2 * self.both + self.first + self.second
        expected = 2 * with_tag * (values - with_tag)
        if not expected:
            return None
        return _exact(1 - (values - 1) * 2 * (self.first + self.second) / expected)


class Spans(msgspec.Struct, frozen=True):
    """How many annotations with a tag have their match, and how many of either coder have none."""

    both: int = 0
    """Pairs."""
    first: int = 0
    second: int = 0

    def __add__(self, other: Spans) -> Spans:
        return Spans(self.both + other.both, self.first + other.first, self.second + other.second)

    @property
    def f1(self) -> float | None:
        """The F-measure of the one against the other, which is that of the other against the one; None
        where there is no annotation.
        """
        every = 2 * self.both + self.first + self.second
        return 2 * self.both / every if every else None

    @property
    def share(self) -> float | None:
        """Which part of what either marked both did; None where there is no annotation."""
        every = self.both + self.first + self.second
        return self.both / every if every else None


class Agreement(msgspec.Struct, frozen=True):
    """How far two coders agree on a tag; on all tags together when its name is empty."""

    tag: str
    everywhere: Counts
    """Over all text of the articles."""
    coded: Counts
    """Over the text to which either of the two gave any tag."""
    spans: Spans
    """Annotation by annotation."""


def coders(library: Library, articles: Iterable[str] = ()) -> Counter[str]:
    """Who has annotated the articles, all of them when none is named, and how often."""
    wanted = list(articles) or [row.id for row in library.articles.rows()]
    return Counter(mark.creator for article in wanted for mark in library.annotations.of(article))


def agreement(
    library: Library, first: str, second: str, articles: Iterable[str] = (), overlap: float = HALF
) -> list[Agreement]:
    """How far two coders agree: on each tag that either gave, by name, and last on all.

    :param articles: their IDs; those that both have annotated when none is named: what one has never opened
        tells nothing.
    :param overlap: the Jaccard index from which annotations match: above 0, and 1 for the very same words.
    :raises UsageError: one of the coders has annotated nothing in them, or they are one.
    """
    wanted = list(articles) or [row.id for row in library.articles.rows()]
    known = coders(library, wanted)
    if not articles:
        wanted = [article for article in wanted if {first, second} <= _coders_of(library, article)]
    for coder in (first, second):
        if coder not in known:
            raise UsageError(
                f"{coder!r} has annotated nothing here; those who have: {', '.join(sorted(known))}."
            )
    if first == second:
        raise UsageError("Agreement is between two coders: name another.")
    if not wanted:
        raise UsageError(f"There is no article that both {first} and {second} have annotated.")
    lengths: list[int] = []
    given: list[tuple[dict[str, int], dict[str, int]]] = []
    matched: defaultdict[str, Spans] = defaultdict(Spans)
    for article in wanted:
        opened, marks = library.articles.open(article)
        lengths.append(len(opened.text))
        given.append((_masks(marks, first), _masks(marks, second)))
        for tag, (one, other) in _ranges(marks, first, second).items():
            matched[tag] += matches(one, other, overlap)
    tags = sorted({tag for pair in given for masks in pair for tag in masks})
    found = [_on(tag, given, lengths, matched[tag]) for tag in tags]
    whole, coded, spans = Counts(), Counts(), Spans()
    for each in found:
        whole, coded, spans = whole + each.everywhere, coded + each.coded, spans + each.spans
    return [*found, Agreement("", whole, coded, spans)]


def _coders_of(library: Library, article: str) -> set[str]:
    return {mark.creator for mark in library.annotations.of(article)}


def matches(first: Sequence[Range], second: Sequence[Range], overlap: float) -> Spans:
    """How many of the ranges of two coders match, each with one at most; as many as possible do."""
    partner: dict[int, int] = {}
    """Of the second's, by number, the first's."""
    fitting = [
        [number for number, other in enumerate(second) if _jaccard(one, other) >= overlap] for one in first
    ]
    both = sum(_find_partner(number, fitting, partner) for number in range(len(first)))
    return Spans(both, len(first) - both, len(second) - both)


def _find_partner(start: int, fitting: Sequence[Sequence[int]], partner: dict[int, int]) -> bool:
    """Find one a partner, others taking another one if need be (an augmenting path); whether there is one."""
    through: dict[int, int] = {}
    """Of the second's, by number, the first's that would have it."""
    waiting = [start]
    for one in waiting:
        for other in fitting[one]:
            if other in through:
                continue
            through[other] = one
            if other in partner:
                waiting.append(partner[other])
                continue
            left = {now: number for number, now in partner.items()}
            taken: int | None = other
            while taken is not None:
                partner[taken] = through[taken]
                taken = left.get(through[taken])
            return True
    return False


def _jaccard(one: Range, other: Range) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0


def _ranges(
    marks: Iterable[Annotation], first: str, second: str
) -> dict[str, tuple[list[Range], list[Range]]]:
    """For each tag, the ranges that either coder gave it to."""
    ranges: defaultdict[str, tuple[list[Range], list[Range]]] = defaultdict(lambda: ([], []))
    for mark in marks:
        if mark.creator in (first, second) and not mark.orphan:
            for tag in mark.tags:
                ranges[tag][mark.creator == second].append((mark.start, mark.end))
    return dict(ranges)


def _masks(marks: Iterable[Annotation], coder: str) -> dict[str, int]:
    """For each tag, the code points that a coder gave it to, as the bits of a number."""
    masks: defaultdict[str, int] = defaultdict(int)
    for mark in marks:
        if mark.creator == coder and not mark.orphan:
            for tag in mark.tags:
                masks[tag] |= ((1 << (mark.end - mark.start)) - 1) << mark.start
    return dict(masks)


def _on(
    tag: str, given: list[tuple[dict[str, int], dict[str, int]]], lengths: list[int], spans: Spans
) -> Agreement:
    everywhere = coded = Counts()
    for (one, other), length in zip(given, lengths, strict=True):
        touched = 0
        for mask in (*one.values(), *other.values()):
            touched |= mask
        here, there = one.get(tag, 0), other.get(tag, 0)
        everywhere += _counts(here, there, length)
        coded += _counts(here, there, touched.bit_count())
    return Agreement(tag, everywhere, coded, spans)


def _counts(here: int, there: int, length: int) -> Counts:
    both, first, second = (here & there).bit_count(), (here & ~there).bit_count(), (there & ~here).bit_count()
    return Counts(both, first, second, length - both - first - second)


def _exact(measure: float) -> float:
    """The measure without what floating point adds to it: no agreement beyond chance is 0, and not -6e-16."""
    return round(measure, 12) + 0.0
