from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from store.tags.agreement.coefficients import (
    Coefficient,
    Matrix,
    NominalSums,
    Undefined,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    observed_agreement,
)
from store.tags.agreement.counts import Counts, Spans

DIAGNOSES = """
000600 030030 014010 000060 030300 204000 004020 203100 200400 000060 100500 110400 033000 100500 020310
005010 300120 510000 020400 102030 000060 010500 020130 200400 100410 050100 400020 020400 105000 000060
"""
"""Fleiss 1971, table 1: for each of 30 patients, how many of six psychiatrists chose each of five diagnoses:
depression, personality disorder, schizophrenia, neurosis, other (and here a last figure without meaning)."""


def of_rows(*rows: str) -> Matrix:
    """Return a matrix from the values of each coder, a character each; a point is a missing value."""
    columns = zip(*(row.replace(" ", "") for row in rows), strict=True)
    return Counter(tuple(None if value == "." else value for value in column) for column in columns)


def test_kappa_of_many_raters_equals_that_of_fleiss() -> None:
    counts = [[int(figure) for figure in patient[:5]] for patient in DIAGNOSES.split()]
    assert [sum(each) for each in zip(*counts, strict=True)] == [26, 26, 30, 55, 43]
    matrix = Counter(
        tuple(kind for kind, count in enumerate(each) for _rater in range(count)) for each in counts
    )
    assert fleiss_kappa(matrix).value == pytest.approx(0.430, abs=0.0005)
    assert observed_agreement(matrix) == pytest.approx(0.556, abs=0.0005)


def test_kappa_of_two_raters_equals_that_of_cohen() -> None:
    # Cohen 1960: two psychologists, 200 patients: .44 .05 .01, .07 .20 .03, .09 .05 .06; .70 by .41: .49.
    table = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
    matrix: Matrix = {(one, other): units for one, row in enumerate(table) for other, units in enumerate(row)}
    assert observed_agreement(matrix) == pytest.approx(0.70)
    assert cohen_kappa(matrix).value == pytest.approx((0.70 - 0.41) / (1 - 0.41))


def test_alpha_equals_the_examples_of_krippendorff() -> None:
    # Krippendorff 2011, sections A (binary), B (nominal), C (four observers, missing values).
    meg_and_owen = of_rows("0100000010", "1110010000")
    assert krippendorff_alpha(meg_and_owen).value == pytest.approx(0.095, abs=0.0005)
    ben_and_gerry = of_rows("aabbdcccedda", "babbbccceddd")
    assert krippendorff_alpha(ben_and_gerry).value == pytest.approx(0.692, abs=0.0005)
    four = of_rows("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    assert krippendorff_alpha(four).value == pytest.approx(0.743, abs=0.0005)


def test_ac1_stays_high_where_kappa_falls_because_nearly_all_is_equal() -> None:
    # Gwet 2008: 125 subjects, 118 positive by both raters, none negative by both.
    counts = Counts(both=118, first=5, second=2, neither=0)
    assert counts.kappa == pytest.approx(-0.0234, abs=0.0001)
    assert gwet_ac1(counts.matrix).value == pytest.approx(0.9408, abs=0.0001)


def test_kappa_and_alpha_equal_worked_examples() -> None:
    example = Counts(both=20, first=5, second=10, neither=15)
    assert example.kappa == pytest.approx(0.4)
    assert Counts(both=1, first=1, second=3, neither=5).alpha == pytest.approx(0.095, abs=0.001)


def test_perfect_agreement_is_1_and_undefined_when_all_values_are_equal() -> None:
    assert (Counts(both=5, neither=5).kappa, Counts(both=5, neither=5).alpha) == (1, 1)
    assert (Counts(both=5).kappa, Counts(both=5).alpha) == (None, None)
    assert (Counts().kappa, Counts().alpha) == (None, None)


COEFFICIENTS = (krippendorff_alpha, cohen_kappa, fleiss_kappa, gwet_ac1)


@pytest.mark.parametrize("coefficient", COEFFICIENTS[:3])
def test_an_undefined_coefficient_has_its_reason(coefficient: Callable[[Matrix], Coefficient]) -> None:
    assert coefficient({}) == Coefficient(None, Undefined.NO_UNITS)
    assert coefficient({(1, None): 3, (None, 1): 2}) == Coefficient(None, Undefined.NO_UNITS)
    assert coefficient({(1, 1): 3}) == Coefficient(None, Undefined.ONE_VALUE)


def test_ac1_is_defined_where_all_values_are_equal() -> None:
    assert gwet_ac1({(1, 1): 3}).value == 1


def test_f1_and_share_equal_a_worked_example() -> None:
    # Six of ten and six of eight annotations match: precision 6/10, recall 6/8, F 2/3, share 6/12.
    example = Spans(both=6, first=4, second=2)
    assert example.f1 == pytest.approx(2 / 3)
    assert example.share == pytest.approx(0.5)
    assert (Spans().f1, Spans().share) == (None, None)


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50))
def test_kappa_approaches_f1_as_what_nobody_marked_grows(both: int, first: int, second: int) -> None:
    # Hripcsak and Rothschild 2005.
    kappa = Counts(both, first, second, neither=10**9).kappa
    assert kappa == pytest.approx(Spans(both, first, second).f1, abs=1e-6)


