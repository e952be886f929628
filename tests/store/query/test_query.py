"""The query language: parsing, formatting, and the changes made by keys of the tags pane."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.query.parser import parse
from store.query.tree import Field, Query, State, Term, Thing
from store.query.values import span

VALUES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=8).filter(
    lambda value: value.strip() == value
)
OPEN = [Field.BY, Field.AUTHOR, Field.SOURCE, Field.COLUMN]
TERMS = st.one_of(
    st.builds(
        Term,
        st.sampled_from(OPEN),
        st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple),
        st.booleans(),
    ),
    st.builds(Term, st.just(Field.WORDS), st.tuples(VALUES), st.booleans()),
    st.builds(Term, st.just(Field.IS), st.tuples(st.sampled_from(list(State))), st.booleans()),
    st.builds(Term, st.just(Field.HAS), st.tuples(st.sampled_from(list(Thing))), st.booleans()),
)
QUERIES = st.lists(TERMS, max_size=4, unique=True).map(lambda terms: Query(tuple(terms)))


@given(QUERIES)
def test_a_query_round_trips_through_its_text(query: Query) -> None:
    assert parse(str(query)) == query


@given(st.text(max_size=40))
def test_any_input_is_a_usage_error_or_a_query_that_round_trips(typed: str) -> None:
    try:
        query = parse(typed)
    except UsageError:
        return
    assert parse(str(query)) == query


def test_a_query_is_parsed_into_fields_values_and_words() -> None:
    query = parse('tag:服务|金融 -tag:线上 is:unread by:"Lin Xia" 大数据 -"两个 词"')
    assert query.terms == (
        Term(Field.TAG, ("服务", "金融")),
        Term(Field.TAG, ("线上",), wanted=False),
        Term(Field.IS, ("unread",)),
        Term(Field.BY, ("Lin Xia",)),
        Term(Field.WORDS, ("大数据",)),
        Term(Field.WORDS, ("两个 词",), wanted=False),
    )


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("colour:red", "colour"),
        ("is:big", "is:big"),
        ("tag:", "tag:"),
        ("tag:a||", "tag:"),
        ('"open', "quotation mark"),
        ('""', "quotation marks"),
        ("date:march", "march"),
        ("date:2020-", "2020-"),
        ("date:..", ".."),
        ("tag:a//b", "empty part"),
    ],
)
def test_an_invalid_part_is_named_in_the_error(typed: str, named: str) -> None:
    with pytest.raises(UsageError, match=named.replace(".", r"\.")):
        parse(typed)


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ("2020", ("2020", "2020")),
        ("2020-03..", ("2020-03", "")),
        ("..2021", ("", "2021")),
        ("2020..2021-05-01", ("2020", "2021-05-01")),
        ("2021..2021-05", ("2021", "2021-05")),
        ("2021-05..2021", ("2021-05", "2021")),
        ("9999-12-31..9999-12-31", ("9999-12-31", "9999-12-31")),
    ],
)
def test_a_date_or_range_has_a_first_and_a_last_date(value: str, bounds: tuple[str, str]) -> None:
    assert span(value) == bounds


def test_also_either_and_never_toggle_a_value() -> None:
    query = Query().also(Field.TAG, "甲")
    assert str(query) == "tag:甲"
    assert str(query.also(Field.TAG, "乙")) == "tag:甲 tag:乙"
    assert str(query.either(Field.TAG, "乙")) == "tag:甲|乙"
    assert str(query.either(Field.TAG, "乙").either(Field.TAG, "乙")) == "tag:甲"
    assert str(query.never(Field.TAG, "甲")) == "-tag:甲"
    assert not query.also(Field.TAG, "甲")
    assert not query.never(Field.TAG, "甲").never(Field.TAG, "甲")


def test_sign_of_returns_the_role_of_a_value() -> None:
    query = parse("tag:甲 tag:乙|丙 -tag:丁")
    assert [query.sign_of(Field.TAG, name) for name in "甲乙丙丁戊"] == ["&", "|", "|", "!", ""]
