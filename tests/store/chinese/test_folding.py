"""Folding maps every form of a character to one code point."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese import folding
from store.chinese.folding import fold, simplified


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("⽤户和⼈工", "用户和人工"),
        ("⻩河⻓江⻋站⺠生", "黄河长江车站民生"),
        ("戸口 呉江 髙山 黃河", "户口 吴江 高山 黄河"),
        ("淸靑鄕卽既眞吿徳歩毎", "清青乡即既真告德步每"),
        ("\uf9e7\uf914\ufa12", "里乐晴"),  # compatibility ideographs
        ("図書館 経済 豊富", "图书馆 经济 丰富"),
        ("︵甲︶﹁乙﹂﹐﹒", "(甲)「乙」,."),  # vertical and small forms
        ("ＡＢＣ１２３，％", "abc123,%"),
        ("ｶﾀｶﾅ｡｢｣", "カタカナ。「」"),
        ("㇐㇑", "一丨"),
        ("看著 瞭解 藉口 答覆", "看着 了解 借口 答复"),
    ],
)
def test_forms_fold_to_the_standard_characters(written: str, standard: str) -> None:
    assert fold(written) == standard
    assert fold(standard) == standard


@pytest.mark.parametrize("pair", ["10² 102", "① 1", "芸 艺", "½ 1"])
def test_characters_with_another_meaning_are_not_folded(pair: str) -> None:
    one, other = pair.split()
    assert fold(one) != fold(other)


def test_every_code_point_folds_to_one_and_folding_twice_changes_nothing() -> None:
    every = "".join(map(chr, (*range(0x30000), *range(0xE0000, 0xE0200), sys.maxunicode)))
    folded = fold(every)
    assert len(folded) == len(every)
    assert fold(folded) == folded


def test_kangxi_radicals_fold_as_their_ideographs() -> None:
    for code_point in range(0x2F00, 0x2FD6):
        assert fold(chr(code_point)) == fold(unicodedata.normalize("NFKC", chr(code_point)))


@pytest.mark.parametrize(
    ("written", "dictionary_form"),
    [
        ("銀行", "银行"),
        ("乾隆", "乾隆"),
        ("乾燥", "干燥"),
        ("⽤户", "用户"),
        ("T恤，ＡＡ制", "T恤，ＡＡ制"),
        ("図書館", "图书馆"),
    ],
)
def test_dictionary_forms_keep_case_and_width(written: str, dictionary_form: str) -> None:
    assert simplified(written) == dictionary_form


@given(st.text())
def test_dictionary_forms_keep_the_length(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_many_long_texts_are_folded_as_short_ones_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_EFFORT", folding.Effort(folding._PAYS_AFTER))  # noqa: SLF001 - before any text
    every = [chr(code_point) for code_point in range(0x20, 0x3000)] + list(
        "，。ＡａＺ：；？！（）廣著⽤豈𠀀\n" * 60
    )
    text = "".join(every[::-1])
    as_short = "".join(fold(text[start : start + 20]) for start in range(0, len(text), 20))
    for _ in range(2 + 200_000 // len(text)):
        assert fold(text) == as_short
