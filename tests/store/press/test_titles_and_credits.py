"""Lines that look like those of a newspaper's page, a byline or a button, and are the writer's own."""

from __future__ import annotations

import pytest

from store.importing.plain_text import read_text
from store.model.article import BlockKind, Draft

TEXT = (
    "头一天下雨，渡船停在对岸，谁也不去叫它，水一直涨到石阶上。\n"
    "第二天放晴了，堤上走过两群羊，放羊的人坐在树下抽烟。\n"
)


def read(head: str, end: str = "") -> Draft:
    return read_text(f"{head}\n\n{TEXT}{end}".encode(), "a.txt")[0]


@pytest.mark.parametrize("title", ["G7 峰会", "F1 赛车", "K12 教育", "G20 杭州峰会", "A4 纸张"])
@pytest.mark.parametrize("below", ["", "\n2024-03-05", "\n河湾日报", "\n作者：陈小满"])
def test_a_letter_and_a_number_begin_a_title(title: str, below: str) -> None:
    assert read(title + below).title == title


@pytest.mark.parametrize(
    "head",
    [
        "A03 深度\n堤上的羊为什么不怕船",
        "河湾日报\nA03 深度\n2024年3月5日\n堤上的羊为什么不怕船",
        "堤上的羊为什么不怕船\n河湾日报 2024年3月5日\nA03 深度",
    ],
)
def test_a_page_number_above_a_title_or_beside_a_paper_is_a_column(head: str) -> None:
    draft = read(head)
    assert draft.title == "堤上的羊为什么不怕船"
    assert "A03 深度" in [
        draft.text[each.start : each.end] for each in draft.blocks if each.kind is BlockKind.COLUMN
    ]


@pytest.mark.parametrize(
    "line", ["中国队3，日本队1", "北京1，上海2", "讲述：一个故事", "采访：一次失败", "整理：旧物"]
)
def test_scores_and_what_was_done_name_no_author(line: str) -> None:
    assert read(line).authors == ()


@pytest.mark.parametrize("source", ["上海书评", "澎湃新闻·书评", "南都周刊·乐评"])
def test_a_source_of_reviews_is_no_author(source: str) -> None:
    draft = read(f"堤上的羊\n来源：{source} 2024-03-05")
    assert (draft.authors, draft.source) == ((), source)
    assert read(f"堤上的羊\n{source} 2024-03-05").authors == ()


def test_a_header_with_author_and_time_is_none_of_a_post() -> None:
    draft = read("作者：张三、李四\n标题：堤上的羊\n时间：2024-03-05\n来源：青石日报")
    assert (draft.authors, draft.source, draft.date) == (("张三", "李四"), "青石日报", "2024-03-05")


@pytest.mark.parametrize(("end", "is_text"), [("船走了\n人散了", True), ("赞同 12\n分享", False)])
def test_lines_below_the_date_are_buttons_if_one_is(end: str, is_text: bool) -> None:
    draft = read("堤上的羊", f"更新于2024年3月5日\n{end}")
    kinds = [each.kind for each in draft.blocks[-2:]]
    assert (kinds == [BlockKind.PARAGRAPH] * 2) is is_text
