"""What articles add up to: reliability matrices by tag, matched annotations, blocks to take samples of."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, zip_longest
from typing import TypeAlias

import msgspec

from store.model.anchoring.overlap import Range
from store.tags.agreement.bootstrap import Block
from store.tags.agreement.coefficients import Column, NominalSums
from store.tags.agreement.counts import Counts, Spans
from store.tags.agreement.matching import match_ranges
from store.tags.agreement.runs import Run, joint_columns, runs_by_tag
from store.tags.agreement.units import Mark, Units

Pair: TypeAlias = tuple[int, int]
"""Two coders, by number, the smaller one first."""


class CodedArticle(msgspec.Struct, frozen=True):
    """An article that two coders or more have coded."""

    article: str
    """Its ID."""
    coders: int
    """Those who coded it, as a bit mask of their numbers, whether or not they marked anything."""
    units: Units
    marks: tuple[Mark, ...]
    """The annotations, in code points."""


class TagTally(msgspec.Struct):
    """A tag in some articles."""

    given: Counter[tuple[int, int]] = msgspec.field(default_factory=Counter)
    """How many units some coders gave it, by two bit masks: who coded the article, who gave the tag."""
    blocks: dict[int, Block] = msgspec.field(default_factory=dict)
    """What each article adds to the sums of alpha, by its number."""
    spans: defaultdict[Pair, Spans] = msgspec.field(default_factory=lambda: defaultdict(Spans))

    def add(self, other: TagTally) -> None:
        """Count another tag together with this one."""
        self.given.update(other.given)
        self.blocks = joined((self.blocks, other.blocks))
        for pair, spans in other.spans.items():
            self.spans[pair] += spans


class Tally:
    """Some articles, counted."""

    def __init__(self, coders: int, overlap: float, tags: frozenset[str] = frozenset()) -> None:
        """Start without articles.

        :param coders: the number of coders.
        :param overlap: the Jaccard index from which annotations match.
        :param tags: those that are counted; all if there are none.
        """
        self._coders = coders
        self._overlap = overlap
        self._only = tags
        self.tags: defaultdict[str, TagTally] = defaultdict(TagTally)
        self.units: Counter[int] = Counter()
        """The number of units, by the bit mask of those who coded them."""
        self.covered: Counter[int] = Counter()
        """The number of units with any tag, likewise."""
        self.joint = NominalSums(Counter())
        """The sums of the matrix whose values are sets of tags."""
        self.values: list[int] = []
        """The number of values of each article: units times coders."""
        self._numbers: dict[str, int] = {}
        self._of_first: list[CodedArticle] = []
        """The first article, once for each round."""

    @property
    def articles(self) -> int:
        """The number of articles."""
        return len(self.values)

    def add(self, coded: CodedArticle) -> None:
        """Count an article."""
        if not self._of_first or self._of_first[0].article == coded.article:
            self._of_first.append(coded)
        units, coders = coded.units, coded.coders
        number = self._numbers.setdefault(coded.article, len(self.values))
        if number == len(self.values):
            self.values.append(0)
        self.values[number] += units.total * coders.bit_count()
        self.units[coders] += units.total
        self.covered[coders] += units.covered
        for column, count in joint_columns(
            self._counted(units.marks), self._bits(coders), units.total
        ).items():
            self.joint.add(column, count)
        for tag, runs in runs_by_tag(self._counted(units.marks)).items():
            tally = self.tags[tag]
            for run in runs:
                tally.given[coders, run.coders] += run.end - run.start
            tally.blocks[number] = tally.blocks.get(number, Block()).plus(_block(runs, coders.bit_count()))
        self._match(coded)

    def _match(self, coded: CodedArticle) -> None:
        ranges: defaultdict[str, defaultdict[int, list[Range]]] = defaultdict(lambda: defaultdict(list))
        for mark in self._counted(coded.marks):
            for tag in mark.tags:
                ranges[tag][mark.coder].append((mark.start, mark.end))
        there = [coder for coder, is_there in enumerate(self._bits(coded.coders)) if is_there]
        for tag, by_coder in ranges.items():
            for pair in combinations(there, 2):
                one, other = (by_coder.get(coder, []) for coder in pair)
                if one or other:
                    self.tags[tag].spans[pair] += match_ranges(one, other, self._overlap)

    def _counted(self, marks: Sequence[Mark]) -> list[Mark]:
        """Return annotations with the tags that are counted alone."""
        if not self._only:
            return list(marks)
        return [mark._replace(tags=tuple(tag for tag in mark.tags if tag in self._only)) for mark in marks]

    def _bits(self, mask: int) -> list[bool]:
        return [bool(mask >> coder & 1) for coder in range(self._coders)]

    def matrix(self, tally: TagTally, tags: int = 1) -> dict[Column, int]:
        """Return the reliability matrix of a tag: 1 where a coder gave it, 0 where not.

        :param tags: how many tags are counted together in ``tally``.
        """
        return self._matrix(tally, self.units, tags)

    def coded_matrix(self, tally: TagTally, tags: int = 1) -> dict[Column, int]:
        """Return the reliability matrix of the units that have any tag by anybody."""
        return self._matrix(tally, self.covered, tags)

    def _matrix(self, tally: TagTally, units: Mapping[int, int], tags: int) -> dict[Column, int]:
        left = {coders: count * tags for coders, count in units.items()}
        matrix: Counter[Column] = Counter()
        for (coders, given), count in tally.given.items():
            left[coders] -= count
            matrix[self._column(coders, given)] += count
        for coders, count in left.items():
            matrix[self._column(coders, 0)] += count
        return dict(matrix)

    def _column(self, coders: int, given: int) -> Column:
        return tuple(
            int(has) if coded else None
            for coded, has in zip(self._bits(coders), self._bits(given), strict=True)
        )

    def samples(self) -> tuple[list[int], dict[str, dict[int, Block]]]:
        """Return what the bootstrap takes samples of: the number of values of each article, and what each
        adds to the sums of each tag. Of one article, its paragraphs take their place.
        """
        if len(self.values) != 1:
            return self.values, {tag: tally.blocks for tag, tally in self.tags.items()}
        values: list[int] = []
        by_tag: defaultdict[str, dict[int, Block]] = defaultdict(dict)
        for coded in self._of_first:
            here, tags = in_blocks(coded)
            values = [sum(pair) for pair in zip_longest(values, here, fillvalue=0)]
            for tag, blocks in tags.items():
                if tag not in self.tags:
                    continue
                by_tag[tag] = joined((by_tag[tag], blocks))
        return values, by_tag


def joined(several: Iterable[Mapping[int, Block]]) -> dict[int, Block]:
    """Return the sums of several tags by article."""
    sums: dict[int, Block] = {}
    for blocks in several:
        for number, block in blocks.items():
            sums[number] = sums.get(number, Block()).plus(block)
    return sums


def in_blocks(coded: CodedArticle) -> tuple[list[int], dict[str, dict[int, Block]]]:
    """Return the values of each block of an article, and what the blocks add to the sums of each tag."""
    cuts = [*coded.units.blocks, coded.units.total]
    cuts[0] = 0
    coders = coded.coders.bit_count()
    values = [(end - start) * coders for start, end in pairwise(cuts)]
    by_tag: dict[str, dict[int, Block]] = {}
    for tag, runs in runs_by_tag(coded.units.marks).items():
        blocks: dict[int, Block] = {}
        for run in runs:
            for number, part in _cut(run, cuts):
                blocks[number] = blocks.get(number, Block()).plus(_block([part], coders))
        by_tag[tag] = blocks
    return values, by_tag


def _cut(run: Run, cuts: Sequence[int]) -> Iterator[tuple[int, Run]]:
    """Yield the parts of a run, each with the number of its block."""
    number = bisect_right(cuts, run.start) - 1
    while number < len(cuts) - 1 and cuts[number] < run.end:
        yield number, Run(max(run.start, cuts[number]), min(run.end, cuts[number + 1]), run.coders)
        number += 1


def _block(runs: Iterable[Run], coders: int) -> Block:
    tagged, disagreement = 0, 0.0
    for run in runs:
        length, givers = run.end - run.start, run.coders.bit_count()
        tagged += length * givers
        disagreement += length * 2 * givers * (coders - givers) / (coders - 1)
    return Block(tagged, disagreement)


def pair_counts(given: Mapping[tuple[int, int], int], pair: Pair, units: Mapping[int, int]) -> Counts:
    """Count what two coders gave a tag, over the articles that both coded.

    :param units: the number of all units, by the bit mask of those who coded them.
    """
    both = first = second = 0
    bits = 1 << pair[0] | 1 << pair[1]
    for (coders, givers), count in given.items():
        if coders & bits == bits:
            one, other = givers >> pair[0] & 1, givers >> pair[1] & 1
            both += count * (one & other)
            first += count * (one & ~other & 1)
            second += count * (other & ~one & 1)
    total = sum(count for coders, count in units.items() if coders & bits == bits)
    return Counts(both, first, second, total - both - first - second)
