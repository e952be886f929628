"""Values of facets are chosen beside each other, and the others stay there with their numbers."""

from __future__ import annotations

from collections import Counter

import pytest

from store.query.parser import parse
from store.query.tree import Field
from tui.search.facets.facet_choices import KnownCounts, toggled
from tui.search.facets.facet_conditions import sign_of
from tui.search.facets.facet_counting import FacetCounts

KNOWN = {
    Field.SOURCE: ("晨报", "晚报"),
    Field.DATE: ("2020", "2021", "2020-03", "2020-04"),
    Field.TAG: ("服务", "服务/窗口", "老人"),
}


@pytest.mark.parametrize(
    ("query", "chosen", "expected"),
    [
        ("花", "source:晨报", "花 source:晨报"),
        ("花 source:晨报", "source:晚报", "花 source:晨报|晚报"),
        ("花 source:晨报|晚报", "source:晨报", "花 source:晚报"),
        ("花 source:晚报", "source:晚报", "花"),
        ("花 source:报", "source:晨报", "花 source:报 source:晨报"),
        ("花 source:晨报", "date:2020", "花 source:晨报 date:2020"),
        ("花 date:2019..2021", "date:2020", "花 date:2019..2021 date:2020"),
        ("花 date:2020", "date:2020-03", "花 date:2020-03"),
        ("花 date:2020-03", "date:2020-04", "花 date:2020-03|2020-04"),
        ("花 date:2020-03|2021", "date:2020", "花 date:2021|2020"),
        ("花 tag:服务", "tag:服务/窗口", "花 tag:服务/窗口"),
        ("花 tag:老人", "tag:服务", "花 tag:老人|服务"),
        ("花 -source:晨报", "source:晨报", "花"),
        ("花 -source:晨报", "source:晚报", "花 -source:晨报 source:晚报"),
    ],
)
def test_values_of_a_field_are_joined_by_or(query: str, chosen: str, expected: str) -> None:
    field, _, value = chosen.partition(":")
    assert str(toggled(parse(query), Field(field), value, KNOWN[Field(field)])) == expected


def test_the_counts_of_a_field_are_those_without_what_is_chosen_of_it() -> None:
    known, every = KnownCounts(), Counter({"晨报": 3, "晚报": 2})
    known.note(parse("花"), {Field.SOURCE: every})
    chosen = parse("花 source:晨报")
    assert known.shown(parse("花"), {Field.SOURCE: every})[Field.SOURCE] == every
    assert known.shown(chosen, {Field.SOURCE: Counter({"晨报": 3})})[Field.SOURCE] == every
    assert known.missing(chosen, {Field.SOURCE: Counter({"晨报": 3})}) == {}


def test_what_is_not_counted_yet_is_asked_for_and_stands_as_before_meanwhile() -> None:
    known, every = KnownCounts(), Counter({"晨报": 3, "晚报": 2})
    known.shown(parse("花"), {Field.SOURCE: every})
    chosen = parse("花 source:晨报 column:要闻")
    found: FacetCounts = {Field.SOURCE: Counter({"晨报": 1})}
    assert known.shown(chosen, found)[Field.SOURCE] == every
    assert known.missing(chosen, found) == {Field.SOURCE: parse("花 column:要闻")}
    known.keep(Field.SOURCE, parse("花 column:要闻"), Counter({"晨报": 1, "晚报": 1}))
    assert known.shown(chosen, found)[Field.SOURCE] == Counter({"晨报": 1, "晚报": 1})


def test_a_chosen_value_that_nothing_has_stays_to_be_unchosen() -> None:
    known = KnownCounts()
    known.shown(parse("花"), {Field.SOURCE: Counter({"晨报": 3})})
    assert known.shown(parse("花 source:晨报 雪"), {})[Field.SOURCE] == Counter({"晨报": 3})
    known.keep(Field.SOURCE, parse("花 雪"), Counter({"晚报": 1}))
    assert known.shown(parse("花 source:晨报 雪"), {})[Field.SOURCE] == {"晨报": 0, "晚报": 1}


def test_after_a_change_of_the_library_everything_is_counted_again() -> None:
    known, chosen = KnownCounts(), parse("花 source:晨报")
    known.note(parse("花"), {Field.SOURCE: Counter({"晨报": 3})})
    known.forget()
    assert known.missing(chosen, {Field.SOURCE: Counter({"晨报": 3})}) == {Field.SOURCE: parse("花")}


REGIONS = ("华东", "华南", "华北")


@pytest.mark.parametrize(
    ("query", "value", "expected", "sign"),
    [
        ("花", "华东", "花 地区:华东", "&"),
        ("花 地区:华东", "华南", "花 (地区:华东 OR 地区:华南)", "|"),
        ("花 (地区:华东 OR 地区:华南)", "华北", "花 (地区:华东 OR 地区:华南 OR 地区:华北)", "|"),
        ("花 (地区:华东 OR 地区:华南)", "华东", "花 地区:华南", ""),
        ("花 地区:华东", "华东", "花", ""),
        ("花 -地区:华东", "华东", "花", ""),
        ("花 地区:*", "华东", "花 地区:* 地区:华东", "&"),
        ("地区:>3", "华东", "地区:>3 地区:华东", "&"),
        ("花 (地区:华东 OR 雪)", "华东", "花 (地区:华东 OR 雪) 地区:华东", "&"),
    ],
)
def test_values_of_an_attribute_are_joined_by_or(query: str, value: str, expected: str, sign: str) -> None:
    found = toggled(parse(query, attributes=("地区",)), "地区", value, REGIONS)
    assert str(found) == expected
    assert parse(expected, attributes=("地区",)) == found
    assert sign_of(found, "地区", value) == sign


def test_the_counts_of_an_attribute_are_those_without_what_is_chosen_of_it() -> None:
    known, every = KnownCounts(), Counter({"华东": 3, "华南": 2})
    known.note(parse("花"), {"地区": every})
    chosen = parse("花 地区:华东", attributes=("地区",))
    assert known.shown(chosen, {"地区": Counter({"华东": 3})})["地区"] == every
    assert known.missing(chosen, {"地区": Counter({"华东": 3})}) == {}
