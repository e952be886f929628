"""Lines of a concordance: their contexts, tags and orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.finding.concordance import (
    Contexts,
    Line,
    LineSort,
    Position,
    TaggedRanges,
    concordance,
    grouped,
    sort_key,
    sorted_lines,
)
from store.library import Library
from store.model.new_annotations import new_annotation
from store.query.parser import parse
from tests.conftest import draft


def put(library: Library, *texts: str, title: str = "——") -> list[str]:
    return [library.articles.add(draft(*text.split("\n"), title=title))[0] for text in texts]


def lines(library: Library, query: str, context: int = 40) -> list[Line]:
    return list(concordance(library, parse(query), context=context))


def test_each_place_has_a_line_with_its_context(library: Library) -> None:
    (article,) = put(library, "花开花落\n无花")
    found = lines(library, "花")
    assert [(line.left, line.node, line.right) for line in found] == [
        ("", "花", "开花落"),
        ("花开", "花", "落"),
        ("无", "花", ""),
    ]
    text = library.articles.get(article).text
    assert all(text[line.start : line.end] == line.node and line.article == article for line in found)


def test_a_context_is_as_long_as_asked_for(library: Library) -> None:
    put(library, "一二三四花五六七八")
    (line,) = lines(library, "花", context=2)
    assert (line.left, line.right) == ("三四", "五六")


def test_only_articles_that_match_the_whole_query_have_lines(library: Library) -> None:
    put(library, "花开", "花落")
    assert [line.right for line in lines(library, "花 -落")] == ["开"]


def test_both_sides_of_an_alternative_are_nodes(library: Library) -> None:
    put(library, "广告与廣場")
    assert [line.node for line in lines(library, "广场 OR 广告")] == ["广告", "廣場"]


def test_a_line_has_the_tags_that_overlap_its_node(library: Library) -> None:
    (article,) = put(library, "春天花开，秋天花落")
    library.annotations.annotate_quote(article, "花开", tags=["春"])
    assert [line.tags for line in lines(library, "花")] == [("春",), ()]


def test_a_query_without_words_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="names no words"):
        lines(library, "is:unread")


def ordered(library: Library, query: str, *keys: str, is_reversed: bool = False) -> list[str]:
    found = lines(library, query)
    orders = [sort_key(key) for key in keys]
    shown = sorted_lines(library, found, orders, Contexts(), is_reversed=is_reversed)
    return [f"{line.left}[{line.node}]{line.right}" for line in shown]


def test_lines_are_sorted_by_what_stands_beside_the_node(library: Library) -> None:
    put(library, "乙花，中\n甲花安\n丙花")
    assert ordered(library, "花", "R1") == ["甲[花]安", "乙[花]，中", "丙[花]"]
    assert ordered(library, "花", "L1") == ["丙[花]", "甲[花]安", "乙[花]，中"]
    assert ordered(library, "花", "R1", is_reversed=True) == ["乙[花]，中", "甲[花]安", "丙[花]"]


def test_equal_lines_are_sorted_by_the_next_order(library: Library) -> None:
    put(library, "乙花安\n甲花安")
    assert ordered(library, "花", "R1", "L1") == ["甲[花]安", "乙[花]安"]


def test_lines_are_sorted_by_the_source_of_their_articles(library: Library) -> None:
    for source, text in (("重庆晚报", "花一"), ("北京日报", "花二"), ("", "花三")):
        (article,) = put(library, text)
        library.articles.correct(article, {"source": source})
    assert ordered(library, "花", "source") == ["[花]二", "[花]一", "[花]三"]
    assert ordered(library, "花", "source", is_reversed=True) == ["[花]一", "[花]二", "[花]三"]


def test_lines_are_sorted_by_date_the_latest_first(library: Library) -> None:
    for date, text in (("2020-01-02", "花一"), ("2021", "花二"), ("", "花三")):
        (article,) = put(library, text)
        library.articles.correct(article, {"date": date})
    assert ordered(library, "花", "date") == ["[花]二", "[花]一", "[花]三"]
    assert ordered(library, "花", "date", is_reversed=True) == ["[花]一", "[花]二", "[花]三"]


def test_lines_are_grouped_by_what_stands_at_a_position(library: Library) -> None:
    put(library, "花开\n花，开\n花落\n花")
    groups = grouped(lines(library, "花"), Position(is_left=False, distance=1), Contexts())
    assert [(group.item, group.lines) for group in groups] == [("开", 2), ("", 1), ("落", 1)]


@pytest.mark.parametrize("name", ["L1", "r5", "node", "source"])
def test_the_name_of_an_order_is_parsed(name: str) -> None:
    assert str(sort_key(name)).lower() == name.lower()


@pytest.mark.parametrize("name", ["L0", "R6", "x", ""])
def test_an_unknown_order_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="Lines are not sorted by"):
        sort_key(name)


def test_every_order_by_a_value_is_known() -> None:
    assert {sort_key(each) for each in LineSort} == set(LineSort)


@pytest.mark.long
def test_a_pattern_that_takes_too_long_is_an_error_also_where_something_else_matches(
    library: Library,
) -> None:
    put(library, "花" + "甲" * 200 + "乙")
    with pytest.raises(UsageError, match="takes too long"):
        lines(library, "is:unread OR /(甲|甲甲)+$/")


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8),
    st.integers(0, 30),
    st.integers(1, 5),
)
def test_the_tags_of_a_line_are_those_of_the_ranges_that_overlap_it(
    ranges: list[tuple[int, int]], start: int, length: int
) -> None:
    text = "花" * 50
    annotations = [
        new_annotation(text, first, first + size, tags=(f"{first}-{size}",), note="", creator="")
        for first, size in ranges
    ]
    end = start + length
    assert set(TaggedRanges(annotations).tags(start, end)) == {
        f"{first}-{size}" for first, size in ranges if first < end and start < first + size
    }


def test_a_line_has_the_notes_of_the_annotations_that_overlap_it(library: Library) -> None:
    (article,) = put(library, "花开了，燕子来。")
    library.annotations.annotate_quote(article, "燕子来", note="头一只")
    library.annotations.annotate_quote(article, "燕", tags=["鸟"], note="小")
    (line,) = concordance(library, parse("燕子"))
    assert (line.tags, line.notes) == (("鸟",), ("小", "头一只"))
    (other,) = concordance(library, parse("花"))
    assert other.notes == ()
