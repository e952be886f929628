"""Counted nouns agree with their number."""

from __future__ import annotations

import pytest

from store.wording import counted, noun, times


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1914, "1,914 entries")]
)
def test_a_number_stands_with_the_form_of_its_noun(number: int, words: str) -> None:
    assert counted(number, "entry", "entries") == words
    assert words.endswith(noun(number, "entry", "entries"))


def test_one_time_is_once() -> None:
    assert [times(number) for number in (1, 2, 1914)] == ["once", "2 times", "1,914 times"]
