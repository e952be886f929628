"""Texts as people copy or paste them: what a reader of the page would say is what is found."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importing.plain_text import read_text
from store.model.article import BlockKind, Draft
from tests.lengths import examples
from tests.store.press.pasted_texts import PastedText, pasted_texts

TEXTS = [
    *pasted_texts("developing"),
    *pasted_texts("held_back"),
    *pasted_texts("unseen"),
    *pasted_texts("later"),
    *pasted_texts("varied"),
    *pasted_texts("blind"),
    *pasted_texts("roles"),
    *pasted_texts("grammar"),
]

_PROSE = (
    "雨停以后，巷口的修伞匠又把摊子摆了出来，他在这里做了三十八年，熟客越来越少，"
    "但他说只要还有人拿着坏掉的伞来找他，他就舍不得收摊。"
)


def draft_of(source: str) -> Draft:
    return read_text(source.encode(), "a.txt")[0]


def headings_of(draft: Draft) -> tuple[str, ...]:
    return tuple(draft.text[at.start : at.end] for at in draft.blocks if at.kind is BlockKind.HEADING)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_the_parts_are_those_that_a_reader_of_the_page_would_name(text: PastedText) -> None:
    draft = draft_of(text.text)
    assert (draft.title, draft.date, draft.source) == (text.title, text.date, text.source)
    assert headings_of(draft) == text.headings
    assert draft.authors == text.authors


@pytest.mark.long
def test_no_visible_character_of_them_is_lost() -> None:
    for text in TEXTS:
        assert "".join(draft_of(text.text).text.split()) == "".join(text.text.split())


@pytest.mark.long
def test_the_text_of_an_article_has_the_same_parts_when_it_is_imported_again() -> None:
    drafts = [draft_of(text.text) for text in TEXTS if text.name != "诗"]  # its pen name stands between gaps
    assert [draft_of(draft.text) for draft in drafts] == drafts


@pytest.mark.long
def test_texts_in_traditional_characters_have_the_same_parts() -> None:
    traditional = opencc.OpenCC("s2t").convert
    for text in TEXTS:
        draft = draft_of(traditional(text.text))
        assert (draft.title, draft.date) == (traditional(text.title), text.date)
        assert headings_of(draft) == tuple(map(traditional, text.headings))


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("。。。", "a"),
        ("***\n\n---\n", "a"),
        ("\u200b\ufeff\u200b", "a"),
        (" 　一 \n", "一"),
        ("？\n", "a"),
        ("1", "1"),
        ("……他没有回答。", "……他没有回答"),
        ("首页\n新闻\n财经\n", "首页"),
        ("2024-05-13\n", "2024-05-13"),
        ("😀\n", "a"),
    ],
)
def test_a_title_is_never_empty(source: str, title: str) -> None:
    assert draft_of(source).title == title


_LINES = """\
首页
财经 体育 娱乐
当前位置：首页 > 要闻
渡口的灯
——江北小记
本报记者 何大川
半夏
江边夜话
新华社
2024-05-13 08:49
2024年5月13日 发布于北京
来源：人民日报2024-05-13
分享到：
微信
326
字号：A- A A+
```
一、修桥
修桥的人
把路修好
▲ 渡口的早晨。何苗 摄
老街的柜台（视频截图）
他没有走。
江风大了起来，候船室的灯一盏一盏亮了，最后一班船靠岸，下来的人不多。
相关阅读
责任编辑：张三
（作者：南风，系教师）
《青石日报》（2024年05月11日 02版）
版权所有 青石网
江北县政府
敬礼
=====


"""
LINES = _LINES.split("\n")


@pytest.mark.long
@settings(deadline=None, max_examples=examples(50))
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=24).map("\n".join), st.integers(20, 60))
def test_any_order_of_such_lines_keeps_every_character_and_has_a_title(source: str, column: int) -> None:
    if not source.strip():
        return
    wrapped = "\n".join(
        line[at : at + column] for line in source.split("\n") for at in range(0, len(line), column)
    )
    for text in (source, wrapped):
        if text.strip():
            draft = draft_of(text)
            assert "".join(draft.text.split()) == "".join(text.split())
            assert draft.title.strip()
            assert all(author.strip() and len(author) > 1 for author in draft.authors)


@pytest.mark.parametrize(
    "line", ["```", "首页", "【【【", "上一篇", "2024-05-13", "首页 > 要闻", "1 评论", "记者"]
)
def test_thousands_of_such_lines_are_only_paragraphs_and_credits(line: str) -> None:
    draft = draft_of((line + "\n") * 3_000)
    assert draft.title
    assert draft.text == "\n".join([line] * 3_000)


@pytest.mark.parametrize(
    "menu",
    ["首页 新闻 茶业", "新闻 茶业 茶人", "首页新闻茶业", "首页  新闻  茶业  茶人  茶器", "首頁｜新聞｜茶業"],
)
def test_a_row_of_short_words_above_the_title_is_a_menu(menu: str) -> None:
    draft = draft_of(f"{menu}\n\n春茶开采记\n\n2024-03-05 来源：茶乡网\n\n{_PROSE}\n")
    assert (draft.title, draft.column, draft.source) == ("春茶开采记", "", "茶乡网")
    assert draft.blocks[0].kind is BlockKind.CREDIT


def test_a_row_of_short_words_above_a_name_is_the_title() -> None:
    assert draft_of(f"文化 传承 创新\n林夏\n\n{_PROSE}\n{_PROSE}\n").title == "文化 传承 创新"
