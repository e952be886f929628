"""Vaults of Obsidian and exports of Notion: what is no article stays out, and is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

from store.errors import BadInput
from store.formats.markup.notion import take_html_properties, with_properties_as_front_matter
from store.importing.folders import files_in
from store.importing.reading import read_file
from store.importing.unfinished_notes import DATABASES, DRAWINGS, EMPTY, TEMPLATES, TRASH, kind_of_note

HASH = "3f2a9c1b4d5e6f708192a3b4c5d6e7f8"
PLACE = "{{title}}"


def write(folder: Path, **files: str) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def test_drawings_templates_and_empty_notes_of_a_vault_are_skipped_and_counted(tmp_path: Path) -> None:
    files = {
        ".obsidian/app.json": "{}",
        ".trash/旧.md": "旧稿。",
        "templates/读书.md": f"---\ntitle: {PLACE}\n---\n# {PLACE}\n",
        "图.excalidraw.md": "# Text Elements\n桥\n",
        "画.md": "---\nexcalidraw-plugin: parsed\n---\n桥\n",
        "日记/2024-01-03.md": "---\ntags: 日记\n---\n# 2024-01-03\n## 任务\n- [ ] \n",
        "日记/2024-01-04.md": "今天去看了那座桥。\n",
        "图.canvas": "{}",
    }
    write(tmp_path, **files)
    found = files_in(tmp_path)
    assert [path.name for path in found.files] == ["2024-01-04.md"]
    assert found.skipped == Counter({DRAWINGS: 2, TEMPLATES: 1, EMPTY: 1, TRASH: 1, ".canvas": 1})
    with pytest.raises(BadInput, match="drawing of Excalidraw"):
        read_file(tmp_path / "图.excalidraw.md")


@pytest.mark.parametrize(
    "text",
    [
        f"# 模板引擎\n\n{'写作者在页面里留下一个位置。' * 8}例如 {PLACE}。",
        "# 旧桥\n\n一句话。",
        "只有一句话。",
        "# 旧桥"[2:],
        "# 旧桥",
        "#\n\n木匠修好了那座旧桥。",
        "#\n木匠修好了那座旧桥。",
        "# 旧桥\n\n## 木匠\n\n## 渡口\n",
        f"模板里写 {PLACE} 就行。",
        f"# Templates\n\n{'The carpenter mended the old bridge ' * 9}{PLACE} here\n",
        f"渡口的船夫把船卖给了下游的渔民，见 {PLACE}",
        "---\n木匠修好了那座旧桥\n---\n",
        f"{' ' * 30_000}\n{chr(10) * 30_000}木匠",
    ],
)
def test_articles_are_no_templates(text: str) -> None:
    assert kind_of_note("a.md" if PLACE in text else "templates/a.md", text) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"# {PLACE}\n\n日期：{{{{date}}}}\n标签：\n\n## 摘要\n", TEMPLATES),
        (f"{PLACE}\n\nDate: \nTags: \n", TEMPLATES),
        ("# 2024-01-03\n", EMPTY),
        ("---\ntags: 日记\n---\n", EMPTY),
        ("# 任务\n\n- [ ] \n-\n", EMPTY),
    ],
)
def test_templates_and_empty_notes_are_known(text: str, kind: str) -> None:
    assert kind_of_note("a.md", text) == kind


PAGE = """# 旧桥

作者: 陶一鸣
日期: November 2, 2023
标签: 手艺, 桥
URL: https://a.example/1
来源: 青石日报

