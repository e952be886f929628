"""Agreement of two coders on tags, character by character.

Each code point of an article either carries a tag by a coder or does not. From the four counts of a tag
(both, one, the other, neither) come Cohen's kappa (Cohen 1960) and Krippendorff's alpha for nominal data
and two coders (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from store.annotation import Annotation
from store.errors import UsageError
from store.library import Library


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
        return None if expected == 1 else (observed - expected) / (1 - expected)

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha; None where all values are the same, so that it means nothing."""
        values = 2 * self.total
        with_tag = 2 * self.both + self.first + self.second
        expected = 2 * with_tag * (values - with_tag)
        if not expected:
            return None
        return 1 - (values - 1) * 2 * (self.first + self.second) / expected


class Agreement(msgspec.Struct, frozen=True):
    """How far two coders agree on a tag; on all tags together when its name is empty."""

    tag: str
    everywhere: Counts
    """Over all text of the articles."""
    coded: Counts
    """Over the text to which either of the two gave any tag."""


def coders(library: Library, articles: Iterable[str] = ()) -> Counter[str]:
    """Who has annotated the articles, all of them when none is named, and how often."""
    wanted = list(articles) or [row.id for row in library.rows()]
    return Counter(mark.creator for article in wanted for mark in library.annotations(article))


def agreement(library: Library, first: str, second: str, articles: Iterable[str] = ()) -> list[Agreement]:
    """How far two coders agree: on each tag that either gave, by name, and last on all.

    :param articles: their IDs; all when none is named.
    :raises UsageError: one of the coders has annotated nothing in them, or they are one.
    """
    wanted = list(articles) or [row.id for row in library.rows()]
    known = coders(library, wanted)
    for coder in (first, second):
        if coder not in known:
            raise UsageError(
                f"{coder!r} has annotated nothing here; those who have: {', '.join(sorted(known))}."
            )
    if first == second:
        raise UsageError("Agreement is between two coders: name another.")
    lengths: list[int] = []
    given: list[tuple[dict[str, int], dict[str, int]]] = []
    for article in wanted:
        opened, marks = library.open_article(article)
        lengths.append(len(opened.text))
        given.append((_masks(marks, first), _masks(marks, second)))
    tags = sorted({tag for pair in given for masks in pair for tag in masks})
    found = [_on(tag, given, lengths) for tag in tags]
    whole, coded = Counts(), Counts()
    for each in found:
        whole, coded = whole + each.everywhere, coded + each.coded
    return [*found, Agreement("", whole, coded)]


def _masks(marks: Iterable[Annotation], coder: str) -> dict[str, int]:
    """For each tag, the code points that a coder gave it to, as the bits of a number."""
    masks: defaultdict[str, int] = defaultdict(int)
    for mark in marks:
        if mark.creator == coder and not mark.orphan:
            for tag in mark.tags:
                masks[tag] |= ((1 << (mark.end - mark.start)) - 1) << mark.start
    return dict(masks)


def _on(tag: str, given: list[tuple[dict[str, int], dict[str, int]]], lengths: list[int]) -> Agreement:
    everywhere = coded = Counts()
    for (one, other), length in zip(given, lengths, strict=True):
        touched = 0
        for mask in (*one.values(), *other.values()):
            touched |= mask
        here, there = one.get(tag, 0), other.get(tag, 0)
        everywhere += _counts(here, there, length)
        coded += _counts(here, there, touched.bit_count())
    return Agreement(tag, everywhere, coded)


def _counts(here: int, there: int, length: int) -> Counts:
    both, first, second = (here & there).bit_count(), (here & ~there).bit_count(), (there & ~here).bit_count()
    return Counts(both, first, second, length - both - first - second)
