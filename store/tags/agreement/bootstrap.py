"""Intervals of Krippendorff's alpha by the bootstrap.

Hayes and Krippendorff 2007, *Answering the Call for a Standard Reliability Measure for Coding Data*, find
the distribution of alpha by resampling, and take its percentiles. What is resampled here are articles, not
units: the characters of one annotation, and the units of one article, depend on each other, and an interval
that took each for an observation of its own would be far too narrow (resampling of whole groups: Davison and
Hinkley 1997, *Bootstrap Methods and their Application*). Where there is one article, its paragraphs are
resampled; for spans, the places in it.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from operator import mul
from random import Random
from typing import NamedTuple

from store.progress import Progress, no_progress
from store.tags.agreement.coefficients import rounded

LEVEL = 0.95
"""The level of the intervals."""

DEFAULT_SAMPLES = 1000
"""How many samples are taken by default."""

MOST_SAMPLES = 20_000
"""The largest number of samples: the most that Hayes and Krippendorff's macro takes."""

LEAST_BLOCKS = 2
"""In how many articles or paragraphs a tag must occur: one alone tells nothing of how they differ."""

REPORTED = 20
"""Samples between two reports of progress."""


class Block(NamedTuple):
    """What an article, or a paragraph, adds to the sums of a tag."""

    tagged: int = 0
    """Values that are the tag: units times the coders who gave it."""
    disagreement: float = 0.0
    """As in :class:`store.tags.agreement.coefficients.NominalSums`."""

    def plus(self, other: Block) -> Block:
        """Return the sum of two."""
        return Block(self.tagged + other.tagged, self.disagreement + other.disagreement)


class Interval(NamedTuple):
    """An interval of a coefficient at :data:`LEVEL`."""

    low: float
    high: float


class Variable(NamedTuple):
    """A tag, or several counted together, as the bootstrap sees it."""

    blocks: Mapping[int, Block]
    """What the articles with the tag add, by their numbers."""
    tags: int = 1
    """How many tags it has: each unit has a value of each."""


def binary_alpha(values: int, tagged: int, disagreement: float) -> float | None:
    """Return alpha of a tag that units have or do not have; None where all values are equal.

    :param values: the number of all values.
    :param tagged: those that are the tag.
    """
    expected = 2 * tagged * (values - tagged)
    return rounded(1 - (values - 1) * disagreement / expected) if expected else None


def intervals(
    values: Sequence[int],
    variables: Sequence[Variable],
    samples: int,
    seed: int,
    progress: Progress = no_progress,
) -> list[Interval | None]:
    """Return the interval of each variable; None if it occurs in too few articles, or no samples are taken.

    Samples in which alpha is undefined do not count.

    :param values: the number of values of each article: units times coders.
    :param progress: called with samples taken and samples in total.
    """
    found = [array("d") for _each in variables]
    if samples and len(values) >= LEAST_BLOCKS:
        columns = [_columns(each) for each in variables]
        random, numbers = Random(seed), range(len(values))  # noqa: S311 - no secret
        for sample in range(samples):
            if sample % REPORTED == 0:
                progress(sample, samples)
            weights = [0] * len(values)
            for number in random.choices(numbers, k=len(values)):
                weights[number] += 1
            total = sum(map(mul, weights, values))
            for (places, tagged, disagreements, tags), alphas in zip(columns, found, strict=True):
                if len(places) < LEAST_BLOCKS:
                    continue
                drawn = [weights[place] for place in places]
                alpha = binary_alpha(
                    total * tags, sum(map(mul, drawn, tagged)), sum(map(mul, drawn, disagreements))
                )
                if alpha is not None:
                    alphas.append(alpha)
        progress(samples, samples)
    return [_interval(alphas) for alphas in found]


def _columns(variable: Variable) -> tuple[list[int], list[int], list[float], int]:
    blocks = variable.blocks
    return (
        list(blocks),
        [each.tagged for each in blocks.values()],
        [each.disagreement for each in blocks.values()],
        variable.tags,
    )


def _interval(alphas: array[float]) -> Interval | None:
    if not alphas:
        return None
    ordered = sorted(alphas)
    tail = (1 - LEVEL) / 2
    return Interval(_percentile(ordered, tail), _percentile(ordered, 1 - tail))


def _percentile(ordered: Sequence[float], part: float) -> float:
    """Return a percentile, between two values where it falls between them."""
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return rounded(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
