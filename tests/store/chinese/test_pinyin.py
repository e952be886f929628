from __future__ import annotations

import os

import pytest

from store.chinese.pinyin import (
    ascii_pinyin,
    initials,
    load_phrases,
    reading,
    spaced_pinyin,
    syllables,
    typed_pinyin,
)


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


class TestWords:
    @pytest.fixture(autouse=True)
    def phrases(self) -> None:
        load_phrases()

    @pytest.mark.parametrize(
        ("word", "pinyin"),
        [
            *(("銀行", "yínháng"), ("重慶", "chóngqìng"), ("音樂", "yīnyuè"), ("調整", "tiáozhěng")),
            *(("白髮", "báifà"), ("乾隆", "qiánlóng"), ("⾳乐", "yīnyuè"), ("長髮", "chángfà")),
        ],
    )
    def test_words_in_any_script_and_form_are_read_by_phrases(self, word: str, pinyin: str) -> None:
        assert reading(word) == pinyin

    @pytest.mark.parametrize(
        ("word", "pinyin"),
        [
            *(("看著", "kànzhe"), ("看着", "kànzhe"), ("走著", "zǒuzhe"), ("著", "zhe"), ("著急", "zháojí")),
            *(("睡著", "shuìzháo"), ("沿著", "yánzhe"), ("著名", "zhùmíng"), ("著作", "zhùzuò")),
            *(("顯著", "xiǎnzhù"), ("執著", "zhízhuó"), ("著陸", "zhuólù"), ("编著", "biānzhù")),
        ],
    )
    def test_the_particle_is_read_in_both_scripts(self, word: str, pinyin: str) -> None:
        assert reading(word) == pinyin

    @pytest.mark.parametrize(
        ("word", "pinyin"),
        [
            *(("大夫", "dàifu"), ("士大夫", "shìdàfū"), ("御史大夫", "yùshǐdàfū"), ("王大夫", "wángdàifu")),
            *(("朋友們", "péngyoumen"), ("先生", "xiānsheng"), ("媽媽", "māma"), ("女婿", "nǚxu")),
            *(("東西", "dōngxi"), ("东西方", "dōngxīfāng"), ("喜歡", "xǐhuan"), ("相声", "xiàngsheng")),
            *(("頭髮", "tóufa"), ("衣服", "yīfu"), ("地方", "dìfang"), ("地方志", "dìfāngzhì")),
        ],
    )
    def test_words_with_a_neutral_tone_have_none(self, word: str, pinyin: str) -> None:
        assert reading(word) == pinyin

    @pytest.mark.parametrize(
        ("word", "pinyin"),
        [
            *(("西安", "xī'ān"), ("方案", "fāng'àn"), ("女儿", "nǚ'ér"), ("答案", "dá'àn")),
            *(("恩爱", "ēn'ài"), ("安", "ān"), ("先", "xiān"), ("海鸥", "hǎi'ōu"), ("超额", "chāo'é")),
        ],
    )
    def test_a_vowel_after_a_syllable_has_an_apostrophe(self, word: str, pinyin: str) -> None:
        assert reading(word) == pinyin

    @pytest.mark.parametrize(
        ("word", "pinyin"),
        [
            *(("佐々木", "zuǒzuǒmù"), ("𡈽地", "𡈽dì"), ("卡拉OK", "kǎlāOK"), ("T恤", "Txù")),
            *(("好。", "hǎo"), ("葛\U000e0101", "gé"), ("々", "々"), ("の", "")),
        ],
    )
    def test_characters_without_a_reading_are_shown_and_marks_are_not(self, word: str, pinyin: str) -> None:
        assert reading(word) == pinyin

    def test_a_rare_variant_is_read_or_shown(self) -> None:
        assert reading("𠮷野家") in ("𠮷yějiā", "jíyějiā")

    def test_spaced_pinyin_keeps_everything_else(self) -> None:
        assert (
            spaced_pinyin("在銀行停兩分鐘。GDP 增长") == "zài yín háng tíng liǎng fēn zhōng。GDP zēng zhǎng"
        )

    def test_ascii_pinyin_is_what_an_input_method_takes(self) -> None:
        assert [ascii_pinyin(word) for word in ("吕布", "重慶晚報", "西安")] == [
            "lvbu",
            "chongqingwanbao",
            "xian",
        ]


def test_radicals_and_variants_have_the_syllables_of_their_standard_form() -> None:
    assert syllables("⽤") == syllables("用")
    assert "hu" in syllables("戸")


@pytest.mark.parametrize(
    ("typed", "plain"), [("Xī'ān", "xi'an"), ("nǚ’ér", "nv'er"), ("lüse", "lvse"), ("yinhang", "yinhang")]
)
def test_typed_pinyin_loses_tones_and_keeps_apostrophes(typed: str, plain: str) -> None:
    assert typed_pinyin(typed) == plain
