"""Conditions on attributes: a query finds exactly the articles that a scan finds, also after each change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.library import Library, open_library
from store.model.tables.attribute import AttributeKind
from store.query.completion import complete
from store.query.errors import QuerySyntaxError
from tests.conftest import draft, root_of
from tests.lengths import examples

ARTICLES: tuple[dict[str, str], ...] = (
    {"地区": "华东", "发行量": "12000", "首刊": "2020-03-24", "体裁": "通讯"},
    {"地区": "华南", "发行量": "-3.5", "首刊": "2020-03", "体裁": "長通訊"},
    {"地区": "华东", "发行量": "0.1", "首刊": "2019"},
    {"发行量": "9999", "体裁": "评论"},
    {},
)
"""The values of the articles, in the order in which they were added."""

NUMBERS = ("12000", "-3.5", "0.1", "9999", "0", "10000.5")
DATES = ("2020", "2019", "2020-03", "2020-04", "2020-03-24", "2020-03-25", "2018-12-31")
SIGNS = ("", "<", "<=", ">", ">=")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(tmp_path_factory.mktemp("attributes") / "library") as library:
        _fill(library)
        yield library


def _fill(library: Library) -> None:
    library.attributes.add("地区", AttributeKind.CHOICE, ["华东,华南,华北"])
    library.attributes.add("发行量", AttributeKind.NUMBER)
    library.attributes.add("首刊", AttributeKind.DATE)
    library.attributes.add("体裁")
    for number, values in enumerate(ARTICLES):
        article = library.articles.add(draft(f"第{number}篇。", title=str(number)))[0]
        if values:
            library.articles.correct(article, values)


def found(library: Library, query: str) -> list[int]:
    rows = library.articles.filtered(library.codebook.query(query)).rows()
    return sorted(int(row.title) for row in rows)


def _holds(kind: str, sign: str, value: str, wanted: str) -> bool:
    if not value:
        return False
    if kind == "地区":
        return value == wanted
    if kind == "体裁":
        return fold(wanted) in fold(value)
    if kind == "发行量":
        left, right = Decimal(value), Decimal(wanted)
        order = (left > right) - (left < right)
    else:
        known = min(len(value), len(wanted))
        order = (value[:known] > wanted[:known]) - (value[:known] < wanted[:known])
    return {"": order == 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


conditions = st.one_of(
    st.tuples(st.just("地区"), st.just(""), st.sampled_from(["华东", "华南", "华北"])),
    st.tuples(st.just("体裁"), st.just(""), st.sampled_from(["通讯", "长", "评", "x"])),
    st.tuples(st.just("发行量"), st.sampled_from(SIGNS), st.sampled_from(NUMBERS)),
    st.tuples(st.just("首刊"), st.sampled_from(SIGNS), st.sampled_from(DATES)),
)


@settings(max_examples=examples(60), deadline=None)
@given(conditions, conditions, st.booleans(), st.booleans())
def test_a_query_finds_what_a_scan_finds(
    filled: Library, one: tuple[str, str, str], other: tuple[str, str, str], negated: bool, either: bool
) -> None:
    def matches(condition: tuple[str, str, str], values: dict[str, str]) -> bool:
        name, sign, wanted = condition
        return _holds(name, sign, values.get(name, ""), wanted)

    terms = ["{}:{}{}".format(*condition) for condition in (one, other)]
    query = f"{terms[0]} {'OR ' if either else ''}{'-' if negated else ''}{terms[1]}"
    scanned = []
    for number, values in enumerate(ARTICLES):
        first, second = matches(one, values), matches(other, values) is not negated
        if (first or second) if either else (first and second):
            scanned.append(number)
    assert found(filled, query) == scanned


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("地区:华东|华南", [0, 1, 2]),
        ("地區:華東", [0, 2]),
        ("-地区:华东", [1, 3, 4]),
        ("地区:*", [0, 1, 2]),
        ("NOT 地区:*", [3, 4]),
        ("发行量:>10,000", [0]),
        ("发行量:0..9999", [2, 3]),
        ("发行量:..0", [1]),
        ("首刊:2020", [0, 1]),
        ("首刊:2019..2020-02", [2]),
        ("首刊:2020-03..", [0, 1]),
        ("体裁:通讯 发行量:<0", [1]),
    ],
)
def test_values_ranges_and_signs(filled: Library, query: str, expected: list[int]) -> None:
    assert found(filled, query) == expected


@pytest.mark.parametrize(
    ("query", "told", "place"),
    [
        ("银行 地区:西", "use one of 华东", 6),
        ("发行量:多", "is not a number", 4),
        ("首刊:昨天", "is not a date", 3),
        ("体裁:>5", "neither a number nor a date", 3),
        ("多 发行量:多", "is not a number", 6),
        ("发行量:5..-3", "smaller number first", 4),
        ("发行量:1000..20", "smaller number first", 4),
        ("首刊:2021..2020-12", "earlier date first", 3),
        ("首刊:2021-03-01..2021", "", 0),
        ("籍贯:x 体材:y", "", 0),
    ],
)
def test_a_value_that_the_kind_does_not_allow_is_told_at_its_place(
    filled: Library, query: str, told: str, place: int
) -> None:
    if not told:  # also Chinese words before a colon that name no attribute: they are words of the text
        assert found(filled, query) == []
        return
    with pytest.raises(QuerySyntaxError, match=told) as caught:
        filled.codebook.query(query)
    assert caught.value.position == place


def test_a_query_prints_itself_and_is_parsed_again(filled: Library) -> None:
    for typed in ("地区:华东", "发行量:>10000", "首刊:2019..2020", "-体裁:*"):
        query = filled.codebook.query(typed)
        assert str(query) == typed
        assert filled.codebook.query(str(query)) == query


def test_names_and_values_are_completed_also_by_pinyin(filled: Library) -> None:
    facets = filled.attributes.facets()

    def completed(typed: str) -> list[str]:
        return [
            each.inserted
            for each in complete(
                typed,
                len(typed),
                lambda field: [each.value for each in facets if each.name == field],
                attributes=filled.attributes.names(),
            )
        ]

    assert "地区:" in completed("地")
    assert completed("地区:hn") == ["华南"]


def test_facets_count_the_articles_of_each_value(filled: Library) -> None:
    counted = [(each.name, each.value, each.articles) for each in filled.attributes.facets()]
    assert ("地区", "华东", 2) in counted
    assert ("地区", "华南", 1) in counted
    assert counted == sorted(counted, key=lambda each: (each[0], -each[2], each[1]))


def test_the_index_follows_each_change(library: Library) -> None:
    _fill(library)
    first = library.articles.rows()[-1].id
    library.articles.correct(first, {"地区": "华北"})
    assert found(library, "地区:华北") == [0]
    library.undo()
    assert found(library, "地区:华北") == []
    library.attributes.rename("地区", "区域")
    assert found(library, "区域:华东") == [0, 2]
    library.articles.remove([first])
    assert found(library, "区域:华东") == [2]
    library.undo()
    (root_of(library) / ".cache" / "catalogue.sqlite").unlink()
    with open_library(root_of(library)) as reopened:
        reopened.resync()
        assert found(reopened, "区域:华东") == [0, 2]
