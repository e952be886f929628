"""Notes as reading programs share them: quotes become annotations, what is said of them their notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.formats.shared_notes.reader import quotes_in_markdown
from store.importing.registry import is_bundle, read_bundle
from store.model.bundle import IncomingArticle

TEA, UMBRELLA = "先坐下喝一口茶", "一把伞，两张小凳"

OMNIVORE = f"""# 桥头
#Omnivore

[Read on Omnivore](https://o.example/1)
[Read Original](https://a.example/1)

## Highlights

> {TEA} [⤴️](https://o.example/1#h)  #茶

好句

> {UMBRELLA}
"""
READWISE = f"""# 桥头

## Metadata
- Author: [[陶一鸣]]
- Full Title: 桥头
- URL: https://a.example/1

## Highlights
- {TEA} ([View Highlight](https://r.example/1))
    - Note: 好句
    - Tags: #茶
- {UMBRELLA} ([View Highlight](https://r.example/2))
"""
DUOKAN = f"""桥头
陶一鸣
2023-11-02 08:15:00

【第一章】

  {TEA}
    注：好句

  {UMBRELLA}

来自 多看阅读
"""
CALIBRE = f"Exported from calibre\n\n桥头\n陶一鸣\n\n[标注 1]\n{TEA}\n笔记：好句\n\n[标注 2]\n{UMBRELLA}\n"
APPLE = "".join(
    f"“{words}”\n\n摘录来自\n桥头\n陶一鸣\n此材料可能受版权保护。\n\n" for words in (TEA, UMBRELLA)
)


def read(path: Path, content: str) -> IncomingArticle:
    path.write_text(content, encoding="utf-8")
    assert is_bundle(path)
    (piece,) = read_bundle(path).pieces
    return piece


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.md", OMNIVORE), ("b.md", READWISE), ("c.txt", DUOKAN), ("d.txt", CALIBRE), ("e.txt", APPLE)],
)
def test_quotes_and_notes_are_told_apart(name: str, content: str, tmp_path: Path) -> None:
    piece = read(tmp_path / name, content)
    assert piece.title == "桥头"
    assert [each.exact for each in piece.annotations] == [TEA, UMBRELLA]
    assert [each.note for each in piece.annotations] == ["" if content == APPLE else "好句", ""]
    if name.endswith(".md"):
        assert (piece.url, piece.annotations[0].tags) == ("https://a.example/1", ("茶",))
    if content != OMNIVORE:
        assert piece.authors == ("陶一鸣",)


@pytest.mark.parametrize("content", [
    f"# 桥头\n\n> {TEA}\n\n修鞋匠每天早上七点摆摊。\n",
    "来自多看的一条消息说，那座桥修好了。\n\n孩子们都从这里回家。\n",
    f"# 桥头\n\n[Read on Omnivore](https://o.example/1)\n\n> {TEA}\n\n{'修鞋匠每天早上七点摆摊。' * 250}\n",
    "桥头\n\n修鞋匠每天早上七点摆摊。\n\n摘自得到《每天听本书》\n\n注：本文有删节。",
    f"桥头\n来自掌阅的数据显示，读书的人多了。\n{'修鞋匠每天早上七点摆摊。' * 250}\n备注：有删节。\n",
    f"桥头\n{('修鞋匠每天早上七点摆摊。' * 20 + chr(10)) * 20}备注：有删节。\n来自 掌阅\n",
    "# 桥头\n\n修鞋匠用这些：\n\n- [稍后读](https://cubox.pro/my/card?id=1)\n- 一把伞\n",
    f"桥头\n\n{TEA}\n\n摘录来自\n桥头\n陶一鸣\n此材料可能受版权保护。\n\n修鞋匠每天早上七点摆摊。\n",
])  # fmt: skip
def test_articles_with_quotes_stay_articles(content: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.md" if content.startswith("#") else "a.txt")
    path.write_text(content, encoding="utf-8")
    assert not is_bundle(path)


@pytest.mark.parametrize(
    "content", [f"题目\n{chr(10) * 3_000}一句话。", f"题目\n{' ' * 30_000}一句话。", f"> {' #a' * 15_000} x"]
)
def test_white_space_and_tags_cost_no_more_than_their_length(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(content, encoding="utf-8")
    assert not is_bundle(path)
    assert len(quotes_in_markdown(content)) == content.count(">")


def test_lines_of_a_highlight_are_joined_and_its_notes_are_not(tmp_path: Path) -> None:
    content = READWISE.replace(
        f"- {UMBRELLA}", "- 第一行划线\n  第二行划线\n    - Note: 想一想\n      再想\n- 甲"
    )
    quotes = read(tmp_path / "a.md", content).annotations
    assert [(each.exact, each.note) for each in quotes[:2]] == [
        (TEA, "好句"),
        ("第一行划线\n第二行划线", "想一想\n\n再想"),
    ]


@pytest.mark.parametrize("content", [
    f"桥头\n陶一鸣\n{TEA}\n注：好句\n【标注 1】\n{UMBRELLA}\n来自 多看阅读\n",
    OMNIVORE.replace("## Highlights", f"{TEA}吧\n\n## Highlights"),
    READWISE.replace("- URL:", "- Document Note: 全书\n- URL:"),
])  # fmt: skip
def test_no_line_beside_the_quotes_is_lost(content: str, tmp_path: Path) -> None:
    piece = read(tmp_path / ("a.md" if "#" in content else "a.txt"), content)
    kept = "\n".join((piece.note, *(each.exact + each.note for each in piece.annotations)))
    assert all(words in kept for words in (TEA, UMBRELLA, "好句"))
    assert ("吧" in kept, "全书" in kept) == ("吧" in content, "全书" in content)
