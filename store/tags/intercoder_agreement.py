"""Measures how far two coders agree on tags, by character and by annotation.

By character: each code point of an article either has a tag by a coder or does not. Cohen's kappa (Cohen
1960) and Krippendorff's alpha for nominal data and two coders (Krippendorff 2011, *Computing Krippendorff's
Alpha-Reliability*) are computed from the four counts of a tag: both, first only, second only, neither.

By annotation: two annotations match if they have the same tag and their overlap is large enough. The overlap
is the Jaccard index of their ranges (as in Everingham et al. 2010, *The PASCAL Visual Object Classes
Challenge*, where 0.5 is enough). Annotations that neither coder made cannot be counted. The F-measure does
not need their number, and kappa approaches it when they are many (Hripcsak and Rothschild 2005, *Agreement,
the F-Measure, and Reliability in Information Retrieval*).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec

from store.errors import UsageError
from store.language import _
from store.library import Library
from store.model.annotation import Annotation
from store.wording import listed

DEFAULT_OVERLAP = 0.5
"""The Jaccard index from which two annotations match by default."""

Range: TypeAlias = tuple[int, int]
"""The start and end of an annotation, in code points."""


class Counts(msgspec.Struct, frozen=True):
    """The number of code points that have a tag by both coders, by one of them only, and by neither."""

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
        """The number of all code points."""
        return self.both + self.first + self.second + self.neither

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None where it is undefined because agreement by chance is certain."""
        if not self.total:
            return None
        observed = (self.both + self.neither) / self.total
        one, other = (self.both + self.first) / self.total, (self.both + self.second) / self.total
        expected = one * other + (1 - one) * (1 - other)
        return None if expected == 1 else _rounded((observed - expected) / (1 - expected))

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha; None where it is undefined because all values are equal."""
        values = 2 * self.total
        with_tag = 2 * self.both + self.first + self.second
        expected = 2 * with_tag * (values - with_tag)
        if not expected:
            return None
        return _rounded(1 - (values - 1) * 2 * (self.first + self.second) / expected)


class Spans(msgspec.Struct, frozen=True):
    """The number of matched pairs of annotations, and of unmatched annotations of either coder."""

    both: int = 0
    """Matched pairs."""
    first: int = 0
    second: int = 0

    def __add__(self, other: Spans) -> Spans:
        return Spans(self.both + other.both, self.first + other.first, self.second + other.second)

    @property
    def f1(self) -> float | None:
        """The F-measure, which is the same in both directions; None if there are no annotations."""
        every = 2 * self.both + self.first + self.second
        return 2 * self.both / every if every else None

    @property
    def share(self) -> float | None:
        """The share of all annotations, pairs counted once, that match; None if there are none."""
        every = self.both + self.first + self.second
        return self.both / every if every else None


class Agreement(msgspec.Struct, frozen=True):
    """The agreement of two coders on one tag, or on all tags if the name is empty."""

    tag: str
    everywhere: Counts
    """By character, over the whole text of the articles."""
    coded: Counts
    """By character, over the text that either coder gave any tag."""
    spans: Spans
    """By annotation."""


def coders(library: Library, articles: Iterable[str] = ()) -> Counter[str]:
    """Return the number of annotations by each creator, in these articles or in all."""
    wanted = list(articles) or [row.id for row in library.articles.rows()]
    return Counter(annotation.creator for article in wanted for annotation in library.annotations.of(article))


def agreement(
    library: Library, first: str, second: str, articles: Iterable[str] = (), overlap: float = DEFAULT_OVERLAP
) -> list[Agreement]:
    """Return the agreement of two coders on each tag that either used, by name, and last on all tags.

    :param articles: their IDs; by default the articles that both coders annotated, because an article that
        one of them never opened says nothing about agreement.
    :param overlap: the Jaccard index from which annotations match, above 0 and up to 1 (identical ranges).
    :raises UsageError: when a coder has no annotations in these articles, or both are the same.
    """
    wanted = list(articles) or [row.id for row in library.articles.rows()]
    known = coders(library, wanted)
    if not articles:
        wanted = [article for article in wanted if {first, second} <= _coders_of(library, article)]
    for coder in (first, second):
        if coder not in known:
            raise UsageError(
                _(
                    "{coder!r} has no annotations here; coders who have some: {coders}.",
                    coder=coder,
                    coders=listed(sorted(known)),
                )
            )
    if first == second:
        raise UsageError(_("Agreement needs two coders: name another one."))
    if not wanted:
        raise UsageError(
            _(
                "No article has annotations by both {first} and {second}: name other coders.",
                first=first,
                second=second,
            )
        )
    lengths: list[int] = []
    given: list[tuple[dict[str, int], dict[str, int]]] = []
    matched: defaultdict[str, Spans] = defaultdict(Spans)
    for article in wanted:
        opened, annotations = library.articles.open(article)
        lengths.append(len(opened.text))
        given.append((_masks_by_tag(annotations, first), _masks_by_tag(annotations, second)))
        for tag, (one, other) in _ranges_by_tag(annotations, first, second).items():
            matched[tag] += match_ranges(one, other, overlap)
    tags = sorted({tag for pair in given for masks in pair for tag in masks})
    found = [_tag_agreement(tag, given, lengths, matched[tag]) for tag in tags]
    whole, coded, spans = Counts(), Counts(), Spans()
    for each in found:
        whole, coded, spans = whole + each.everywhere, coded + each.coded, spans + each.spans
    return [*found, Agreement("", whole, coded, spans)]


def _coders_of(library: Library, article: str) -> set[str]:
    return {annotation.creator for annotation in library.annotations.of(article)}


def match_ranges(first: Sequence[Range], second: Sequence[Range], overlap: float) -> Spans:
    """Match the ranges of two coders, each with at most one other, and as many as possible."""
    partner: dict[int, int] = {}
    """The match of each range of ``second``, both by index."""
    fitting = [
        [number for number, other in enumerate(second) if _jaccard(one, other) >= overlap] for one in first
    ]
    both = sum(_find_partner(number, fitting, partner) for number in range(len(first)))
    return Spans(both, len(first) - both, len(second) - both)


def _find_partner(start: int, fitting: Sequence[Sequence[int]], partner: dict[int, int]) -> bool:
    """Find a match for a range, rematching others if needed (an augmenting path); return whether there is
    one.
    """
    through: dict[int, int] = {}
    """By index of ``second``: the range of ``first`` from which the search reached it."""
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


def _ranges_by_tag(
    annotations: Iterable[Annotation], first: str, second: str
) -> dict[str, tuple[list[Range], list[Range]]]:
    """Return, for each tag, the ranges that either coder gave it."""
    ranges: defaultdict[str, tuple[list[Range], list[Range]]] = defaultdict(lambda: ([], []))
    for annotation in annotations:
        if annotation.creator in (first, second) and not annotation.orphan:
            for tag in annotation.tags:
                ranges[tag][annotation.creator == second].append((annotation.start, annotation.end))
    return dict(ranges)


def _masks_by_tag(annotations: Iterable[Annotation], coder: str) -> dict[str, int]:
    """Return, for each tag, a bit mask of the code points that a coder gave it."""
    masks: defaultdict[str, int] = defaultdict(int)
    for annotation in annotations:
        if annotation.creator == coder and not annotation.orphan:
            for tag in annotation.tags:
                masks[tag] |= ((1 << (annotation.end - annotation.start)) - 1) << annotation.start
    return dict(masks)


def _tag_agreement(
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


def _rounded(measure: float) -> float:
    """Remove floating-point noise: no agreement beyond chance is 0, not -6e-16."""
    return round(measure, 12) + 0.0
