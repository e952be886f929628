"""Addresses, numbers and names with marks inside are not divided, with each engine and with the rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.chinese.tokens import tokens
from store.chinese.words import Segmenter

WORDS = """
    https://example.org/a_b?c=1  http://[::1]/x  https://example.org/wiki/A_(b)  www.example.com
    example.org/path?x=1  a.b+c@mail.example.com  doi:10.1000/xyz.123  10.1038/s41586-020-2649-2
    1,234.50  1,234,567  $1,200  US$3.5亿  ￥100  3.5万  12.5%  １２．５％  １，２３４．５０  -5℃  5‰
    12:30  12：30  3:2  2026-11-26  2026/11/26  2026-11-26T12:30:00Z  010-12345678  +86-138-0013-8000
    二〇二六年  二〇二六  百分之十二点五  三分之一  两千三百万  十二万五千  第十二届  第二〇二六号
    COVID-19  iPhone17  don't  state-of-the-art  AT&T  PM2.5  v2.0.1  report-v2.final.pdf  km/h
    @user_1  #人工智能大会#  #topic  C:\\Users\\a\\b.txt  /usr/local/bin  👨\u200d👩\u200d👧  🇨🇳
"""
WHOLE = WORDS.split()

segmenters = pytest.mark.parametrize("engine", ["jieba", "rjieba", None])
_loaded: dict[str | None, Segmenter] = {}


def segmenter(engine: str | None) -> Segmenter:
    if engine == "rjieba":
        pytest.importorskip("rjieba")
    if engine not in _loaded:
        _loaded[engine] = found = Segmenter(engine=engine)  # type: ignore[arg-type]
        if engine is not None:
            found.load()
    return _loaded[engine]


def read(engine: str | None, text: str) -> list[str]:
    return [text[start:end] for start, end in segmenter(engine).spans(text)]


@segmenters
@pytest.mark.parametrize(("before", "after"), [("", ""), ("他在", "，"), ("（", "）"), ("见 ", " 吧\n")])
def test_a_token_is_within_one_span(engine: str | None, before: str, after: str) -> None:
    start = len(before)
    for token in WHOLE:
        spans = segmenter(engine).spans(before + token + after)
        assert any(first <= start and start + len(token) <= last for first, last in spans), token


@segmenters
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("网址https://example.org/，好。", ["https://example.org/", "，"]),
        ("（https://example.org/a）。", ["（", "https://example.org/a", "）", "。"]),
        ("(see https://example.org/a).", [" ", "https://example.org/a", ")", "."]),
        ("1,2,3和2025,2026", ["1", ",", "2", ",", "3"]),
        ("10%-20%", ["10%"]),
        ("用C#和F#写", ["F"]),
        ("@user_1你", ["@user_1", "你"]),
        ("好\n二〇二六", ["好", "\n", "二〇二六"]),
    ],
)
def test_marks_around_a_token_are_spans_of_their_own(engine: str | None, text: str, words: list[str]) -> None:
    assert set(words) <= set(read(engine, text))


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("十一点一直", ["十一点", "一直"]),
        ("有一点一直", ["有", "一点", "一直"]),
        ("三点五个", ["三点", "五个"]),
        ("第一次要", ["第一次", "要"]),
        ("二〇二六年度", ["二〇二六", "年度"]),
        ("銀行在重慶調整帳目", ["銀行", "在", "重慶", "調整", "帳目"]),
        ("⽤户和⼈工", ["⽤户", "和", "⼈工"]),
        ("乾隆皇帝", ["乾隆皇帝"]),
        ("佐々木在", ["佐々木", "在"]),
    ],
)
def test_words_are_found_in_any_script_and_likely_tokens_divide_no_word(
    engine: str, text: str, words: list[str]
) -> None:
    assert read(engine, text) == words


def test_a_user_word_in_one_script_is_known_in_the_other(words_folder: Path) -> None:
    own = Segmenter(words_folder, engine="jieba")
    own.load()
    own.learn({"鄉郵路": None})
    for text in ("在鄉郵路上", "在乡邮路上"):
        assert [text[start:end] for start, end in own.spans(text)] == ["在", text[1:4], "上"]


pieces = st.lists(
    st.sampled_from(WHOLE) | st.text("一二〇点年第百分之@#/:.,，-%$()a1１é\n 々", max_size=6)
).map("".join)


@settings(deadline=None)
@given(pieces, st.sampled_from(["jieba", None]))
def test_spans_add_up_to_the_text_and_tokens_do_not_overlap(text: str, engine: str | None) -> None:
    assert "".join(read(engine, text)) == text
    ends = [place for token in tokens(text) for place in token[:2]]
    assert ends == sorted(ends)
    assert all(token.end - token.start > 1 for token in tokens(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from(WHOLE) | st.text("一二〇点年第百分之的水", max_size=6)).map("，".join))
def test_both_engines_divide_alike(text: str) -> None:
    assert read("jieba", text) == read("rjieba", text)
