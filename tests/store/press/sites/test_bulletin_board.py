"""Posts of bulletin boards: their header says who sent them, when and where."""

from __future__ import annotations

import pytest

from store.importing.plain_text import read_text
from store.model.article import BlockKind
from store.press.sites.bulletin_board import read_board_header

POST = """发信人: reed (慢一点再慢一点), 信区: Travel
标  题: 堤上的七天
发信站: 河湾小站 (Tue Mar  5 21:14:08 2024), 站内

头一天下雨，渡船停在对岸，谁也不去叫它。

第二天放晴了，堤上走过两群羊。
--
※ 来源:·河湾小站 bbs.example.cn·[FROM: 10.1.2.*]
"""


def test_the_header_of_a_post_becomes_its_metadata() -> None:
    draft, _ = read_text(POST.encode("gb18030"), "post.txt")
    assert (draft.title, draft.date, draft.source) == ("堤上的七天", "2024-03-05", "河湾小站")
    assert draft.authors == ("reed",)
    assert [block.kind for block in draft.blocks[:3]] == [BlockKind.BYLINE, BlockKind.TITLE, BlockKind.DATE]
    assert draft.text.startswith("发信人: reed")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "寄信人: reed (芦苇)\n标  题: 船价\n发信站: 河湾 (Sat Jan 13 08:00:01 2001)\n来  源: 10.0.0.1",
            (4, "2001-01-13"),
        ),
        (
            "發信人: reed(芦), 信區: Ship\n標  題: 船價\n發信站: 河灣 (Mon Dec  1 23:59:59 CST 2003), 轉信",
            (3, "2003-12-01"),
        ),
        (
            "作者: reed (芦苇) 看板: Ship\n标题: 船价\n时间: Sun Feb 29 10:00:00 2004",
            (3, "2004-02-29"),
        ),
        (
            "发信人: reed, 信区: Ship\n标  题: Re: 船价\n发信站: 河湾 (2005年03月06日12:00:00 星期日), 站内",
            (3, "2005-03-06"),
        ),
        (
            "发信人: reed, 信区: Ship\n标  题: 船价",
            (2, ""),
        ),
    ],
)
def test_headers_have_several_forms(header: str, said: tuple[int, str]) -> None:
    found = read_board_header([*header.split("\n"), "渡船停在对岸。"])
    assert found is not None
    assert (found.lines, found.date, found.author) == (*said, "reed")


@pytest.mark.parametrize(
    "text",
    [
        "作者：周小满\n标题：船价\n时间：上午",
        "发信人说他不认识船工。\n标题：船价",
        "标题：船价\n作者：周小满\n来源：河湾日报\n日期：2024-03-05",
        "发信人: reed, 信区: Ship\n渡船停在对岸。",
    ],
)
def test_other_headers_are_none_of_a_post(text: str) -> None:
    assert read_board_header(text.split("\n")) is None
