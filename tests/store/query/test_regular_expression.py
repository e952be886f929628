"""Regular expressions from outside are compiled and matched within bounds."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.query import regular_expression
from store.query.parser import parse
from store.query.places import finder, literal_runs
from store.query.regular_expression import (
    MAX_LENGTH,
    MAX_SIZE,
    PREFIX,
    BadPattern,
    escaped,
    spans_of,
    written_out,
)


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1000000000}",
        "a{1000000000,}",
        "a{0,1000000000}b",
        "a{,1000000000}",
        "(?:a{1000}){1000}",
        "((a{100}){100}){100}",
        "(?:(?:[银銀]{200}|x){200})+",
        "(?<=a{1000000})b",
        "[)]*(a{1000}[(]){1000}",
        "([[:alpha:])]a{1000}){1000}",
        r"(\)a{1000}){1000}",
        "(a(?#)){9}{1000}){1000}",
        "(a{99})){99}){99}",
        "(?:x){e<=1000000}",
        "a{" + "9" * 900 + "}",
    ],
)
def test_an_expression_that_would_be_too_large_is_rejected_before_it_is_compiled(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regex.compile", pytest.fail)
    with pytest.raises(BadPattern, match="repeats too often: use smaller numbers"):
        spans_of(pattern, "aaaa")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a" * (MAX_LENGTH + 1), "is too long: use at most 1,000 characters"),
        ("(?R)?a", "calls a group"),
        ("(a(?1)?b)", "calls a group"),
        ("(?P<x>a)(?&x)", "calls a group"),
        ("(?x)(a{1000}#)\n){1000}", "sets the flag x or V1"),
        ("(?V1)[[a]]", "sets the flag x or V1"),
        ("(" * 400 + "a" + ")" * 400, "too deeply nested"),
    ],
)
def test_an_expression_whose_size_cannot_be_known_is_rejected(pattern: str, reason: str) -> None:
    with pytest.raises(BadPattern, match=reason):
        spans_of(pattern, "aaaa")


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\d{4}年\d{1,2}月", "在2024年3月，", ["2024年3月"]),
        (r"[银銀]行", "銀行银行", ["銀行", "银行"]),
        (r"\p{Han}{2,3}", "银行。", ["银行"]),
        ("(?i)gdp", "GDP", ["GDP"]),
        ("(?:ab){2}", "abab", ["abab"]),
        ("a{,2}b", "aab", ["aab"]),
        ("{a}", "{a}", ["{a}"]),
        (r"(.)\1", "天天", ["天天"]),
        ("(?P<x>天)(?P=x)", "天天", ["天天"]),
        ("[[:digit:])]+", "12)", ["12)"]),
        ("^(.{0,500}？)$", "好？\n好", ["好？"]),
    ],
)
def test_usual_expressions_are_found(pattern: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans_of(pattern, text)] == found


PARTS = st.one_of(
    st.sampled_from("ab()[]|*+?.^${}-,银\\"),
    st.sampled_from(["(?:", "(?=", "(?<!", "(?P<n>", "[^", "(?#", "[[:alpha:]", "(?i)", "\\p{Han}", "\\1"]),
    st.sampled_from(["{2}", "{3,}", "{,4}", "{30}", "{999}"]),
)


@given(st.lists(PARTS, max_size=14).map("".join), st.text("ab银(", max_size=8))
def test_whatever_is_typed_is_matched_or_rejected(pattern: str, text: str) -> None:
    spans: tuple[tuple[int, int], ...] = ()
    with suppress(BadPattern):
        spans = spans_of(pattern, text)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def _tree(inner: st.SearchStrategy[tuple[str, int]]) -> st.SearchStrategy[tuple[str, int]]:
    times = st.integers(1, 9)
    return st.one_of(
        st.tuples(inner, times).map(lambda pair: (f"(?:{pair[0][0]}){{{pair[1]}}}", pair[0][1] * pair[1])),
        st.tuples(inner, inner).map(lambda pair: (pair[0][0] + pair[1][0], pair[0][1] + pair[1][1])),
        st.tuples(inner, inner).map(lambda pair: (f"({pair[0][0]}|{pair[1][0]})", pair[0][1] + pair[1][1])),
    )


LEAVES = st.sampled_from(["a", "[)(]", r"\)", "[]{]", "(?#)){2}", "[[:alpha:](]", "银", r"\p{Han}"]).map(
    lambda leaf: (leaf, 0 if leaf.startswith("(?#") else 1)
)


@given(st.recursive(LEAVES, _tree, max_leaves=12))
def test_the_estimated_size_is_never_too_small(pattern_and_size: tuple[str, int]) -> None:
    pattern, size = pattern_and_size
    assert written_out(pattern) >= size


def test_words_that_begin_like_an_expression_can_be_found_as_they_are() -> None:
    query = escaped("re:a{1000000000}")
    assert spans_of(query.removeprefix(PREFIX), "说re:a{1000000000}。") == ((1, 17),)


def test_the_largest_expression_is_compiled() -> None:
    assert spans_of(f"a{{{MAX_SIZE}}}", "a" * MAX_SIZE) == ((0, MAX_SIZE),)


@pytest.mark.parametrize(
    "pattern", [r"\x41bc", r"\u5ba2户", r"\101bc", r"\pLbc", r"(.)bc\g<1>", r"客\.户", r"客\b户"]
)
def test_what_a_pattern_requires_is_in_each_of_its_matches(pattern: str) -> None:
    text = "Abc 客户 \x01bc AbcA 客.户"
    runs = literal_runs(pattern)
    assert all(run in fold(text[start:end]) for start, end in spans_of(pattern, text) for run in runs)


def test_the_message_about_words_with_gaps_names_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular_expression, "TIMEOUT", 1e-9)
    monkeypatch.setattr(regular_expression, "TIMEOUT_PER_CHARACTER", 0)
    (words,) = parse("客?之").terms
    with pytest.raises(BadPattern, match=r"^客\?之 takes too long"):
        list(finder(words).places("客户所" * 100_000))
