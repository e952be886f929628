"""Lists of terms: text, tables, and what is wrong in them."""

from __future__ import annotations

import pytest

from store.errors import UsageError
from store.terms.listed_term import ListedTerm
from store.terms.term_list import parse, table


def terms(content: str, name: str = "terms.txt", *tags: str) -> list[ListedTerm]:
    return parse(content.encode(), name, tags)


def test_text_has_a_term_a_line_and_comments() -> None:
    assert terms("# 地名\n\n 码头 \r\n/第\\d+天/\n码头\n", "a.txt", "地名") == [
        ListedTerm("码头", ("地名",)),
        ListedTerm("/第\\d+天/", ("地名",)),
    ]


def test_a_table_names_its_columns_in_either_language_and_any_order() -> None:
    expected = [ListedTerm("码头", ("地名", "水运"), "tgaz:1")]
    assert terms("tag,identity,term\n地名|水运,tgaz:1,码头\n", "a.csv") == expected
    assert terms("标识\t词\t标签\ntgaz:1\t码头\t地名|水运\n", "a.tsv") == expected
    assert terms("码头,地名|水运,tgaz:1\n", "a.csv") == expected


def test_a_tag_given_beside_the_list_is_for_terms_without_one() -> None:
    assert [each.tags for each in terms("词,标签\n码头,地名\n船\n", "a.csv", "水运")] == [
        ("地名",), ("水运",),
    ]  # fmt: skip


def test_terms_with_different_identities_get_tags_of_their_own() -> None:
    found = terms("词,标签,标识\n老周,人物,x:1\n周师傅,人物,x:1\n小林,人物,x:2\n船长,人物,\n", "a.csv")
    assert [each.tags for each in found] == [
        ("人物/老周",), ("人物/老周",), ("人物/小林",), ("人物",),
    ]  # fmt: skip


def test_one_identity_is_that_of_the_tag() -> None:
    assert [each.tags for each in terms("词,标签,标识\n老周,周,x:1\n周师傅,周,x:1\n", "a.csv")] == [
        ("周",)
    ] * 2


def test_what_is_written_is_read_again() -> None:
    listed = [ListedTerm('~"渡口,码头"', ("地名", "水运"), "x:1"), ListedTerm("/a|b/", ("甲",))]
    assert parse(table(listed).encode(), "a.csv") == listed


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [
        ("码头\n/(/\n", "a.txt", "line 2"),
        ("标签\n地名\n", "a.csv", "“term”"),
        ("词,标签\n/a{1,2}/,甲\n", "a.csv", "line 2.*quotation"),
        ("# 只有说明\n", "a.txt", "no terms"),
        ("词,标识\n码头,两 个\n", "a.csv", "line 2"),
    ],
)
def test_an_error_names_its_place(content: str, name: str, place: str) -> None:
    with pytest.raises(UsageError, match=place):
        terms(content, name, "甲")


def test_a_term_without_a_tag_is_refused() -> None:
    with pytest.raises(UsageError, match="--tag"):
        terms("码头\n")
