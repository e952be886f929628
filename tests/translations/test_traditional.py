"""The pages and the interface in traditional characters are up to date, and read as in Taiwan."""

from __future__ import annotations

import re

import pytest

from store.language import Language
from store.language.catalogue import PARTS, Catalogue
from translations import pages as traditional_pages
from translations.catalogues import entries, read, translation
from translations.extraction import ROOT
from translations.pages import MANUAL, README, pages
from translations.traditional import by_opencc, in_traditional, terms
from tui.cli.manual import shown_in
from tui.cli.usage import usage_table

PAGES = pages()
SIMPLIFIED = (ROOT / README[0], *sorted((ROOT / MANUAL[0]).glob("*.md")))

NOT_TAIWANESE = re.compile(
    r"“|”|里[，。、；：]|復制|后(?![冠])|[网线软]|範圍里|菜單|鼠標|屏幕|硬盤|默認|界面|文檔|信息|搜索|軟件|網絡|導入|導出|高亮|撤銷|標籤頁"
)
"""Words and marks of the mainland, and characters that are taken for another one."""


def test_the_pages_in_traditional_characters_are_up_to_date() -> None:
    there = {*(ROOT / MANUAL[1]).glob("*.md"), ROOT / README[1]}
    assert there == PAGES.keys(), "run `make readme`"
    assert [path.name for path, text in PAGES.items() if path.read_text("utf-8") != text] == [], (
        "run `make readme`"
    )


def test_no_word_of_the_mainland_is_left_on_the_pages() -> None:
    texts = {path: re.sub(r"`[^`\n]*`|简体中文", "", text) for path, text in PAGES.items()}
    found = {path.name: words for path, text in texts.items() if (words := NOT_TAIWANESE.findall(text))}
    assert found == {}


@pytest.mark.long
def test_no_word_of_the_mainland_is_left_in_the_interface() -> None:
    texts = [
        in_traditional(translation(entry), key.text) for part in PARTS for key, entry in entries(read(part))
    ]
    found = [text for text in texts if NOT_TAIWANESE.search(re.sub(r"`[^`]*`", "", text))]
    assert found == []


def test_every_reviewed_term_changes_something() -> None:
    translated = [(key.text, translation(entry)) for part in PARTS for key, entry in entries(read(part))]
    texts = [text for _, text in translated] + [path.read_text("utf-8") for path in SIMPLIFIED]
    converted = by_opencc("\n".join(texts))
    unused = []
    for term in terms():
        if term.english:
            if not any(term.english == english for english, _ in translated):
                unused.append(term)
        elif term.made in converted:
            converted = converted.replace(term.made, term.reviewed)
        else:
            unused.append(term)
    assert unused == []


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("在窗格里查找“文件”", "在窗格裡尋找「檔案」"),
        ("后台的进程，一台电脑", "背景的行程，一台電腦"),
        ("复制一处，修复一处，只有一处", "複製一處，修復一處，只有一處"),
        ("合并和拆开的词组成用户词典", "合併和拆開的詞組成使用者詞典"),
        ("简体中文、繁體中文", "简体中文、繁體中文"),
        ("`“ ”` 的宽度", "`“ ”` 的寬度"),
    ],
)
def test_words_and_quotation_marks_are_those_of_taiwan(simplified: str, traditional: str) -> None:
    assert in_traditional(simplified) == traditional


def test_rows_and_columns_are_named_as_in_taiwan_and_lines_stay_lines() -> None:
    assert (in_traditional("列", "column"), in_traditional("行", "row")) == ("欄", "列")
    assert in_traditional("行", "line") == "行"
    catalogue = Catalogue(Language.TRADITIONAL)
    assert [catalogue.find_plural(one, f"{one}s", 2) for one in ("column", "row", "line")] == [
        "欄",
        "列",
        "行",
    ]


def test_the_pages_quote_what_the_interface_shows() -> None:
    page = (ROOT / MANUAL[1] / "commands.md").read_text("utf-8")
    with shown_in(Language.TRADITIONAL):
        assert usage_table() in page


def test_the_readme_leads_to_the_pages_in_its_characters() -> None:
    text = PAGES[ROOT / README[1]]
    assert f"]({MANUAL[1]}/first-hour.md)" in text
    assert f"]({MANUAL[0]}/" not in text
    assert f"]({README[0]})" in text


def test_pages_that_are_gone_are_removed(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(traditional_pages, "ROOT", tmp_path)
    for folder in MANUAL:
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / README[0]).write_text("[繁體中文](README.zh-Hant.md)。", "utf-8")
    (tmp_path / MANUAL[0] / "index.md").write_text("# 手册\n", "utf-8")
    (tmp_path / MANUAL[1] / "old.md").write_text("# 舊\n", "utf-8")
    traditional_pages.main()
    assert [path.name for path in (tmp_path / MANUAL[1]).iterdir()] == ["index.md"]
    assert (
        (tmp_path / MANUAL[1] / "index.md").read_text("utf-8").startswith("# 手冊\n\n<!-- Made of docs/zh/")
    )
