"""Addresses and key words in lines of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.importing.reading import read_file
from store.model.article import join_blocks
from store.press.parts import find_parts
from store.press.stated_header import read_stated_header

TEXT = (
    "入冬以后，山下的茶园歇了工，茶农们聚在晒场上修竹匾，今年的春茶晚了半个月。\n\n"
    "“价钱高是好事。”合作社的人说。"
)
URL = "https://a.example.cn/9?b=1"


def stated(above: str, below: str = "") -> tuple[str, tuple[str, ...]]:
    found = read_stated_header(*join_blocks(find_parts(f"{above}\n\n{TEXT}\n\n{below}")))
    return found.url, found.tags


@pytest.mark.parametrize(
    "above",
    [
        f"标题：茶园冬日\n作者：陈小满\n关键词：茶园；冬天\n链接：{URL}",
        f"标题：茶园冬日\n原文链接：{URL}\n标签：茶园 冬天\n日期：2021-03-04\n正文：",
        f"Title: 茶园冬日\nURL: {URL}\nTags: 茶园, 冬天",
    ],
)
def test_a_header_states_address_and_key_words(above: str) -> None:
    assert stated(above) == (URL, ("茶园", "冬天"))


@pytest.mark.parametrize("line", [URL, f"网址：{URL}", f"来源：{URL}"])
def test_an_address_below_the_title_is_that_of_the_article(line: str) -> None:
    assert stated(f"茶园冬日\n{line}") == (URL, ())


def test_an_address_below_the_text_needs_a_label() -> None:
    assert stated("茶园冬日", f"原文链接：{URL}")[0] == URL
    assert stated("茶园冬日", URL)[0] == ""
    assert stated("茶园冬日", f"购买链接：{URL}")[0] == ""


def test_the_key_words_of_a_paper_are_no_tags() -> None:
    assert stated("茶园冬日\n作者：陈小满\n摘要：茶园在冬天歇工。\n关键词：茶园；冬天")[1] == ()


def test_an_import_takes_them(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"标题：茶园冬日\n来源：青石日报\n关键词：茶园；冬天\n链接：{URL}\n\n正文：\n{TEXT}")
    article = read_file(file)[0].article
    assert (article.draft.title, article.draft.source, article.draft.url) == ("茶园冬日", "青石日报", URL)
    assert article.tags == ("茶园", "冬天")
