"""Runs: successive units for which all coders say the same, so that they are counted at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from store.tags.agreement.coefficients import Column
from store.tags.agreement.units import Mark


class Run(NamedTuple):
    """Successive units that the same coders gave a tag."""

    start: int
    end: int
    coders: int
    """Those who gave the tag, as a bit mask of their numbers."""


def runs_by_tag(marks: Iterable[Mark]) -> dict[str, list[Run]]:
    """Return, for each tag, the runs of units that somebody gave it."""
    events: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for mark in marks:
        for tag in mark.tags:
            events[tag] += ((mark.start, 1, mark.coder), (mark.end, -1, mark.coder))
    return {tag: list(_runs(each)) for tag, each in events.items()}


def _runs(events: list[tuple[int, int, int]]) -> Iterator[Run]:
    """Yield the runs between events: where a coder begins (1) or ends (-1) an annotation with the tag."""
    depths: Counter[int] = Counter()
    coders = reached = 0
    for place, here in groupby(sorted(events), key=itemgetter(0)):
        if coders and place > reached:
            yield Run(reached, place, coders)
        for _place, step, coder in here:
            depths[coder] += step
            bit = 1 << coder
            coders = coders | bit if depths[coder] else coders & ~bit
        reached = place


def joint_columns(marks: Sequence[Mark], coded: Sequence[bool], total: int) -> Counter[Column]:
    """Return the columns of the matrix whose values are sets of tags: all tags at once.

    :param coded: whether each coder coded the article.
    :param total: the number of its units.
    """
    begins: defaultdict[int, list[Mark]] = defaultdict(list)
    ends: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        begins[mark.start].append(mark)
        ends[mark.end].append(mark)
    depths = [Counter[str]() for _each in coded]
    values: list[frozenset[str] | None] = [frozenset() if each else None for each in coded]
    columns: Counter[Column] = Counter()
    for place, following in pairwise(sorted({0, total, *begins, *ends})):
        for mark in ends[place]:
            depths[mark.coder].subtract(mark.tags)
        for mark in begins[place]:
            depths[mark.coder].update(mark.tags)
        for coder in {mark.coder for mark in (*ends[place], *begins[place])}:
            depths[coder] = +depths[coder]
            values[coder] = frozenset(depths[coder])
        columns[tuple(values)] += following - place
    return columns
