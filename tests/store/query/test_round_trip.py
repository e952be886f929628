"""Any text is a query or an error with a place in it; any query is the same again after it was printed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import UsageError
from store.query.errors import QuerySyntaxError
from store.query.parser import parse, parse_by_grammar
from store.query.tokens import MAX_DEPTH, MAX_LENGTH
from store.query.tree import (
    Attribute,
    Comparison,
    Field,
    Near,
    Node,
    Query,
    Regex,
    Saved,
    State,
    Term,
    Unit,
    Variant,
    Wildcard,
    all_of,
    any_of,
    negated,
    query_of,
    words,
)
from tests.lengths import examples

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=6).filter(
    lambda text: text.strip() == text
)
SIGNS = list('()（）|｜&＆-!！~～/／*?:："“”＂\\')
OPERATORS = ["AND", "OR", "NOT", "NEAR/5", "近/2句", "且", "或", "非", ">"]
STARTS = ["@", "＠", "NEAR/", "近/", "tag:", "标签：", "date:", "is:", "has:", "地区:", "2020", "unread"]
PIECES = st.one_of(st.sampled_from([*SIGNS, *OPERATORS, *STARTS, " "]), st.text(max_size=3))
TYPED = st.lists(PIECES, max_size=14).map("".join)

GAPS = st.sampled_from(["*", "?", "??", "*?"])
WILDCARDS = st.one_of(
    st.builds(lambda first, gap, last: Wildcard((first, gap, last)), TEXT, GAPS, TEXT),
    st.builds(lambda gap, middle, other: Wildcard(("", gap, middle, other, "")), GAPS, TEXT, GAPS),
)
PHRASES = TEXT.map(words)
TEXT_LEAVES: st.SearchStrategy[Node] = st.one_of(
    PHRASES,
    WILDCARDS,
    st.sampled_from(["a/b", r"\d+", "[甲乙] 丙", r"\\"]).map(Regex),
    st.sampled_from(["想客户所想", '他说"好"']).map(Variant),
)
TEXT_NODES = st.recursive(
    TEXT_LEAVES,
    lambda below: st.builds(
        Near,
        st.one_of(below, st.lists(below, min_size=1, max_size=3).map(any_of)),
        TEXT_LEAVES,
        st.integers(0, 9),
        st.sampled_from(Unit),
    ),
    max_leaves=4,
)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    TEXT_NODES,
    st.builds(
        Term,
        st.sampled_from([Field.BY, Field.AUTHOR, Field.NOTE, Field.QUOTE, Field.TITLE, Field.WORDS]),
        st.lists(TEXT, min_size=1, max_size=3, unique=True).map(tuple),
        st.booleans(),
    ),
    st.builds(Saved, TEXT),
    st.builds(Term, st.just(Field.IS), st.tuples(st.sampled_from(list(State))), st.booleans()),
    st.builds(Attribute, st.just("地区"), st.sampled_from(Comparison), TEXT.filter(str.isalnum)),
)  # fmt: skip
NODES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(all_of),
        st.lists(below, min_size=1, max_size=3).map(any_of),
        below.map(negated),
    ),
    max_leaves=8,
)


@pytest.mark.long
@settings(deadline=None, max_examples=examples(60))
@given(NODES.map(query_of))
def test_a_query_is_the_same_after_it_was_printed(query: Query) -> None:
    assert parse(str(query), attributes=["地区"]) == query


@pytest.mark.long
@settings(deadline=None, max_examples=examples(100))
@given(st.one_of(st.text(max_size=40), TYPED))
def test_any_text_is_a_query_or_an_error_with_a_place_in_it(typed: str) -> None:
    error = None
    try:
        query = parse(typed, attributes=["地区"])
    except QuerySyntaxError as wrong:
        error = wrong
    if error is None:
        assert parse(str(query), attributes=["地区"]) == query
    else:
        assert 0 <= error.position <= len(typed)
        assert error.query == typed
        assert len(error.excerpt().splitlines()) == 2


@pytest.mark.long
@settings(deadline=None, max_examples=examples(25))
@given(st.lists(LEAVES.filter(lambda leaf: not isinstance(leaf, Attribute)), min_size=1, max_size=4))
def test_terms_without_operators_are_read_as_the_grammar_reads_them(leaves: list[Node]) -> None:
    text = str(query_of(all_of(leaves)))
    assert parse(text) == parse_by_grammar(text)


@pytest.mark.parametrize(
    "typed",
    [
        "(" * 5000,
        "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
        "NOT " * 900 + "a",
        "a NEAR/1 " * 400 + "a",
        "a " * 1900,
        "a" * (MAX_LENGTH + 1),
        "/" + "(a*)*" * 600 + "/",
        "a NEAR/99999 b",
    ],
)
def test_what_is_too_long_or_too_deep_is_an_error(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(typed)
    assert len(str(caught.value)) < 200


def test_the_name_of_a_saved_search_is_quoted_where_it_has_signs() -> None:
    for name in ("a&b", "(甲)", "乙*", "丙 丁", 'x"y', "戊"):
        query = query_of(Saved(name))
        assert parse(str(query)) == query
