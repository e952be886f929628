"""What each coder says about a place: ranges with tags; and how far coders say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from store.model.anchoring.overlap import jaccard
from store.model.annotation import Annotation


class Span(NamedTuple):
    """A range of the text with tags, sorted; whoever gave them."""

    start: int
    end: int
    tags: tuple[str, ...] = ()


Answer: TypeAlias = tuple[Span, ...]
"""What a coder says about a place: the ranges with their tags in text order, each range once."""


def answer_of(annotations: Iterable[Annotation]) -> Answer:
    """Return what annotations say. Two on the same words say as much as one with the tags of both."""
    tags: dict[tuple[int, int], set[str]] = {}
    for each in annotations:
        tags.setdefault((each.start, each.end), set()).update(each.tags)
    return tuple(Span(*place, tuple(sorted(given))) for place, given in sorted(tags.items()))


def joined(answers: Iterable[Answer]) -> Answer:
    """Return an answer that says all that some answers say."""
    tags: dict[tuple[int, int], set[str]] = {}
    for answer in answers:
        for span in answer:
            tags.setdefault((span.start, span.end), set()).update(span.tags)
    return tuple(Span(*place, tuple(sorted(given))) for place, given in sorted(tags.items()))


def overlap_of(one: Answer, other: Answer) -> float:
    """Return how far two answers are the same: the smallest Jaccard index of their ranges.

    0 if they have other tags, or another number of ranges with the same tags.
    """
    if len(one) != len(other):
        return 0.0
    ours, theirs = (
        sorted(answer, key=lambda span: (span.tags, span.start, span.end)) for answer in (one, other)
    )
    pairs = list(zip(ours, theirs, strict=True))
    if any(first.tags != second.tags for first, second in pairs):
        return 0.0
    return min((jaccard(first[:2], second[:2]) for first, second in pairs), default=1.0)


class Consensus(NamedTuple):
    """The answer that most coders give, and who gives it."""

    answer: Answer
    coders: tuple[str, ...]


def consensus(answers: Mapping[str, Answer], coders: Sequence[str], overlap: float) -> Consensus:
    """Return the answer of the coder with whom most coders agree.

    Of several with as many, it is the one that is nearest to the others, and then the one of the coder who
    comes first. Coders who marked nothing agree with nobody.

    :param answers: those of the coders who marked something, at least one.
    :param coders: all coders, in their order.
    :param overlap: the overlap from which two answers are the same, above 0 and up to 1.
    """
    best: tuple[int, float] = (0, 0.0)
    found = Consensus((), ())
    known: dict[tuple[Answer, Answer], float] = {}
    for coder in coders:
        if coder not in answers:
            continue
        overlaps = {}
        for other in coders:
            if other in answers:
                pair = answers[coder], answers[other]
                if pair not in known:
                    known[pair] = overlap_of(*pair)
                overlaps[other] = known[pair]
        agreeing = tuple(other for other, value in overlaps.items() if value >= overlap)
        rank = len(agreeing), sum(overlaps[other] for other in agreeing)
        if rank > best:
            best, found = rank, Consensus(answers[coder], agreeing)
    return found