木匠修好了那座旧桥。
"""


def test_pages_of_notion_have_their_properties_and_no_digits_in_the_title(tmp_path: Path) -> None:
    table = "Name,作者\n旧桥,陶一鸣\n"
    write(tmp_path, **{
        f"库/旧桥 {HASH}.md": PAGE,
        f"库/渡口的船夫 {HASH}.md": "船夫把船卖给了下游的渔民。\n",
        f"库 {HASH}.csv": table,
        f"库 {HASH}_all.csv": table,
    })  # fmt: skip
    found = files_in(tmp_path)
    assert found.skipped == Counter({DATABASES: 2})
    drafts = [read_file(path)[0] for path in found.files]
    bridge = next(each for each in drafts if each.article.tags)
    draft = bridge.article.draft
    assert (draft.title, draft.authors, draft.date) == ("旧桥", ("陶一鸣",), "2023-11-02")
    assert (draft.source, draft.url, bridge.article.tags) == (
        "青石日报",
        "https://a.example/1",
        ("手艺", "桥"),
    )
    assert draft.text == "旧桥\n木匠修好了那座旧桥。"
    assert "渡口的船夫" in [each.article.draft.title for each in drafts]
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in (*found.files, tmp_path / f"库 {HASH}.csv"):
            archive.write(path, str(path.relative_to(tmp_path)))
    pieces = read_file(tmp_path / "a.zip")
    assert [each.article.draft.title for each in pieces] == [each.article.draft.title for each in drafts]
    assert pieces[0].skipped == ((DATABASES, 1),)


def test_the_table_of_properties_of_a_page_in_html_is_no_text(tmp_path: Path) -> None:
    row = '<tr class="property-row"><th><span class="icon"><svg></svg></span>{}</th><td>{}</td></tr>'
    tags = "".join(f'<span class="selected-value">{each}</span>' for each in ("手艺", "桥"))
    rows = (
        row.format("作者", "陶一鸣")
        + row.format("日期", "<time>@2023年11月2日</time>")
        + row.format("标签", tags)
    )
    page = (
        f'<html><body><article class="page sans"><header><h1 class="page-title">石桥</h1>'
        f'<table class="properties"><tbody>{rows}</tbody></table></header><div class="page-body">'
        "<p>石桥在镇子的东头，有三个桥洞，最大的那个能过小船。</p></div></article></body></html>"
    )
    write(tmp_path, **{f"石桥 {HASH}.html": page})
    (piece,) = read_file(tmp_path / f"石桥 {HASH}.html")
    draft = piece.article.draft
    assert (draft.title, draft.authors, draft.date, piece.article.tags) == (
        "石桥",
        ("陶一鸣",),
        "2023-11-02",
        ("手艺", "桥"),
    )
    assert draft.text.split("\n") == ["石桥", "石桥在镇子的东头，有三个桥洞，最大的那个能过小船。"]


@pytest.mark.parametrize("name", [f"渡口 {HASH}.md", "渡口.md"])
@pytest.mark.parametrize(
    "speech",
    [
        "记者: 船呢？\n老人: 卖了。\n记者: 卖给谁？\n",
        "记者: 船呢？\n老人: 卖了。\n作者: 哦。\n",
        "作者: 船呢？\n来源: 河里。\n作者: 哦。\n",
    ],
)
def test_a_dialogue_is_text(name: str, speech: str, tmp_path: Path) -> None:
    page = f"# 渡口\n\n{speech}\n船走了。\n"
    assert with_properties_as_front_matter(page, name) == page


def test_properties_that_are_not_known_stay_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / f"旧桥 {HASH}.md"
    lines = f"心情: 晴\n相关: 渡口 (../{HASH}.md)\n"
    path.write_text(PAGE.replace("来源:", f"{lines}来源:"), encoding="utf-8")
    (piece,) = read_file(path)
    assert piece.article.draft.authors == ("陶一鸣",)
    assert "心情: 晴" in piece.article.draft.text.split("\n")
    assert "相关: 渡口" in piece.article.draft.text


@pytest.mark.parametrize(
    "cells",
    [
        "<tr><th>" * 3_000,
        "<tr><th></th>" * 2_000,
        "<tr><th></th><td>" * 1_500,
        f"<tr{' ' * 29_000}",
        "<svg " * 5_000,
    ],
)
def test_a_broken_table_of_properties_takes_no_longer_than_its_length(cells: str) -> None:
    rows = f"<tr><th>作者</th><td>陶一鸣</td></tr><tr><th>{cells}</th><td></td></tr>"
    page = f'<h1 class="page-title"></h1><table class="properties">{rows}</table>'
    about, rest = take_html_properties(page)
    assert about is not None
    assert (about.authors, rest) == (("陶一鸣",), '<h1 class="page-title"></h1>')


@pytest.mark.parametrize("value", ["(" * 15_000, "(%20" * 4_000, f"({HASH * 500}", f"({'%20' * 6_000}"])
def test_brackets_in_a_property_take_no_longer_than_their_length(value: str) -> None:
    page = f"# 旧桥\n\n作者: 陶一鸣{value}\n日期: 2023-11-02\n\n木匠。\n"
    assert value in with_properties_as_front_matter(page, "a.md")
