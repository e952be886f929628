"""Groups annotations that are about the same place, whoever made them.

Two annotations are linked if they overlap and share a tag (or neither has one), or if they cover nearly the
same words, whatever their tags are. A long annotation with one tag and a short one inside it with another are
about two things, and are not linked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice

from store.model.anchoring.overlap import Range, jaccard
from store.model.annotation import Annotation

SAME_PLACE = 0.5
"""The Jaccard index from which two annotations with different tags are about the same place."""

MOST_COMPARED = 30
"""Ranges of similar lengths that begin within another one, of which so many are compared with it: real
annotations never have as many, and a file may have fifty thousand."""


def linked(annotations: Iterable[Annotation]) -> list[list[Annotation]]:
    """Return the groups of annotations that are linked, directly or by way of others, in text order."""
    ordered = sorted(annotations, key=lambda each: (each.start, each.end, each.id))
    groups = _Groups(len(ordered))
    for first, second in _with_a_tag_in_common(ordered):
        groups.join(first, second)
    by_range: dict[Range, int] = {}
    for number, each in enumerate(ordered):
        groups.join(by_range.setdefault((each.start, each.end), number), number)
    for one, other in _at_the_same_place(list(by_range)):
        groups.join(by_range[one], by_range[other])
    found: dict[int, list[Annotation]] = {}
    for number, each in enumerate(ordered):
        found.setdefault(groups.first_of(number), []).append(each)
    return list(found.values())


class _Groups:
    """Groups of the numbers below a total, which are joined one by one."""

    def __init__(self, total: int) -> None:
        self._parents = list(range(total))

    def first_of(self, number: int) -> int:
        """Return the smallest number of a group."""
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Join the groups of two numbers."""
        first, second = sorted((self.first_of(one), self.first_of(other)))
        self._parents[second] = first


def _with_a_tag_in_common(ordered: Sequence[Annotation]) -> Iterator[tuple[int, int]]:
    """Yield pairs that overlap and have a tag in common, as many as join all of them."""
    reached: dict[str, tuple[int, int]] = {}
    """By tag, how far its annotations reach so far, and the number of the one that does."""
    for number, each in enumerate(ordered):
        for tag in each.tags or ("",):
            end, former = reached.get(tag, (0, number))
            if each.start < end:
                yield former, number
            if each.end > end:
                reached[tag] = each.end, number


def _at_the_same_place(ranges: Sequence[Range]) -> Iterator[tuple[Range, Range]]:
    """Yield pairs of ranges, sorted and without repeats, that cover nearly the same words."""
    by_length: dict[int, list[Range]] = {}
    for each in ranges:
        by_length.setdefault((each[1] - each[0]).bit_length(), []).append(each)
    for one in ranges:
        start, end = one
        length = (end - start).bit_length()
        for near in (length - 1, length, length + 1):  # the longer one is at most twice as long
            others = by_length.get(near, ())
            following = islice(count(bisect_right(others, one)), MOST_COMPARED)
            for place in following:
                if place == len(others) or others[place][0] >= end:
                    break
                if jaccard(one, others[place]) >= SAME_PLACE:
                    yield one, others[place]
