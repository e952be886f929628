from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.pinyin import syllables
from store.model.tag import Tag
from store.tags.fuzzy_finder import TagFinder

NAMES = ["金融服务", "重庆", "服务", "服务/线上", "服务/线下", "音乐", "快乐", "GDP增长", "主题/老人"]
TAGS = [*(Tag(name=name) for name in NAMES), Tag(name="钱", aliases=("money", "货币"))]


def found(typed: str) -> list[str]:
    return [match.tag.name for match in TagFinder(TAGS).find(typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("jrfw", "金融服务"), ("jinrfw", "金融服务"), ("jr服", "金融服务"), ("jinrongfuwu", "金融服务")),
        *(("cq", "重庆"), ("chongq", "重庆"), ("zhongqing", "重庆")),
        *(("fw/xs", "服务/线上"), ("f/xx", "服务/线下"), ("服務/線上", "服务/线上")),
        *(("yy", "音乐"), ("kl", "快乐"), ("gdp", "GDP增长"), ("ＧＤＰ", "GDP增长"), ("zz", "GDP增长")),
        *(("laor", "主题/老人"), ("#laor", "主题/老人"), ("money", "钱"), ("hb", "钱"), ("qian", "钱")),
    ],
)
def test_tags_match_characters_pinyin_initials_and_mixtures(typed: str, name: str) -> None:
    assert found(typed)[0] == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("xi'an", "西安"),
        ("xī’ān", "西安"),
        ("xian", "西安"),
        ("用户", "⽤户"),
        ("yh", "⽤户"),
        ("o'neil", "O'Neil"),
    ],
)
def test_tags_match_apostrophes_tone_marks_and_other_forms(typed: str, name: str) -> None:
    tags = [Tag(name=each) for each in ("西安", "⽤户", "O'Neil")]
    assert [match.tag.name for match in TagFinder(tags).find(typed)] == [name]


def test_better_matches_come_first() -> None:
    assert found("fw") == ["服务", "服务/线上", "服务/线下", "金融服务"]
    assert found("服务")[0] == "服务"
    assert found("xyz") == []


def test_ties_are_broken_by_use_here_then_recent_use_then_frequency() -> None:
    finder = TagFinder(
        [Tag(name=name) for name in ("甲一", "甲二", "甲三", "甲四")],
        uses={"甲四": 9, "甲三": 1},
        here={"甲二"},
        lately=["甲三"],
    )
    assert [match.tag.name for match in finder.find("j")] == ["甲二", "甲三", "甲四", "甲一"]
    assert [match.tag.name for match in finder.find("")] == ["甲二", "甲三", "甲四", "甲一"]


def test_a_match_names_the_matched_characters_or_alias() -> None:
    (match,) = TagFinder(TAGS).find("jr服")
    assert match.places == (0, 1, 2)
    (match,) = TagFinder(TAGS).find("money")
    assert (match.places, match.alias) == ((), "money")


@given(st.text("金融服务重庆线上乐/a", min_size=1, max_size=8), st.data())
def test_a_name_matches_every_spelling_of_its_beginning(name: str, data: st.DataObject) -> None:
    typed = ""
    for character in name[: data.draw(st.integers(1, len(name)))]:
        ways = [character]
        for reading in syllables(character):
            ways += [reading[:length] for length in range(1, len(reading) + 1)]
        typed += data.draw(st.sampled_from(ways))
    assert [match.tag.name for match in TagFinder([Tag(name=name)]).find(typed)] == [name]


@given(st.text('金融服务a/z"*[\\^', max_size=6))
def test_any_query_is_accepted(typed: str) -> None:
    assert {match.tag for match in TagFinder(TAGS).find(typed)} <= set(TAGS)


@given(st.text("金融服务重庆线上乐gdp/aoy", min_size=1, max_size=7), st.text("fw金j", max_size=2))
def test_typing_on_and_deleting_give_the_same_matches_as_a_fresh_query(typed: str, instead: str) -> None:
    finder = TagFinder(TAGS)
    beginnings = [typed[:length] for length in range(len(typed) + 1)]
    for begun in [*beginnings, *(word + instead for word in reversed(beginnings))]:
        assert finder.find(begun) == TagFinder(TAGS).find(begun)


def test_highly_ambiguous_queries_finish() -> None:
    # Each letter can begin a character or continue one: backtracking without memory would never finish.
    finder = TagFinder([Tag(name="是" * 100), Tag(name="sh" * 50)])
    assert [match.tag.name for match in finder.find("sh" * 40)] == ["sh" * 50, "是" * 100]
    assert finder.find("s" * 60 + "x") == []
    assert finder.find("sh" * 40 + "i/x") == []
