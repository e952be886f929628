"""A text with several articles is recognised and split."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from store.importing.splits.splitting import (
    SEPARATORS,
    Separator,
    looks_like_several,
    possible_split,
    split_text,
)
from tui.cli.commands.importing import IMPORT

BODY = "渡口的船工老梁把缆绳解开，船头慢慢转过去，对岸的鸡叫了三遍，天色才算真正亮了起来。"
ONE = f"梁家渡\n周小舟\n{BODY}\n"
TWO = f"南山的茶\n2021-04-05 来源：青石日报\n{BODY}\n"
THREE = f"老街\n本报记者 何大川\n{BODY}\n"


def titles(parts: list[str]) -> list[str]:
    return [part.strip().splitlines()[0] for part in parts]


@pytest.mark.parametrize(
    "rule", ["====", "====================", "----------", "* * *", "＊＊＊", "————————", "※※※※※", "***"]
)
def test_a_line_of_marks_between_articles_is_offered_and_left_out(rule: str) -> None:
    source = f"{ONE}\n{rule}\n\n{TWO}\n  {rule}\r\n{THREE}"
    pattern = looks_like_several(source)
    assert pattern == rule
    parts = split_text(source, pattern)
    assert titles(parts) == ["梁家渡", "南山的茶", "老街"]
    assert rule not in "".join(parts)


def test_a_label_begins_each_article_and_stays_in_it() -> None:
    source = f"标题：梁家渡\n作者：周小舟\n{BODY}\n\n标题：南山的茶\n作者：何大川\n{BODY}\n"
    pattern = looks_like_several(source)
    assert pattern
    assert titles(split_text(source, pattern)) == ["标题：梁家渡", "标题：南山的茶"]
    assert "".join(split_text(source, pattern)) == source


def test_pages_of_a_newspaper_s_archive_are_offered() -> None:
    source = "".join(f"青石日报 2021年4月{day}日 第0{day}版\n渡口{day}号\n{BODY}\n" for day in (3, 4, 5))
    pattern = looks_like_several(source)
    assert pattern
    assert len(split_text(source, pattern)) == 3


def test_documents_of_a_database_are_offered() -> None:
    source = "".join(f"Document {n} of 3\n渡口{n}号\n{BODY}\n\n" for n in (1, 2, 3))
    assert len(split_text(source, looks_like_several(source) or "")) == 3


def test_empty_lines_separate_signed_articles() -> None:
    source = f"{ONE}\n\n\n\n{TWO}\n\n\n{THREE}"
    pattern = looks_like_several(source)
    assert pattern
    assert titles(split_text(source, pattern)) == ["梁家渡", "南山的茶", "老街"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "   \n",
        ONE,
        f"梁家渡\n周小舟\n{BODY}\n\n***\n\n{BODY}\n\n***\n\n{BODY}\n",
        f"梁家渡\n周小舟\n{BODY}\n\n----\n\n河西\n{BODY}\n\n----\n\n河东\n{BODY}\n",
        f"梁家渡\n\n第一章\n{BODY}\n\n第二章\n{BODY}\n",
        f"梁家渡\n周小舟\n\n\n\n{BODY}\n\n\n\n{BODY}\n\n\n\n{BODY}\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "标题：一\n标题：二\n标题：三\n",
    ],
)
def test_one_article_is_not_offered_to_be_split(source: str) -> None:
    assert looks_like_several(source) is None


def test_a_pattern_is_a_line_or_an_expression() -> None:
    source = f"*\n{ONE}*\n{TWO}"
    assert len(split_text(source, "*")) == 2
    chapters = f"第一章 渡口\n{BODY}他读到第三章就睡了。\n第二章 茶山\n{BODY}\n"
    assert titles(split_text(chapters, "第.章")) == ["第一章 渡口", "第二章 茶山"]
    assert titles(split_text("序言\n" + chapters, "^第.+章")) == ["序言", "第一章 渡口", "第二章 茶山"]


def test_a_name_stands_for_an_expression_unless_a_line_is_the_same() -> None:
    chapters = f"第一章 渡口\n{BODY}\n第三章这个名字，他不喜欢，也不想读。\n第二章茶山\n{BODY}\n"
    assert titles(split_text(chapters, "chapters")) == ["第一章 渡口", "第二章茶山"]
    assert len(split_text(f"{ONE}chapters\n{TWO}", "chapters")) == 2


@pytest.mark.parametrize("separator", SEPARATORS, ids=lambda each: each.name)
def test_every_name_is_explained(separator: Separator) -> None:
    parser = ArgumentParser()
    IMPORT.configure(parser)
    assert f"{separator.name} ({separator.example})" in " ".join(parser.format_help().split())


def test_a_line_that_ends_an_article_stays_with_it() -> None:
    parts = split_text(f"{ONE}全文完\n{TWO}全文完\n", "全文完")
    assert [part.strip().splitlines()[-1] for part in parts] == ["全文完", "全文完"]
    assert len(parts) == 2


@pytest.mark.parametrize("pattern", ["", "\n", "没有这一行", "x*", "^$"])
def test_without_a_match_there_is_one_article(pattern: str) -> None:
    assert split_text(ONE, pattern) == [ONE]


@pytest.mark.parametrize("pattern", ["(", "[", "a{1000000000}"])
def test_a_pattern_that_is_not_valid_is_refused(pattern: str) -> None:
    with pytest.raises(BadInput):
        split_text(ONE, pattern)


@given(
    st.text(alphabet="标题：一=\n -*第篇章", max_size=80),
    st.sampled_from(["===", "^标题：", "第.篇", "\\n{2,}", "---"]),
)
def test_nothing_but_lines_of_marks_is_left_out(source: str, pattern: str) -> None:
    parts = split_text(source, pattern)
    assert [c for c in "".join(parts) if c.isalnum()] == [c for c in source if c.isalnum()]
    looks_like_several(source)


def test_a_text_with_fewer_than_three_chapters_is_not_offered_to_be_split() -> None:
    listed = "第一章 渡口\n第二章 茶山\n第三章 老街\n第四章 南坡\n"
    assert possible_split(f"{listed}\n{BODY * 30}\n第四章 南坡\n{BODY * 30}\n") is None
