"""A file that holds several articles is split where the user says so, whatever its format."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest

from store.importing.piece import ReadOptions
from store.importing.reading import read_file
from tests.store.formats.documents import docx, lines, paragraph, piece, pieces
from tui.cli.commands.importing import IMPORT

PROSE = "每天早上八点有人来，把信件放好，然后沿着河边的小路一直走到傍晚才回家去，路上他谁也不问。"
TITLES = ("旧书店", "河西的桥", "南坡茶")
SEVERAL = f"\n\n{'=' * 20}\n\n".join(f"{title}\n林夏\n{PROSE}" for title in TITLES)


def test_a_text_that_looks_so_is_offered_to_be_split() -> None:
    (remark,) = piece(SEVERAL.encode(), "a.txt").remarks
    assert remark == f"looks like 3 articles: import it with --split '{'=' * 20}'"


@pytest.mark.parametrize(
    ("separator", "option"),
    [
        (lambda title: "=" * 20, "=" * 20),
        (lambda title: "----------", "----------"),
        (lambda title: "* * *", "* * *"),
        (lambda title: "—" * 60, "—" * 12),
        (lambda title: "-" * 60, "-" * 12),
        (lambda title: "*" * 60, "*" * 60),
        (lambda title: f"标题：{title}", "titles"),
        (lambda title: f"第{title[0]}章 {title}", "chapters"),
    ],
)
def test_the_option_that_is_offered_works_when_it_is_pasted(
    separator: Callable[[str], str], option: str
) -> None:
    text = "\n\n".join(f"{separator(each)}\n{each}\n林夏\n{PROSE * 6}" for each in "一二三")
    found = piece(text.encode(), "a.txt")
    assert found.split is not None
    assert (found.split.pattern, found.split.parts) == (option, 3)
    _, _, command = found.remarks[0].partition("import it with ")
    parser = ArgumentParser()
    IMPORT.configure(parser)
    split = parser.parse_args(["a.txt", *shlex.split(command)]).split
    assert len(pieces(text.encode(), "a.txt", split=split)) == 3


def test_a_text_is_split_with_keys_and_its_encoding() -> None:
    found = pieces(SEVERAL.encode("gb18030"), "a.txt", split="={5,}")
    assert [(each.key, each.article.draft.title, each.encoding) for each in found] == [
        (str(number), title, "gb18030") for number, title in enumerate(TITLES, 1)
    ]
    assert all(lines(each)[2] == PROSE for each in found)


def test_a_word_document_is_split_too_and_keeps_its_headings() -> None:
    body = "".join(
        paragraph(title, "1") + paragraph("林夏") + paragraph(PROSE) + paragraph("※※※") for title in TITLES
    )
    found = pieces(docx(body), "a.docx", split="※")
    assert [each.article.draft.title for each in found] == list(TITLES)
    assert all(each.article.draft.authors == ("林夏",) for each in found)


def test_a_pattern_that_is_not_found_is_told() -> None:
    assert "no line matches --split '@'" in piece_with_split("@")


def piece_with_split(pattern: str) -> str:
    (found,) = pieces("春天来了。".encode(), "a.txt", split=pattern)
    return found.remarks[0]


def test_chapters_keep_what_the_title_page_of_their_book_says() -> None:
    body = paragraph("山上文集", "T") + paragraph("作者：赵一鸣") + paragraph("2020-05-01")
    body += "".join(paragraph(f"第{n}章 钟楼", "1") + paragraph(PROSE * 4) for n in "一二三")
    found = [each.article.draft for each in pieces(docx(body), "a.docx", split="chapters")]
    assert [each.title for each in found] == ["第一章 钟楼", "第二章 钟楼", "第三章 钟楼"]
    assert {(each.authors, each.date, each.column) for each in found} == {
        (("赵一鸣",), "2020-05-01", "山上文集")
    }


def test_a_by_line_of_one_chapter_is_not_that_of_the_others() -> None:
    body = "".join(
        paragraph(f"第{n}章 钟楼", "1")
        + paragraph("作者：赵一鸣" if n == "一" else PROSE)
        + paragraph(PROSE * 4)
        for n in "一二三"
    )
    found = pieces(docx(body), "a.docx", split="chapters")
    assert [each.article.draft.authors for each in found] == [("赵一鸣",), (), ()]


CONTENTS = (
    "目　录\n第一卷 涨水\n第一章 入梅……1\n第二章 缆桩……9\n第二卷 退潮\n第三章 北岸……20\n番外 茶摊……30\n\n"
)
BOOK = (
    "《渡口往事》\n\n作者：许砚秋\n\n内容简介：\n　　江水退了又涨，船工一代一代。\n\n"
    f"{CONTENTS}楔子\n\n{PROSE * 5}\n\n第一卷 涨水\n\n第一章 入梅\n\n第一章 入梅\n\n{PROSE * 5}\n\n"
    f"第二章 缆桩\n{PROSE * 5}\n\n"
    f"第二卷 退潮\n第三章 北岸\n{PROSE * 5}\n番外 茶摊\n{PROSE * 5}\n"
)


def test_chapters_of_a_text_have_author_book_and_volume_and_its_contents_are_none() -> None:
    (whole,) = pieces(BOOK.encode(), "a.txt")
    assert whole.remarks == ("looks like 5 chapters: import it with --split chapters",)
    found = pieces(BOOK.encode("gb18030"), "a.txt", split="chapters")
    drafts = [each.article.draft for each in found]
    assert [(each.title, each.kicker) for each in drafts] == [
        ("楔子", ""),
        ("第一章 入梅", "第一卷 涨水"),
        ("第二章 缆桩", "第一卷 涨水"),
        ("第三章 北岸", "第二卷 退潮"),
        ("番外 茶摊", ""),
    ]
    assert {(each.authors, each.column) for each in drafts} == {(("许砚秋",), "渡口往事")}
    assert found[0].remarks[0].startswith("left out: the title page and table of contents")


@pytest.mark.parametrize("names", ["第1章 第2章 第3章", "第一回 第二回 第三回", "卷一 卷二 卷三"])
def test_chapters_are_counted_in_several_ways(names: str) -> None:
    text = "".join(f"{name} 渡口\n{PROSE * 5}\n\n" for name in names.split())
    found = pieces(text.encode(), "a.txt", split="chapters")
    assert [each.article.draft.title.split()[0] for each in found] == names.split()


def test_a_preface_stays_an_article_and_its_author_goes_to_each_chapter() -> None:
    text = f"渡口往事\n作者：许砚秋\n{PROSE * 9}\n" + "".join(
        f"第{n}章 渡口\n{PROSE * 5}\n" for n in "一二三"
    )
    found = [each.article.draft for each in pieces(text.encode(), "a.txt", split="chapters")]
    assert [each.title for each in found] == ["渡口往事", "第一章 渡口", "第二章 渡口", "第三章 渡口"]
    assert {each.authors for each in found} == {("许砚秋",)}
    assert [each.column for each in found[1:]] == ["渡口往事"] * 3


def test_the_first_article_says_nothing_of_the_others() -> None:
    text = f"旧书店\n作者：许砚秋\n{PROSE * 9}\n其二 南坡茶\n{PROSE * 5}\n其三 河西的桥\n{PROSE * 5}\n"
    found = [each.article.draft for each in pieces(text.encode(), "a.txt", split="^其.")]
    assert [(each.authors, each.column) for each in found] == [(("许砚秋",), ""), ((), ""), ((), "")]


def test_an_empty_chapter_stays_with_the_next_one() -> None:
    text = f"第一章 渡口\n{PROSE * 5}\n第二章 缆桩\n第三章 北岸\n{PROSE * 5}\n"
    found = pieces(text.encode(), "a.txt", split="chapters")
    assert [lines(each)[:2] for each in found] == [["第一章 渡口", PROSE * 5], ["第二章 缆桩", "第三章 北岸"]]


THREE = "\n\n---\n\n".join(
    f"# 第{n}座桥\n\n桥上的石板被走得发亮，下雨的时候要慢一点。\n\n桥头卖花的人也认得我。" for n in "一二三"
)


@pytest.mark.parametrize("pattern", ["---", "headings", "# "])
def test_markdown_is_split_at_the_lines_of_its_source(tmp_path: Path, pattern: str) -> None:
    path = tmp_path / "桥.md"
    path.write_text(f"{THREE}\n", "utf-8")
    pieces = read_file(path, ReadOptions(split=pattern))
    assert [piece.article.draft.title for piece in pieces] == ["第一座桥", "第二座桥", "第三座桥"]


def test_markdown_that_holds_several_articles_says_so(tmp_path: Path) -> None:
    path = tmp_path / "桥.md"
    path.write_text(f"{THREE}\n", "utf-8")
    (piece,) = read_file(path)
    assert piece.remarks[-1] == "looks like 3 articles: import it with --split headings"


POEMS = ("晨", "江水退了", "石阶湿着"), ("午", "船在等人", "没有人来"), ("夜", "灯还亮着", "犬已睡了")


@pytest.mark.parametrize(
    ("split", "between"),
    [("gaps", "\n\n\n\n"), ("titles", "\n标题："), ("^标题", "\n标题："), ("==", "\n==\n")],
)
def test_the_first_of_short_articles_stays(split: str, between: str) -> None:
    found = pieces(between.join(map("\n".join, POEMS)).encode(), "a.txt", split=split)
    assert len(found) == 3
    assert lines(found[0]) == list(POEMS[0])


@pytest.mark.parametrize("place", range(3))
def test_a_dedication_before_the_first_chapter_stays(place: int) -> None:
    front = ["渡口往事", "作者：许砚秋", f"\n{CONTENTS}"]
    front.insert(place + 1, "\n献给我的母亲\n")
    body = "".join(f"第{n}章 {name}\n{PROSE * 5}\n" for n, name in zip("一二三", TITLES, strict=True))
    found = pieces(("\n".join(front) + body).encode(), "a.txt", split="chapters")
    assert len(found) == 4
    assert "献给我的母亲" in found[0].article.draft.text
    assert found[3].article.draft.authors == ("许砚秋",)
