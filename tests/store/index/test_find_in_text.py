from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.index.find_in_text import Finder, Method
from store.query.regular_expression import BadPattern

TEXT = "中國銀行在重庆开张，山里的郵差走了。ＧＤＰ增长，gdp下降。\n银行旁边有一位姓吕的女人。"


def found(query: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in Finder(text).find(query).spans]


def test_simplified_and_traditional_characters_find_each_other() -> None:
    assert found("银行") == found("銀行") == ["銀行", "银行"]


def test_width_and_case_make_no_difference() -> None:
    assert found("gdp") == found("ＧＤＰ") == ["ＧＤＰ", "gdp"]
    assert found("，") == found(",") == ["，", "，"]


def test_letters_that_do_not_occur_in_the_text_are_read_as_pinyin() -> None:
    assert found("yinhang") == ["銀行", "银行"]
    assert found("chongqing") == ["重庆"]
    assert found("youchai") == ["郵差"]
    assert found("lv") == ["吕"]


def test_the_last_syllable_may_be_unfinished() -> None:
    assert found("yinh") == ["銀行", "银行"]
    assert found("chongq") == ["重庆"]


def test_pinyin_may_have_apostrophes_and_tone_marks() -> None:
    text = "先去西安，女儿答应了方案。"
    assert found("xi'an", text) == found("xī’ān", text) == ["西安"]
    assert found("xian", text) == ["先", "西安"]
    assert found("nü'er", text) == found("nǚ'ér", text) == ["女儿"]
    assert found("fang'an", text) == found("fangan", text) == ["方案"]
    assert found("xi'ou", text) == []


def test_radicals_and_old_forms_are_found_as_their_standard_characters() -> None:
    text = "⽤户和⻩河、髙山"
    assert found("用户", text) == found("yonghu", text) == ["⽤户"]
    assert found("黄河", text) == ["⻩河"]
    assert found("高山", text) == ["髙山"]


def test_letters_that_are_not_syllables_are_read_as_initials() -> None:
    assert found("zgyh") == ["中國銀行"]
    assert Finder(TEXT).find("zgyh").method is Method.INITIALS
    assert Finder(TEXT).find("yinhang").method is Method.PINYIN


def test_pinyin_is_not_tried_when_the_letters_occur_in_the_text() -> None:
    assert found("hang", "他说hang，在银行。") == ["hang"]


def test_words_that_do_not_occur_are_not_found() -> None:
    assert found("天空") == found("xq") == found("") == []


def test_the_prefix_re_searches_for_a_regular_expression() -> None:
    assert found("re:[银銀]行") == ["銀行", "银行"]
    assert found("re:^银") == ["银"]
    assert found("re:x*") == []


@pytest.mark.parametrize("pattern", ["re:(", "re:[", "re:*"])
def test_an_invalid_regular_expression_is_rejected(pattern: str) -> None:
    with pytest.raises(BadPattern, match="not a regular expression"):
        found(pattern)


@pytest.mark.long
def test_a_regular_expression_that_takes_too_long_is_aborted() -> None:
    with pytest.raises(BadPattern, match="too long"):
        found("re:(a|aa)+$", "a" * 200 + "b")


def test_letters_that_can_be_divided_in_many_ways_are_divided_at_once() -> None:
    text = "安南西安贤人案暗按"
    assert found("an" * 19 + "q", text) == found("xian" * 9 + "q", text) == []
    assert found("annanx", text) == [
        "安南西",
    ]
    assert found("xianxianren", "西安贤人") == ["西安贤人"]


@given(st.text("银銀行行aA，,山 ", max_size=30), st.text("银行a，山", min_size=1, max_size=3))
def test_find_returns_every_occurrence_that_is_equal_after_folding(text: str, query: str) -> None:
    plain = text.replace("銀", "银").replace("A", "a").replace("，", ",")
    wanted = query.replace("，", ",")
    spans = Finder(text).find(query).spans
    expected = [at for at in range(len(text)) if plain.startswith(wanted, at)]
    if Finder(text).find(query).method is Method.WORDS:
        assert [start for start, _ in spans] == expected
