"""Notes that 微信读书 copies: quotes, thoughts and reviews, in its present and its former form."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.importing.registry import is_bundle
from store.model.bundle import IncomingArticle
from tests.store.formats.pizhu.round_trips import bundle_of

PRESENT = """《春天的小站》

林夏 周一
4个笔记

 点评

◆ 2024/01/03 认为好看
写得很静。

第一章 停车

◆ 列车每天只停两分钟
第二行也是引文

◆ 2024/01/02发表想法
够了。
真的。

原文：旅客都探出头来

第二章 花开
第一节

◆ 旅客都探出头来

◆ 2024/01/04发表想法

一章的想法

-- 来自微信读书
"""

FORMER = """《春天的小站》

林夏

3个笔记

◆ 第一章

>> 列车每天只停两分钟

2020/2/3 发表想法
够了

>> 旅客都探出头来
又一行

◆ 第二章

>> 油菜花
"""


def read(text: str, path: Path) -> tuple[list[IncomingArticle], list[str]]:
    file = path / "notes.txt"
    bundle = bundle_of(text, file)
    assert is_bundle(file)
    return list(bundle.pieces), [*bundle.remarks, *bundle.left_out]


def test_quotes_thoughts_and_reviews_are_read(tmp_path: Path) -> None:
    (article,), told = read(PRESENT, tmp_path)
    assert (article.title, article.authors) == ("春天的小站", ("林夏 周一",))
    assert [(each.exact, each.note, each.created[:10]) for each in article.annotations] == [
        ("列车每天只停两分钟\n第二行也是引文", "", ""),
        ("旅客都探出头来", "够了。\n真的。", "2024-01-02"),
    ]
    assert article.note == "认为好看\n\n写得很静。\n\n一章的想法"
    assert told == ["Skipped: 3 chapter headings."]


def test_the_former_form_is_read(tmp_path: Path) -> None:
    (article,), told = read(FORMER, tmp_path)
    assert [(each.exact, each.note, each.created[:10]) for each in article.annotations] == [
        ("列车每天只停两分钟", "", ""),
        ("旅客都探出头来\n又一行", "够了", "2020-02-03"),
        ("油菜花", "", ""),
    ]
    assert told == ["Skipped: 2 chapter headings."]


def test_several_books_in_one_file_are_several_articles(tmp_path: Path) -> None:
    other = PRESENT.replace("春天的小站", "远方").replace("林夏 周一", "某人")
    pieces, _ = read(PRESENT + "\n" + other, tmp_path)
    assert [(piece.title, piece.authors, len(piece.annotations)) for piece in pieces] == [
        ("春天的小站", ("林夏 周一",), 2),
        ("远方", ("某人",), 2),
    ]


def test_a_title_without_marks_is_read(tmp_path: Path) -> None:
    (article,), _ = read(PRESENT.replace("《", "").replace("》", ""), tmp_path)
    assert article.title == "春天的小站"


@pytest.mark.parametrize(
    "text", ["标题\n\n正文里有◆号。\n◆ 一点\n", "他记了\n12个笔记\n后来就走了。\n" + "正文。\n" * 80]
)
def test_an_article_with_such_signs_is_no_notes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert not is_bundle(path)


def test_a_thought_added_later_comes_to_the_same_quote(tmp_path: Path) -> None:
    (before,), _ = read("《书》\n\n人\n1个笔记\n\n◆ 一句话\n", tmp_path)
    (after,), _ = read("《书》\n\n人\n1个笔记\n\n◆ 2024/01/02发表想法\n想\n原文：一句话\n", tmp_path)
    assert before.annotations[0].id == after.annotations[0].id
