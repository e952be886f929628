"""Recognition and separation of names of persons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.press.person_names import is_common_word, is_name, split_names, surname_and_given


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("朱 华 孟 文 柳 青", ["朱华", "孟文", "柳青"]),
        ("朱 华 郭昉杰 欧阳 明", ["朱华", "郭昉杰", "欧阳明"]),
        ("司马小羽 任 真", ["司马小羽", "任真"]),
        ("李　明　　王　芳", ["李明", "王芳"]),
        ("张三、李四和王五", ["张三", "李四", "王五"]),
        ("卓玛 次仁多吉", ["卓玛", "次仁多吉"]),
        ("古丽娜尔·买买提 张三", ["古丽娜尔·买买提", "张三"]),
        ("John Smith and Mary de Vries", ["John Smith", "Mary de Vries"]),
        ("", []),
    ],
)
def test_spaced_names_are_separated(section: str, names: list[str]) -> None:
    assert split_names(section) == names


@pytest.mark.parametrize(
    "section", ["上下同心", "方便群众 温暖人心", "水一方", "一二三四五六", "张三，你好吗", "walked home"]
)
def test_other_words_are_not_names(section: str) -> None:
    assert split_names(section) is None


def test_after_a_role_one_of_several_surnames_may_be_unknown() -> None:
    assert split_names("岜小川 周涛") is None
    assert split_names("岜小川 周涛", led=True) == ["岜小川", "周涛"]
    assert split_names("走进大山", led=True) is None


def test_after_a_role_for_pen_names_any_word_is_a_name() -> None:
    assert split_names("水一方", pen=True) == ["水一方"]
    assert split_names("水一方，你好。", pen=True) is None


@pytest.mark.parametrize(("word", "name"), [("张晓文", True), ("卓玛", True), ("春天", False), ("张", False)])
def test_a_name_is_recognised_by_its_surname_or_its_elements(word: str, name: bool) -> None:
    assert is_name(word) is name


def test_common_words_that_begin_with_a_surname_are_known() -> None:
    assert all(map(is_common_word, ["金秋", "江南", "黄河", "高原", "温暖", "文明"]))
    assert not any(map(is_common_word, ["张三", "陈晨", "朱华"]))


@given(st.text())
def test_splitting_any_text_never_raises(section: str) -> None:
    found = split_names(section, led=True, pen=True)
    assert found is None or all(found)


def test_tables_of_simplified_words_are_looked_up_folded() -> None:
    assert is_common_word("時間")
    assert is_common_word("时间")
    assert surname_and_given("淳於髡") == ("淳於", "髡")
