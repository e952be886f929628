from __future__ import annotations

import os

import pytest

from store.chinese.pinyin import initials, load_phrases, reading, syllables


def test_a_character_has_all_its_readings() -> None:
    assert {"zhong", "chong"} <= syllables("重")
    assert {"x", "h"} <= initials("行")
    assert "lv" in syllables("绿")


@pytest.mark.parametrize("character", ["。", "a", "1", " ", "あ", "😀"])
def test_characters_other_than_han_have_no_syllables(character: str) -> None:
    assert syllables(character) == frozenset()


def test_a_letter_is_its_own_initial() -> None:
    assert initials("Y") == {"y"}


def test_words_are_read_by_phrases_after_load_phrases() -> None:
    load_phrases()
    assert [reading(word) for word in ("银行", "重庆", "音乐", "快乐")] == [
        "yínháng",
        "chóngqìng",
        "yīnyuè",
        "kuàilè",
    ]
    assert reading("GDP") == ""


def test_importing_pypinyin_restores_the_environment() -> None:
    initials("山")
    assert "PYPINYIN_NO_PHRASES" not in os.environ
