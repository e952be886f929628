"""Another typesetting of the same words: the annotation stands on exactly those, and is not reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from store.model.anchoring import locate, same_words
from store.model.anchoring.normal_form import NormalForm
from store.model.annotation import Anchor


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("村里GDP增长5%左右", "村里 GDP 增长 5% 左右"),
        ("喝“大碗茶”的‘老人’", "喝「大碗茶」的『老人』"),
        ("喝“大碗茶”的老人", '喝"大碗茶"的老人'),
        ("茶馆（村口）涨价5％！", "茶馆(村口)涨价5%!"),
        ("下棋、喝茶。晒太阳", "下棋,喝茶.晒太阳"),
        ("他想……去喝茶——明天", "他想…去喝茶—明天"),
        ("他想......去喝茶--明天", "他想……去喝茶——明天"),
        ("国家发展银行", "國家發展銀行"),
        ("茶馆\n门口", "茶馆门口"),
        ("hello world喝茶", "hello\nworld 喝茶"),
        ("茶\u200b馆\u00ad门\ufeff口", "茶馆门口"),
        ("ＡＢＣ喝茶", "abc喝茶"),
        ("看着著名茶馆", "看著著名茶館"),
    ],
)
def test_words_in_another_typesetting_are_the_same(old: str, new: str) -> None:
    assert same_words(old, new)
    assert same_words(new, old)
    before, after = "从前有座", "，客人很多。"
    former, text = before + old + after, before + new + after
    anchor = Anchor.at(former, len(before), len(before) + len(old))
    assert locate(anchor, text, former) == (len(before), len(before) + len(new))


@pytest.mark.parametrize(
    ("one", "other"),
    [("5 6", "56"), ("now here", "nowhere"), ("三、五", "三五"), ("-5", "5"), ("喝茶", "饮茶")],
)
def test_other_words_are_not_the_same(one: str, other: str) -> None:
    assert not same_words(one, other)


@pytest.mark.parametrize("quote", [" ", "\u200b", " GDP ", "\n"])
def test_a_quote_with_spaces_at_its_ends_keeps_them(quote: str) -> None:
    former = f"从前有座山，山上{quote}有座庙。"
    anchor = Anchor.at(former, 8, 8 + len(quote))
    assert locate(anchor, "前言。" + former, former) == (11, 11 + len(quote))


@pytest.mark.long
def test_a_long_run_of_spaces_takes_no_longer_than_other_text() -> None:
    text = "茶 " + " \0" * 300_000 + "a" + " " * 300_000
    assert NormalForm(text).text == "茶a"


CONVERTERS = {name: OpenCC(name).convert for name in ("s2t", "s2tw", "s2hk")}
QUOTATION_MARKS = str.maketrans("“”‘’", "「」『』")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
CHANGES = {
    "spaces": " ".join,
    "lines": lambda text: "\n".join(text[place : place + 7] for place in range(0, len(text), 7)),
    "invisible": "\u200b".join,
    "quotation marks": lambda text: text.translate(QUOTATION_MARKS),
    "width": lambda text: text.translate(FULL_WIDTH),
    **CONVERTERS,
}
TEXTS = st.text(
    st.sampled_from("春夏秋冬山水银行发头里后面条车会议同意不三五万“”‘’，。《》GDP5%a"),
    min_size=1,
    max_size=80,
)


@given(TEXTS, st.data(), st.lists(st.sampled_from(list(CHANGES)), min_size=1, max_size=3))
def test_after_harmless_changes_the_annotation_stands_exactly_on_its_words(
    former: str, data: st.DataObject, changes: list[str]
) -> None:
    if "spaces" in changes or "lines" in changes or "invisible" in changes:
        former = (
            former.replace("a", "艾").replace("GDP", "产值").replace("5", "五")
        )  # in these a space matters
        for letter in "GDP":
            former = former.replace(letter, "产")
    start = data.draw(st.integers(0, len(former) - 1))
    end = data.draw(st.integers(start + 1, len(former)))
    text = former
    for change in changes:
        text = CHANGES[change](text)
    place = locate(Anchor.at(former, start, end), text, former)
    assert place is not None
    there = text[slice(*place)]
    assert same_words(there, former[start:end])
    assert len(NormalForm(text[: place[0]]).text) == len(NormalForm(former[:start]).text)
