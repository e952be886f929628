from __future__ import annotations

import os

import pytest

from store.chinese.pinyin import initials, load_phrases, reading, syllables


def test_all_readings_of_a_character_count() -> None:
    assert {"zhong", "chong"} <= syllables("重")
    assert {"x", "h"} <= initials("行")
    assert "lv" in syllables("绿")


@pytest.mark.parametrize("character", ["。", "a", "1", " ", "あ", "😀"])
def test_what_is_not_han_has_no_syllables(character: str) -> None:
    assert syllables(character) == frozenset()


def test_a_letter_is_its_own_initial() -> None:
    assert initials("Y") == {"y"}


def test_words_are_read_by_phrases_once_these_are_loaded() -> None:
    load_phrases()
    assert [reading(word) for word in ("银行", "重庆", "音乐", "快乐")] == [
        "yínháng",
        "chóngqìng",
        "yīnyuè",
        "kuàilè",
    ]
    assert reading("GDP") == ""


def test_the_environment_is_left_as_it_was() -> None:
    initials("山")
    assert "PYPINYIN_NO_PHRASES" not in os.environ
