"""Coefficients of agreement for nominal data, as pure functions of a reliability matrix.

A reliability matrix has a row for each coder and a column for each unit; a value is missing where a coder did
not code a unit. Equal columns are counted, so that a million characters are as quick as ten.

- Cohen's kappa: Cohen 1960, *A Coefficient of Agreement for Nominal Scales*. Two coders; chance is how often
  each of the two uses a value.
- Fleiss' kappa: Fleiss 1971, *Measuring Nominal Scale Agreement among Many Raters*. Any number of coders who
  all coded each unit; chance is how often all together use a value.
- Krippendorff's alpha for nominal data: Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*. Any
  number of coders, with missing values; corrected for small samples.
- Gwet's AC1: Gwet 2008, *Computing Inter-Rater Reliability and Its Variance in the Presence of High
  Agreement*. It stays high where nearly all units have the same value.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

Column: TypeAlias = tuple[Any, ...]
"""What each coder says of a unit, in the order of the coders: anything hashable; None is a missing value."""

Matrix: TypeAlias = Mapping[Column, int]
"""The different columns of a reliability matrix, and how many units have each."""


class Undefined(StrEnum):
    """Why a coefficient has no value."""

    NO_UNITS = "no-units"
    """No unit has the values that it needs: of two coders, of all coders for Fleiss' kappa."""
    ONE_VALUE = "one-value"
    """All values are equal, so that agreement by chance is certain."""


class Coefficient(msgspec.Struct, frozen=True):
    """A coefficient: 1 is agreement without exception, 0 what chance would bring."""

    value: float | None
    """None where it is undefined."""
    undefined: Undefined | None = None
    """Why it is."""


class NominalSums(msgspec.Struct):
    """The sums that alpha is computed from. Those of parts of a matrix add up to those of the whole."""

    values: Counter[Hashable]
    """How many values there are of each kind, among units with two values or more."""
    disagreement: float = 0.0
    """The disagreeing pairs of values, each pair of a unit of m values weighing 1/(m - 1)."""

    @classmethod
    def of(cls, matrix: Matrix) -> NominalSums:
        """Return the sums of a matrix."""
        sums = cls(Counter())
        for column, units in matrix.items():
            sums.add(column, units)
        return sums

    def add(self, column: Column, units: int) -> None:
        """Add units that have these values."""
        said = Counter(value for value in column if value is not None)
        number = said.total()
        if number >= 2:
            for value, count in said.items():
                self.values[value] += units * count
            alike = sum(count * count for count in said.values())
            self.disagreement += units * (number * number - alike) / (number - 1)

    @property
    def alpha(self) -> Coefficient:
        """Krippendorff's alpha."""
        total = self.values.total()
        if not total:
            return Coefficient(None, Undefined.NO_UNITS)
        expected = total * total - sum(count * count for count in self.values.values())
        if not expected:
            return Coefficient(None, Undefined.ONE_VALUE)
        return Coefficient(rounded(1 - (total - 1) * self.disagreement / expected))


def krippendorff_alpha(matrix: Matrix) -> Coefficient:
    """Return Krippendorff's alpha for nominal data. Units with fewer than two values do not count."""
    return NominalSums.of(matrix).alpha


def cohen_kappa(matrix: Matrix) -> Coefficient:
    """Return Cohen's kappa of two coders. Units with a missing value do not count."""
    observed = total = 0
    one: Counter[Hashable] = Counter()
    other: Counter[Hashable] = Counter()
    for (first, second), units in _complete(matrix).items():
        total += units
        observed += units * (first == second)
        one[first] += units
        other[second] += units
    expected = sum(count * other[value] for value, count in one.items())
    return _beyond_chance(observed / total, expected / total**2) if total else _NO_UNITS


def fleiss_kappa(matrix: Matrix) -> Coefficient:
    """Return Fleiss' kappa. Units with a missing value do not count: it needs as many values of each."""
    complete = _complete(matrix)
    return _of_shares(complete, lambda shares: sum(share * share for share in shares.values()))


def gwet_ac1(matrix: Matrix) -> Coefficient:
    """Return Gwet's AC1. Units with a missing value do not count, as for :func:`fleiss_kappa`."""

    def expected(shares: Mapping[Hashable, float]) -> float:
        kinds = max(len(shares), 2)
        return sum(share * (1 - share) for share in shares.values()) / (kinds - 1)

    return _of_shares(_complete(matrix), expected)


def observed_agreement(matrix: Matrix) -> float | None:
    """Return the share of the pairs of values of a unit that are equal, over units with two or more."""
    agreeing = total = 0.0
    for column, units in matrix.items():
        said = Counter(value for value in column if value is not None)
        number = said.total()
        if number >= 2:
            total += units
            agreeing += units * _agreeing_share(said)
    return agreeing / total if total else None


def rounded(measure: float) -> float:
    """Remove floating-point noise: no agreement beyond chance is 0, not -6e-16."""
    return round(measure, 12) + 0.0


_NO_UNITS = Coefficient(None, Undefined.NO_UNITS)


def _complete(matrix: Matrix) -> dict[Column, int]:
    """Return the columns without missing values, of two coders or more."""
    return {
        column: units for column, units in matrix.items() if units and len(column) >= 2 and None not in column
    }


def _of_shares(matrix: Matrix, expect: Callable[[Mapping[Hashable, float]], float]) -> Coefficient:
    """Return a coefficient whose agreement by chance depends on the share of each value alone."""
    total, agreeing = 0, 0.0
    weights: defaultdict[Hashable, float] = defaultdict(float)
    for column, units in matrix.items():
        said = Counter(column)
        total += units
        agreeing += units * _agreeing_share(said)
        for value, count in said.items():
            weights[value] += units * count / len(column)
    if not total:
        return _NO_UNITS
    return _beyond_chance(agreeing / total, expect({each: part / total for each, part in weights.items()}))


def _agreeing_share(said: Counter[Hashable]) -> float:
    """Return the share of the pairs of a unit's values that are equal."""
    number = said.total()
    return sum(count * (count - 1) for count in said.values()) / (number * (number - 1))


def _beyond_chance(observed: float, expected: float) -> Coefficient:
    if expected >= 1:
        return Coefficient(None, Undefined.ONE_VALUE)
    return Coefficient(rounded((observed - expected) / (1 - expected)))
