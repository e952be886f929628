"""The agreement of coders on each tag, in each article, round or month, and on all together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import msgspec

from store.errors import UsageError
from store.language import _
from store.library import Library
from store.progress import Progress, halves, no_progress
from store.tags.agreement.articles import By, Choice, coded_articles
from store.tags.agreement.bootstrap import DEFAULT_SAMPLES, Interval, Variable, intervals
from store.tags.agreement.coders import Team, team
from store.tags.agreement.coefficients import (
    Coefficient,
    Column,
    Matrix,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    observed_agreement,
    rounded,
)
from store.tags.agreement.counts import Counts, Spans
from store.tags.agreement.tally import TagTally, Tally, joined, pair_counts


class PairAgreement(msgspec.Struct, frozen=True):
    """The agreement of two of the coders."""

    first: str
    second: str
    everywhere: Counts
    """By unit, over all units of the articles that both coded."""
    coded: Counts
    """By unit, over the units that any coder gave any tag."""
    spans: Spans
    """By annotation."""


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement on one tag, in one article, round or month; the last one is on all together.

    Several tags are counted together as so many variables of each unit, each with or without its tag. They
    are all tags that are used in the articles asked for, also in the row of an article in which nobody used
    some of them: so the counts of the rows add up to those of all together.
    """

    group: str
    """The tag, the ID of the article, the round or the month; empty for all, or where there is none."""
    is_total: bool = False
    """Whether it is on all together."""
    title: str = ""
    """The title of the article."""
    coders: tuple[str, ...]
    """Those who coded something of it."""
    articles: int
    """How many articles two coders or more have coded."""
    units: int
    """How many units they have."""
    tags: int
    """How many tags are counted together."""
    alpha: Coefficient
    """Krippendorff's alpha over all units."""
    interval: Interval | None
    """The interval of alpha; None where too few articles have the tag."""
    alpha_coded: Coefficient
    """Krippendorff's alpha over the units that any coder gave any tag."""
    alpha_joint: Coefficient | None
    """Krippendorff's alpha of sets of tags: two coders agree on a unit only if all its tags are the same.
    None for a single tag."""
    fleiss: Coefficient
    """Fleiss' kappa, over the units that all coders coded."""
    ac1: Coefficient
    """Gwet's AC1, over the same."""
    observed: float | None
    """The share of agreeing pairs of values."""
    pairs: tuple[PairAgreement, ...]
    """Each two of the coders who have coded an article both."""

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, for more than two coders the mean over pairs (Light 1971, *Measures of Response
        Agreement for Qualitative Data*); None if it is undefined for all.
        """
        return _mean(pair.everywhere.kappa for pair in self.pairs)

    @property
    def kappa_coded(self) -> float | None:
        """The same over the units that any coder gave any tag."""
        return _mean(pair.coded.kappa for pair in self.pairs)

    @property
    def f1(self) -> float | None:
        """The F-measure of matched annotations, the mean over pairs (Hripcsak and Rothschild 2005)."""
        return _mean(pair.spans.f1 for pair in self.pairs)

    @property
    def share(self) -> float | None:
        """The share of annotations that match, the mean over pairs."""
        return _mean(pair.spans.share for pair in self.pairs)


class AgreementTable(NamedTuple):
    """The agreement of some coders."""

    coders: tuple[str, ...]
    rows: tuple[Agreement, ...]
    """By name; articles in the order in which they were given. The last one is on all together."""


def agreement(
    library: Library,
    named: Sequence[str] = (),
    articles: Iterable[str] | None = None,
    choice: Choice | None = None,
    *,
    everyone: bool = False,
    assigned: Mapping[str, Collection[str]] | None = None,
    samples: int = DEFAULT_SAMPLES,
    seed: int = 0,
    progress: Progress = no_progress,
) -> AgreementTable:
    """Return the agreement of coders.

    An article counts if two coders or more have coded it: one that the others never opened says nothing.

    :param named: the coders; all by default.
    :param articles: their IDs; all by default.
    :param everyone: whether every coder has coded every article, see
        :func:`store.tags.agreement.coders.team`.
    :param assigned: by article ID, coders who have coded it even if they marked nothing.
    :param samples: how many samples the intervals are computed from; 0 for no intervals.
    :param seed: where the random numbers of the samples begin.
    :param progress: called with the part done and the whole; what it raises stops the computation.
    :raises UsageError: a coder has no annotations, there are fewer than two, or no article is coded by two.
    """
    choice = choice or Choice()
    wanted = list(articles) if articles is not None else [row.id for row in library.articles.rows()]
    reading, sampling = halves(progress)
    finding, opening = halves(reading)
    group = team(
        library,
        named,
        wanted,
        by_round=choice.by is By.ROUND,
        everyone=everyone,
        assigned=assigned,
        progress=finding,
    )
    whole = Tally(len(group.names), choice.overlap, choice.tags)
    tallies: defaultdict[str, Tally] = defaultdict(
        lambda: Tally(len(group.names), choice.overlap, choice.tags)
    )
    for name, coded in coded_articles(library, group, choice, opening):
        whole.add(coded)
        if choice.by is not By.TAG:
            tallies[name].add(coded)
    if not whole.articles:
        raise _nothing_in_common(group)
    measure = _Measure(library, group, choice.by, samples, seed)
    rows = measure.tags(whole, sampling) if choice.by is By.TAG else measure.groups(whole, tallies, sampling)
    return AgreementTable(group.names, tuple(rows))


def _nothing_in_common(group: Team) -> UsageError:
    if len(group.names) == 2:
        first, second = group.names
        return UsageError(
            _(
                "No article has annotations by both {first} and {second}: name other coders.",
                first=first,
                second=second,
            )
        )
    return UsageError(_("No article has annotations by two of these coders: name other coders."))


class _Measure:
    """Makes rows of what was counted."""

    def __init__(self, library: Library, group: Team, by: By, samples: int, seed: int) -> None:
        self._library = library
        self._names = group.names
        self._by = by
        self._samples = samples
        self._seed = seed

    def tags(self, whole: Tally, progress: Progress) -> list[Agreement]:
        """Return a row of each tag by name, and one of all together."""
        values, blocks = whole.samples()
        names = sorted(whole.tags)
        variables = [Variable(blocks.get(name, {})) for name in names]
        variables.append(Variable(joined(blocks.values()), len(names)))
        found = intervals(values, variables, self._samples, self._seed, progress)
        rows = [
            self._row(name, whole, whole.tags[name], interval)
            for name, interval in zip(names, found, strict=False)
        ]
        return [*rows, self._together("", whole, found[-1], len(names), is_total=True)]

    def groups(self, whole: Tally, tallies: Mapping[str, Tally], progress: Progress) -> list[Agreement]:
        """Return a row of each group, and one of all together."""
        rows, tags = [], len(whole.tags)
        names = list(tallies) if self._by is By.ARTICLE else sorted(tallies)
        for number, (name, tally) in enumerate([*((name, tallies[name]) for name in names), ("", whole)]):
            progress(number, len(tallies) + 1)
            values, blocks = tally.samples()
            variable = Variable(joined(blocks.values()), max(tags, 1))
            (interval,) = intervals(values, [variable], self._samples, self._seed)
            rows.append(self._together(name, tally, interval, tags, is_total=tally is whole))
        return rows

    def _together(
        self, name: str, tally: Tally, interval: Interval | None, tags: int, *, is_total: bool
    ) -> Agreement:
        every = TagTally()
        for each in tally.tags.values():
            every.add(each)
        return self._row(name, tally, every, interval, tags=tags, joint=tally.joint.alpha, is_total=is_total)

    def _row(
        self,
        name: str,
        tally: Tally,
        tag: TagTally,
        interval: Interval | None,
        *,
        tags: int = 1,
        joint: Coefficient | None = None,
        is_total: bool = False,
    ) -> Agreement:
        variables = max(tags, 1)  # where there is no tag, all agree that there is none
        matrix = tally.matrix(tag, variables)
        there = 0
        for coders in tally.units:
            there |= coders
        numbers = [number for number in range(len(self._names)) if there >> number & 1]
        complete = _of_coders(matrix, numbers)
        return Agreement(
            group=name,
            is_total=is_total,
            title=self._title(name) if self._by is By.ARTICLE and not is_total else "",
            coders=tuple(self._names[number] for number in numbers),
            articles=tally.articles,
            units=tally.units.total(),
            tags=tags,
            alpha=krippendorff_alpha(matrix),
            interval=interval,
            alpha_coded=krippendorff_alpha(tally.coded_matrix(tag, variables)),
            alpha_joint=joint,
            fleiss=fleiss_kappa(complete),
            ac1=gwet_ac1(complete),
            observed=observed_agreement(matrix),
            pairs=tuple(self._pairs(tally, tag, numbers, variables)),
        )

    def _title(self, article: str) -> str:
        row = self._library.articles.row(article)
        return row.title if row else ""

    def _pairs(
        self, tally: Tally, tag: TagTally, numbers: Sequence[int], tags: int
    ) -> Iterable[PairAgreement]:
        units = {coders: count * tags for coders, count in tally.units.items()}
        covered = {coders: count * tags for coders, count in tally.covered.items()}
        for pair in combinations(numbers, 2):
            bits = 1 << pair[0] | 1 << pair[1]
            if any(coders & bits == bits for coders in tally.units):
                yield PairAgreement(
                    self._names[pair[0]],
                    self._names[pair[1]],
                    pair_counts(tag.given, pair, units),
                    pair_counts(tag.given, pair, covered),
                    tag.spans.get(pair, Spans()),
                )


def _of_coders(matrix: Matrix, numbers: Sequence[int]) -> Counter[Column]:
    """Return the rows of a matrix that some coders have."""
    columns: Counter[Column] = Counter()
    for column, count in matrix.items():
        columns[tuple(column[number] for number in numbers)] += count
    return columns


def _mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the values that are defined; None if there are none."""
    defined = [value for value in values if value is not None]
    return rounded(sum(defined) / len(defined)) if defined else None