def matrices(coders: int, *, missing: bool) -> st.SearchStrategy[list[tuple[int | None, ...]]]:
    """Columns of a reliability matrix."""
    value: st.SearchStrategy[int | None] = st.integers(0, 3)
    column = st.tuples(*[st.none() | value if missing else value] * coders)
    return st.lists(column, min_size=1, max_size=12)


def task(columns: Sequence[Sequence[int | None]]) -> AnnotationTask:
    """Return the same for NLTK."""
    return AnnotationTask(
        [
            (f"coder {coder}", f"unit {unit}", value)
            for unit, column in enumerate(columns)
            for coder, value in enumerate(column)
            if value is not None
        ]
    )


@given(st.integers(2, 5).flatmap(lambda coders: matrices(coders, missing=True)))
def test_alpha_equals_that_of_nltk(columns: list[tuple[int | None, ...]]) -> None:
    alpha = krippendorff_alpha(Counter(columns)).value
    assume(alpha is not None)
    assert alpha == pytest.approx(task(columns).alpha())


@given(st.integers(2, 5).flatmap(lambda coders: matrices(coders, missing=False)))
def test_kappa_of_fleiss_equals_that_of_nltk(columns: list[tuple[int | None, ...]]) -> None:
    kappa = fleiss_kappa(Counter(columns)).value
    assume(kappa is not None)
    assert kappa == pytest.approx(task(columns).pi())


@given(matrices(2, missing=False))
def test_kappa_of_cohen_equals_that_of_nltk(columns: list[tuple[int | None, ...]]) -> None:
    kappa = cohen_kappa(Counter(columns)).value
    assume(kappa is not None)
    assert kappa == pytest.approx(task(columns).kappa())


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
@given(columns=st.integers(2, 4).flatmap(lambda coders: matrices(coders, missing=True)))
def test_the_order_of_coders_makes_no_difference(
    coefficient: Callable[[Matrix], Coefficient], columns: list[tuple[int | None, ...]]
) -> None:
    assume(coefficient is not cohen_kappa or len(columns[0]) == 2)
    turned = Counter(column[::-1] for column in columns)
    assert coefficient(turned) == coefficient(Counter(columns))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=12), st.integers(2, 4))
def test_identical_coders_agree_perfectly(values: list[int], coders: int) -> None:
    assume(len(set(values)) > 1)
    matrix = Counter((value,) * coders for value in values)
    assert krippendorff_alpha(matrix).value == fleiss_kappa(matrix).value == gwet_ac1(matrix).value == 1


@given(matrices(3, missing=True), matrices(3, missing=True))
def test_the_sums_of_parts_add_up(
    one: list[tuple[int | None, ...]], other: list[tuple[int | None, ...]]
) -> None:
    whole, parts = NominalSums.of(Counter(one + other)), NominalSums.of(Counter(one))
    for column in other:
        parts.add(column, 1)
    assert parts.alpha == whole.alpha
