"""Half-width punctuation of Chinese sentences is shown full-width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.typesetting.punctuation import Punctuation, full_width, is_half_width, shown_title

MARKS = dict(zip(",;:!?()", "，；：！？（）", strict=True)) | {'"': "“”", "'": "‘’"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("雨停了,人都走了;他问:还来吗?", "雨停了，人都走了；他问：还来吗？"),
        ("好!!真的?!", "好！！真的？！"),
        ("增长5%,其中三成", "增长5%，其中三成"),
        ("她有iPhone,我没有", "她有iPhone，我没有"),
        ("他买了,iPad也买了", "他买了，iPad也买了"),
        ("渡口(老渡口)在这里", "渡口（老渡口）在这里"),
        ("总量(GDP)涨了", "总量（GDP）涨了"),
        ('他说:"来了。"就走了', "他说：“来了。”就走了"),
        ("他说'来了'就走了", "他说‘来了’就走了"),
        ("最后一句,\n下一段", "最后一句，\n下一段"),
        ("“来了”,她说", "“来了”，她说"),
    ],
)
def test_marks_of_chinese_sentences_are_full_width(text: str, shown: str) -> None:
    assert full_width(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "共1,234人,".rstrip(","),
        "上午8:30开门",
        "比分3:2",
        "见 https://example.com/a?b=1;c 一页",
        "Hello, world! (really?)",
        "don't, 'tis, it's",
        "第3章 a:b",
        "函数f(x)的值",
    ],
)
def test_marks_of_numbers_addresses_and_latin_phrases_stay(text: str) -> None:
    assert full_width(text) == text


@given(st.text(alphabet=",;:!?()\"'aZ3 \n。，“”渡口の%/"))
def test_offsets_stay_and_nothing_but_the_marks_changes(text: str) -> None:
    shown = full_width(text)
    assert len(shown) == len(text)
    for own, other in zip(text, shown, strict=True):
        assert own == other or other in MARKS[own]


@given(st.text(alphabet=",;:!?()\"'aZ3 \n。，“”渡口の%/"))
def test_what_is_full_width_stays(text: str) -> None:
    once = full_width(text)
    assert {own for own, other in zip(once, full_width(once), strict=True) if own != other} <= set(MARKS)


def test_most_marks_decide_whether_a_text_is_half_width() -> None:
    assert is_half_width("雨停了,人都走了,门关着。")
    assert not is_half_width("雨停了，人都走了,门关着，灯亮着。")
    assert not is_half_width("")
    assert not is_half_width("Only Latin, and nothing else.")


@pytest.mark.parametrize(
    ("title", "how", "shown"),
    [
        ("门开着,灯亮着:岚川", "auto", "门开着，灯亮着：岚川"),
        ("门开着,灯亮着:岚川", "as-is", "门开着,灯亮着:岚川"),
        ("花,开了，又，落了", "auto", "花,开了，又，落了"),
        ("花,开了，又，落了", "full", "花，开了，又，落了"),
        ("1,234 trains at 8:30", "full", "1,234 trains at 8:30"),
    ],
)
def test_titles_are_shown_as_the_text_is(title: str, how: Punctuation, shown: str) -> None:
    assert shown_title(title, how) == shown
