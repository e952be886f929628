"""Drawing coders for articles: overlap, balance, the same result for the same seed."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.library.team.drawing import Overlap, drawn, parse_overlap

CODERS = ("林夏", "陈一", "王安", "周屿", "赵远")
shares = st.fractions(0, 1, max_denominator=12)
permutations = st.sets(st.text(min_size=1), max_size=30).flatmap(lambda every: st.permutations(sorted(every)))


@given(st.integers(0, 40), st.integers(2, 5), shares, st.integers(0, 3))
def test_each_article_is_drawn_and_the_share_of_them_goes_to_all_coders(
    articles: int, coders: int, share: Fraction, seed: int
) -> None:
    names = [f"{number:016x}" for number in range(articles)]
    pairs = drawn(names, CODERS[:coders], Overlap(share=share), seed=seed)
    times = Counter(article for article, _coder in pairs)
    assert sorted(times) == names
    assert len(set(pairs)) == len(pairs)
    several = sum(count == coders for count in times.values())
    assert abs(several - share * articles) <= Fraction(1, 2)
    assert set(times.values()) <= {1, coders}


def test_without_an_overlap_one_coder_gets_every_article() -> None:
    assert sorted(drawn("abc", CODERS[:1], Overlap())) == [(each, CODERS[0]) for each in "abc"]


@given(st.integers(0, 60), st.integers(2, 5), shares, st.integers(0, 5), st.integers(0, 99))
def test_coders_have_as_many_articles_as_each_other_but_for_one(
    articles: int, coders: int, share: Fraction, each: int, seed: int
) -> None:
    each = min(each, coders)
    names = [str(number) for number in range(articles)]
    pairs = drawn(names, CODERS[:coders], Overlap(share=share), each=each, seed=seed)
    loads = Counter(dict.fromkeys(CODERS[:coders], 0))
    loads.update(coder for _article, coder in pairs)
    assert max(loads.values()) - min(loads.values()) <= 1


@given(permutations, st.integers(0, 99))
def test_the_same_seed_gives_the_same_result_whatever_the_order_of_the_articles(
    articles: list[str], seed: int
) -> None:
    overlap = Overlap(share=Fraction(1, 3))
    in_order = drawn(sorted(articles), CODERS[:3], overlap, seed=seed)
    assert drawn(articles, CODERS[:3], overlap, seed=seed) == in_order


def test_another_seed_gives_another_result() -> None:
    articles = [str(number) for number in range(30)]
    assert drawn(articles, CODERS[:3], Overlap(), seed=1) != drawn(articles, CODERS[:3], Overlap(), seed=2)


def test_a_third_of_thirty_articles_goes_to_all_of_three_coders() -> None:
    pairs = drawn([str(number) for number in range(30)], CODERS[:3], parse_overlap("1/3"), seed=7)
    assert Counter(Counter(article for article, _ in pairs).values()) == {1: 20, 3: 10}
    assert sorted(Counter(coder for _, coder in pairs).values()) == [16, 17, 17]


@pytest.mark.parametrize(
    ("typed", "of_thirty"),
    [
        *(("20%", 6), ("33.3％", 10), ("1/3", 10), ("0.2", 6), (".5", 15)),
        *(("10", 10), ("1", 1), ("1.0", 30), ("0", 0), (" 100 % ", 30)),
    ],
)
def test_an_overlap_is_a_share_or_a_number(typed: str, of_thirty: int) -> None:
    assert parse_overlap(typed).of(30) == of_thirty


@pytest.mark.parametrize("typed", ["", "abc", "120%", "1/0", "3/2", "-1", "1e9", "1.5", "9" * 30])
def test_what_is_no_overlap_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="is not an overlap"):
        parse_overlap(typed)


def test_more_than_there_are_is_refused() -> None:
    with pytest.raises(UsageError, match="overlap of 4"):
        drawn("abc", CODERS[:2], Overlap(number=4))
    with pytest.raises(UsageError, match="3 coders are more than the 2"):
        drawn("abc", CODERS[:2], Overlap(), each=3)
    with pytest.raises(UsageError, match="needs two coders"):
        drawn("abc", CODERS[:1], Overlap(number=2))
    with pytest.raises(UsageError, match="need coders"):
        drawn("abc", (), Overlap())
