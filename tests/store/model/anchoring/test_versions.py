"""Which texts in a file of the same name are versions of one article."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from store.model.anchoring.versions import is_new_version, shared_part
from store.model.article import Article, BlockKind, Draft, digest, join_blocks

TITLE = "关于修桥的通知"
PARAGRAPHS = ("村里决定今年秋天修桥。", "各家请在周末以前报名。", "工具由村里准备，中午管饭。")


def article(title: str, *paragraphs: str) -> Article:
    parts = [(BlockKind.TITLE, title), *((BlockKind.PARAGRAPH, words) for words in paragraphs)]
    text, blocks = join_blocks([*parts, (BlockKind.CREDIT, "（责任编辑：林夏 电话：12345678）")])
    return Article(
        text=text,
        blocks=blocks,
        title=title,
        id="0" * 16,
        added="2024-01-01T00:00:00.000Z",
        digest=digest(text),
    )


def draft(title: str, *paragraphs: str) -> Draft:
    made = article(title, *paragraphs)
    return Draft(text=made.text, blocks=made.blocks, title=title)


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("关于修路的通知", PARAGRAPHS),
        ("通知", PARAGRAPHS),
        (OpenCC("s2t").convert(TITLE), tuple(map(OpenCC("s2t").convert, PARAGRAPHS))),
        (TITLE, (PARAGRAPHS[0], "名额已经满了，谢谢大家。", PARAGRAPHS[2])),
        (TITLE, ("本村三月五日电 村里决定今年秋天修桥。", *PARAGRAPHS[1:])),
        (TITLE, (PARAGRAPHS[2], PARAGRAPHS[0], PARAGRAPHS[1])),
        (TITLE, tuple(" ".join(words) for words in PARAGRAPHS)),
    ],
)
def test_a_short_article_is_recognised_after_a_change(title: str, paragraphs: tuple[str, ...]) -> None:
    assert is_new_version(article(TITLE, *PARAGRAPHS), draft(title, *paragraphs))


@pytest.mark.parametrize("title", [TITLE, "今日要闻"])
def test_another_article_under_the_same_name_or_title_is_not_a_new_version(title: str) -> None:
    former = article(title, *PARAGRAPHS)
    other = draft(
        title,
        "小学昨天开了运动会，跑步比赛最热闹。",
        "孩子们带着饭盒，在操场边上吃。",
        "晚上下了雨，大家都回家了。",
    )
    assert not is_new_version(former, other)


def test_the_shared_part_of_long_texts_is_that_of_their_paragraphs() -> None:
    lines = [f"{number}号院里的老树开了{number * 7}朵花，{number * 3}个人来看。" for number in range(40)]
    assert shared_part("".join(lines), "".join(lines[20:] + lines[:20])) > 0.9
    assert shared_part("".join(lines), "".join(reversed("".join(lines)))) < 0.1
