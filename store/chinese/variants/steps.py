"""A formula as patterns: one for each word with what may stand before it."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from store.chinese.variants.formula import FUNCTION_WORD, NUMBER, Formula, Part
from store.chinese.variants.kinds import VariantKind
from store.chinese.variants.marks import (
    MOST_BETWEEN,
    MOST_INSERTED,
    NEGATIONS,
    function_between,
    is_mark,
    marks_between,
)
from store.chinese.variants.numbers import WIDEST_NUMBER, pattern_for


class Piece(NamedTuple):
    """What a part of the formula became in a text: ``text[start:end]`` stands for ``formula[first:last]``."""

    first: int
    last: int
    start: int
    end: int


class Slot(NamedTuple):
    """A group of a pattern: what it matches stands for ``formula[first:last]``."""

    first: int
    last: int
    pattern: str


class Step:
    """A word or number of a formula that must be there, and what may stand between it and the one before."""

    def __init__(self, part: Part, before: Slot | None, letters: list[str | Slot]) -> None:
        self.part = part
        self.before = before
        """What may stand between the part before and this one; None for the first."""
        self.letters = letters
        """The letters, and what may stand between them."""

    @property
    def all(self) -> list[str | Slot]:
        """The letters and slots, with what stands before."""
        return [self.before, *self.letters] if self.before else self.letters

    @cached_property
    def sought(self) -> str:
        """The letters, without what stands between them."""
        return "".join(each for each in self.letters if not isinstance(each, Slot))

    @cached_property
    def slots(self) -> list[Slot]:
        """The groups of :attr:`pattern`."""
        return [each for each in self.all if isinstance(each, Slot)]

    @cached_property
    def letter_slots(self) -> list[Slot]:
        """The groups of :attr:`alone`."""
        return [each for each in self.letters if isinstance(each, Slot)]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the part with what stands before."""
        return re.compile(pattern_of(self.all))

    @cached_property
    def alone(self) -> re.Pattern[str]:
        """Matches the part alone."""
        return re.compile(pattern_of(self.letters))

    @cached_property
    def gap(self) -> re.Pattern[str]:
        """Matches what stands before."""
        return re.compile(self.before.pattern if self.before else "")

    @property
    def runs(self) -> list[str]:
        """Runs of letters that the part has in every variant; a number has none."""
        if self.part.role == NUMBER:
            return []
        runs = [""]
        for each in self.letters:
            if isinstance(each, Slot):
                runs.append("")
            else:
                runs[-1] += each
        return runs

    @property
    def width(self) -> int:
        """The most code points of the part, with what stands before."""
        if self.part.role == NUMBER:
            letters = WIDEST_NUMBER
        else:
            letters = sum(MOST_BETWEEN if isinstance(each, Slot) else len(each) for each in self.letters)
        absent = self.before.last - self.before.first if self.before else 0
        return letters + (MOST_INSERTED + absent + 1) * (MOST_BETWEEN + 1)


def pattern_of(items: list[str | Slot]) -> str:
    """The pattern of letters and slots, a group for each slot."""
    return "".join(f"({each.pattern})" if isinstance(each, Slot) else re.escape(each) for each in items)


def steps_of(folded: str, formula: Formula) -> list[Step]:
    """The steps of a formula."""
    solid = [part for part in formula.parts if part.role != FUNCTION_WORD]
    befores = [None, *(_between(folded, *pair, formula.kinds) for pair in pairwise(solid))]
    return [
        Step(part, before, _letters(folded, part, formula.kinds))
        for part, before in zip(solid, befores, strict=True)
    ]


def _between(folded: str, last: Part, part: Part, kinds: frozenset[VariantKind]) -> Slot:
    before, between, after = folded[last.end - 1], folded[last.end : part.start], folded[part.start]
    differ = VariantKind.MARKS in kinds
    if VariantKind.FUNCTION in kinds and before not in NEGATIONS and after not in NEGATIONS:
        pattern = function_between(before, between, after, marks_differ=differ)
    else:
        pattern = marks_between(before, between, after) if differ else re.escape(between)
    return Slot(last.end, part.start, pattern)


def _letters(folded: str, part: Part, kinds: frozenset[VariantKind]) -> list[str | Slot]:
    if part.role == NUMBER:
        return [Slot(part.start, part.end, pattern_for(folded[part.start : part.end]))]
    places = [at for at in range(part.start, part.end) if not is_mark(folded[at])]
    letters: list[str | Slot] = [folded[places[0]]]
    for last, place in pairwise(places):
        between = folded[last + 1 : place]
        pattern = (
            marks_between(folded[last], between, folded[place])
            if VariantKind.MARKS in kinds
            else re.escape(between)
        )
        if pattern:
            letters.append(Slot(last + 1, place, pattern))
        letters.append(folded[place])
    return letters
