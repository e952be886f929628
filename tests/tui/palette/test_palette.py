"""The palette ranks the action that the words mean first, from each pane, and runs it."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from store.language import Language, use_language
from store.library import Library
from tests.tui.reader import NARROW, WIDE, article_shown, press, reader, seen, settled, shown
from tui.keys.action import Scope
from tui.keys.actions import ACTIONS
from tui.palette.choices import choices_of, ranked
from tui.panes.layout import PaneScreen
from tui.panes.visibility import PaneName
from tui.recent_list import RecentList
from tui.screen import MainScreen

PANES = [Scope[name.name] for name in PaneName]

FIRST = {
    "export": "app.export", "import": "app.import", "undo": "app.undo", "redo": "app.redo",
    "quit": "app.quit", "exit": "app.quit", "help": "app.help",
    "search": r"(articles|reading)\.find.*|.*\.search-all-notes",
    "find": r"(articles|reading)\.find.*|.*\.search-all-notes", "filter": "articles.filter-articles",
    "rename": "tags.rename-tag", "delete": r".*\.delete-.*", "remove": r".*\.delete-.*",
    "bookmark": r".*\.star-article", "star": r".*\.star-article", "codebook": "app.tags-pane",
    "导出": "app.export", "撤销": "app.undo", "daochu": "app.export", "dc": "app.export", "cx": "app.undo",
    "chexiao": "app.undo", "導入": "app.import", "dr": "app.import", "重做": "app.redo", "cz": "app.redo",
    "zhongzuo": "app.redo", "退出": "app.quit", "tc": "app.quit", "bangzhu": "app.help", "bz": "app.help",
    "shaixuan": "articles.filter-articles", "筛选": "articles.filter-articles",
    "过滤": "articles.filter-articles", "重命名": "tags.rename-tag", "删除": r".*\.delete-.*",
    "移除": r".*\.delete-.*", "收藏": r".*\.star-article", "编码簿": "app.tags-pane",
    "查找": r"(articles|reading)\.find.*|.*\.search-all-notes", "tag rename": "tags.rename-tag",
    "theme": "app.switch-theme|theme:.*", "merge": "tags.merge-tags", "memo": r".*note.*",
    "pinyin": "reading.pinyin", "settings": "app.settings", "config": "app.settings",
    "preferences": "app.settings", "设置": "app.settings", "save as default": "app.save-looks-as-default",
}  # fmt: skip
"""What must come first, as a pattern of the action's name. Where each pane has its own, it is that pane's."""

FIRST_IN_TRADITIONAL = {
    "復原": "app.undo", "還原": "app.undo", "撤銷": "app.undo", "fuyuan": "app.undo", "匯出": "app.export",
    "huichu": "app.export", "導出": "app.export", "匯入": "app.import", "導入": "app.import",
    "說明": "app.help", "幫助": "app.help", "快速鍵": "app.help", "結束": "app.quit", "離開": "app.quit",
    "退出": "app.quit", "設定": "app.settings", "偏好設定": "app.settings", "設置": "app.settings",
    "尋找": r"(articles|reading)\.find.*|.*\.search-all-notes", "搜尋": r".*\.(find|search).*",
    "查詢": r".*\.(find|search).*", "篩選": "articles.filter-articles", "重新命名": "tags.rename-tag",
    "改名": "tags.rename-tag", "刪除": r".*\.delete-.*", "醒目標示": "reading.highlight",
    "螢光筆": "reading.highlight", "編碼簿": "app.tags-pane", "佈景": "theme:.*|app.switch-theme",
    "清單": "app.(back-to-articles|articles-pane)", "註解": r".*note.*|.*annotation.*", "教學": "app.tour",
    "語言": "app.language", "建議": r".*\.suggest-tags.*",
}  # fmt: skip
"""The same for the words of Taiwan, with the interface in traditional characters."""


def screen_in(scope: Scope) -> PaneScreen:
    """Return what the choices need of a screen."""
    app = SimpleNamespace(available_themes={"pizhu-ink": None, "dracula": None})
    return cast("PaneScreen", SimpleNamespace(scope=scope, app=app, run_anywhere=print, saved_searches=[]))


@pytest.mark.long
@pytest.mark.parametrize("language", [Language.TRADITIONAL, Language.ENGLISH])
def test_the_words_of_taiwan_find_the_action_that_is_meant(language: Language) -> None:
    use_language(language)
    choices = choices_of(screen_in(Scope.READING))
    for typed, first in FIRST_IN_TRADITIONAL.items():
        found = [choice.id for choice, _ in ranked(choices, typed, RecentList(None))]
        if language is Language.TRADITIONAL or not typed.isascii():
            assert found, typed
            assert re.fullmatch(first, found[0]), (typed, found[:3])


@pytest.mark.long
@pytest.mark.parametrize("scope", PANES)
def test_the_action_that_is_meant_comes_first(scope: Scope) -> None:
    choices = choices_of(screen_in(scope))
    for typed, first in FIRST.items():
        found = [choice.id for choice, _ in ranked(choices, typed, RecentList(None))]
        assert found, typed
        assert re.fullmatch(first, found[0]), (typed, found[:3])
        own = [each for each in found if re.fullmatch(first, each) and each.startswith(scope.name.lower())]
        if own and not first.startswith("app") and "delete" in first:
            assert found[0] == own[0]


@pytest.mark.parametrize("scope", PANES)
def test_settings_come_first(scope: Scope) -> None:
    ids = [choice.id for choice, _ in ranked(choices_of(screen_in(scope)), "config", RecentList(None))]
    assert ids[0] == "app.settings"


def test_every_action_of_every_pane_is_offered_those_that_work_here_first() -> None:
    choices = choices_of(screen_in(Scope.READING))
    assert {action.id for action in ACTIONS if action.scope in (*PANES, Scope.APP)} - {"app.palette"} <= {
        choice.id for choice in choices
    }
    is_here = [choice.is_here for choice in choices]
    assert is_here == sorted(is_here, reverse=True)


def test_what_was_used_last_comes_first_also_in_the_next_session(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "palette.json"
    RecentList(file).add("app.export")
    RecentList(file).add("tags.rename-tag")
    choices = choices_of(screen_in(Scope.READING))
    ids = [choice.id for choice, _ in ranked(choices, "", RecentList(file))]
    assert ids[:2] == ["tags.rename-tag", "app.export"]
    file.write_text("{broken")
    assert list(RecentList(file)) == []


@pytest.mark.long
@pytest.mark.asyncio
async def test_an_action_of_another_pane_switches_to_that_pane_and_runs(
    library: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "ctrl+p", *"next word", "enter")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, MainScreen)
        assert screen.current is PaneName.READING
        assert article_shown(app) == station


@pytest.mark.long
@pytest.mark.asyncio
async def test_an_action_that_needs_a_letter_waits_for_it(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "ctrl+p", *"set mark", "enter", "a")
        await seen(pilot, "Mark a set")


@pytest.mark.long
@pytest.mark.asyncio
async def test_keys_typed_ahead_reach_the_palette(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await pilot.press("ctrl+p", *"dc", "enter")
        await seen(pilot, "Exports all articles")


@pytest.mark.long
@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
@pytest.mark.asyncio
async def test_the_palette_says_that_nothing_matches_and_can_be_left(
    library: Library, station: str, key: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "ctrl+p", *"zzz", "enter")
        await seen(pilot, "Nothing has such a name")
        await press(pilot, key)
        await settled(pilot)
        assert "What do you want" not in shown(app)
        assert isinstance(app.screen, MainScreen)
