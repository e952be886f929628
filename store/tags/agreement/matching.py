"""Matches annotations of coders by their overlap, the Jaccard index of their ranges.

Two annotations match if their overlap is large enough (as in Everingham et al. 2010, *The PASCAL Visual
Object Classes Challenge*, where 0.5 is enough). Annotations that neither coder made cannot be counted. The
F-measure does not need their number, and kappa approaches it when they are many (Hripcsak and Rothschild
2005, *Agreement, the F-Measure, and Reliability in Information Retrieval*).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor
from operator import itemgetter

from store.model.anchoring.overlap import Range, jaccard
from store.tags.agreement.counts import Spans

DEFAULT_OVERLAP = 0.5
"""The Jaccard index from which two annotations match by default."""


def match_ranges(first: Sequence[Range], second: Sequence[Range], overlap: float) -> Spans:
    """Match the ranges of two coders, each with at most one other, and as many as possible."""
    ours, theirs = sorted(first), sorted(second)
    fitting = [list(_fitting(one, theirs, overlap)) for one in ours]
    matching = _Matching(fitting)
    both = sum(matching.find_partner(number) for number in range(len(ours)))
    return Spans(both, len(ours) - both, len(theirs) - both)


def clusters(ranges: Iterable[Range], overlap: float) -> dict[Range, int]:
    """Number the places that ranges mark, in text order: ranges that match, directly or by way of others,
    mark the same place.
    """
    every = sorted(set(ranges))
    parents = list(range(len(every)))

    def first_of(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for number, one in enumerate(every):
        for other in _fitting(one, every, overlap, from_=number + 1):
            here, there = sorted((first_of(number), first_of(other)))
            parents[there] = here
    places: dict[int, int] = {}
    return {one: places.setdefault(first_of(number), len(places)) for number, one in enumerate(every)}


class _Matching:
    """A matching that grows by augmenting paths, so that it is the largest one in the end."""

    def __init__(self, fitting: Sequence[Sequence[int]]) -> None:
        """Start without matches.

        :param fitting: for each range of the first coder, those of the second that it can match.
        """
        self._fitting = fitting
        self._partner: dict[int, int] = {}
        """The match of each range of the second coder."""
        self._match: dict[int, int] = {}
        """The match of each range of the first coder."""

    def find_partner(self, start: int) -> bool:
        """Find a match for a range, rematching others if needed; return whether there is one."""
        through: dict[int, int] = {}
        """By range of the second coder: the one of the first from which the search reached it."""
        waiting = [start]
        for one in waiting:
            for other in self._fitting[one]:
                if other in through:
                    continue
                through[other] = one
                if other not in self._partner:
                    self._rematch(other, through)
                    return True
                waiting.append(self._partner[other])
        return False

    def _rematch(self, free: int, through: dict[int, int]) -> None:
        """Match all along the path that ends at a free range."""
        taken: int | None = free
        while taken is not None:
            one = through[taken]
            former = self._match.get(one)
            self._partner[taken], self._match[one] = one, taken
            taken = former


def _fitting(one: Range, others: Sequence[Range], overlap: float, from_: int = 0) -> Iterator[int]:
    """Yield the places of the ranges that match one; ``others`` are sorted, and only those that begin near
    enough are looked at.
    """
    start, end = one
    length = end - start
    earliest, latest = floor(end - length / overlap), ceil(end - length * overlap)
    first = bisect_left(others, earliest, lo=from_, key=itemgetter(0))
    last = bisect_right(others, latest, lo=first, key=itemgetter(0))
    for number in range(first, last):
        if jaccard(one, others[number]) >= overlap:
            yield number
