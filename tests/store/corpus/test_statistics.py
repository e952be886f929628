"""The figures of corpus linguistics, with worked examples of their sources."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.corpus.statistics import (
    Dispersion,
    expected_together,
    log_dice,
    log_likelihood,
    mutual_information,
    per_million,
    percent_difference,
    t_score,
)


def dispersion(parts: Iterable[tuple[int, int]], count: int, total: int) -> float:
    """DP of an item that occurs in each part so often, with the tokens of the part."""
    sought = Dispersion(count, total)
    for here, size in parts:
        sought.add(here, size)
    return sought.value


def test_frequencies_of_corpora_of_other_sizes_compare_per_million() -> None:
    assert per_million(3, 2_000_000) == 1.5
    assert per_million(0, 0) == 0


def test_log_likelihood_is_that_of_the_calculator_of_rayson() -> None:
    """E1 = 1000·25/3000 = 8.33, E2 = 16.67; G² = 2·(20·ln(20/8.33) + 5·ln(5/16.67))."""
    assert log_likelihood(20, 1000, 5, 2000) == pytest.approx(22.979, abs=0.001)
    assert log_likelihood(5, 2000, 20, 1000) == pytest.approx(22.979, abs=0.001)


def test_equal_shares_have_no_log_likelihood() -> None:
    assert log_likelihood(10, 1000, 20, 2000) == pytest.approx(0, abs=1e-9)


def test_an_item_that_one_corpus_lacks_has_a_log_likelihood() -> None:
    assert log_likelihood(10, 1000, 0, 1000) == pytest.approx(2 * 10 * math.log(2))


def test_percent_difference_is_that_of_gabrielatos_and_marchi() -> None:
    assert percent_difference(30, 1000, 10, 1000) == pytest.approx(200)
    assert percent_difference(10, 1000, 20, 1000) == pytest.approx(-50)
    assert percent_difference(10, 1000, 0, 1000) > 1e15


def test_dispersion_is_that_of_the_example_of_gries() -> None:
    """Gries 2008: five parts of 9, 10, 10, 10 and 11 words with 1 to 5 times `a`; DP = 0.18."""
    parts = [(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)]
    assert dispersion(parts, 15, 50) == pytest.approx(0.18)


def test_an_item_in_one_part_of_ten_has_a_high_dispersion() -> None:
    assert dispersion([(7, 10)], 7, 100) == pytest.approx(0.9)


def test_the_highest_log_dice_is_14() -> None:
    """Rychlý 2008: all occurrences of both are together; half of that is one less."""
    assert log_dice(8, 8, 8) == 14
    assert log_dice(4, 8, 8) == 13


def test_items_that_are_never_together_have_no_association() -> None:
    assert mutual_information(0, 1.5) == -math.inf
    assert log_dice(0, 3, 4) == -math.inf
    assert t_score(0, 1.5) == 0


counts = st.integers(min_value=1, max_value=10_000)


@given(counts, counts, counts, st.integers(min_value=0, max_value=1_000_000))
def test_measures_of_association_are_those_of_nltk(together: int, more: int, others: int, rest: int) -> None:
    """NLTK counts bigrams, that is a window of one token."""
    association = pytest.importorskip("nltk.metrics.association")
    node, collocate = together + more, together + others
    total = node + collocate + rest
    contingency = (together, (node, collocate), total)
    expected = expected_together(node, collocate, 1, total)
    measures = association.BigramAssocMeasures
    assert mutual_information(together, expected) == pytest.approx(measures.pmi(*contingency), abs=1e-6)
    assert t_score(together, expected) == pytest.approx(measures.student_t(*contingency), abs=1e-6)
    dice = measures.dice(*contingency)
    assert log_dice(together, node, collocate) == pytest.approx(14 + math.log2(dice), abs=1e-6)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=20))
def test_dispersion_is_between_0_and_1(pairs: list[tuple[int, int]]) -> None:
    parts = [(min(here, size), size) for here, size in pairs]
    count, total = (sum(numbers) for numbers in zip(*parts, strict=True))
    assert -1e-9 <= dispersion(parts, count, total) <= 1
