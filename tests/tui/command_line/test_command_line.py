"""The command line: what vim users type does what they expect, and errors are said in the bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, article_shown, articles, press, reader, reading, seen, settled, shown
from tui.dialogs.base.emptied_input import EmptiedInput
from tui.panes.visibility import PaneName
from tui.recent_list import RecentList
from tui.screen import MainScreen

pytestmark = pytest.mark.asyncio


def keys(line: str) -> list[str]:
    """The keys that type a line after a colon, and enter."""
    return [":", *line, "enter"]


async def run(pilot: Pilot[None], *lines: str) -> None:
    """Run lines of the command line."""
    for line in lines:
        await press(pilot, ":")
        pilot.app.screen.query_one(EmptiedInput).value = line
        await press(pilot, "enter")


@pytest.mark.long
async def test_an_error_is_a_sentence_in_the_bar_that_typing_removes(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await pilot.press(*keys("exprot"))  # typed ahead
        await seen(pilot, "There is no command exprot: did you mean :export?")
        await press(pilot, "x")
        await settled(pilot)
        assert "There is no command" not in shown(app)
        await press(pilot, "ctrl+c")
        assert isinstance(app.screen, MainScreen)
        await run(pilot, "set measure?")
        await seen(pilot, "measure=40")


@pytest.mark.long
async def test_an_article_is_opened_by_its_id_or_by_words_of_its_title(
    library: Library, station: str
) -> None:
    autumn, _ = library.articles.add(draft("一段。", "二段。", "三段。", title="秋天的小站"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await run(pilot, "e 春天")
        assert article_shown(app) == station
        await run(pilot, f"e {autumn[:8]}", "3")
        assert article_shown(app) == autumn
        screen = app.screen
        assert isinstance(screen, MainScreen)
        assert screen.current is PaneName.READING
        assert reading(app).cursor == library.articles.get(autumn).blocks[2].start


@pytest.mark.long
async def test_a_setting_takes_effect_at_once(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await run(pilot, "set measure 20", "set ruler", "set theme=pizhu-paper")
        assert reading(app).aids.measure == 20
        assert reading(app).aids.ruler
        assert app.theme == "pizhu-paper"
        await run(pilot, "set noruler")
        assert not reading(app).aids.ruler


@pytest.mark.long
async def test_articles_are_tagged_starred_filtered_and_exported(
    library: Library, station: str, tmp_path: Path
) -> None:
    library.articles.add(draft("又一篇。", title="秋天的小站"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await run(pilot, "e 春天", "tag 铁路", "star")
        article = library.articles.get(station)
        assert article.tags == ("铁路",)
        assert article.starred
        await run(pilot, "filter tag:铁路")
        assert articles(app).filtered_articles == [station]
        file = tmp_path / "out.md"
        await run(pilot, f"export markdown {file}")
        await settled(pilot)
        assert "春天的小站" in file.read_text("utf-8")
        assert "秋天" not in file.read_text("utf-8")
        await run(pilot, f"export markdown {file}")
        await seen(pilot, "overwrites it")
        await press(pilot, "escape")
        await run(pilot, "filter!")
        assert articles(app).filtered_articles is None
        await run(pilot, f"export markdown {'长' * 300}.md")
        await seen(pilot, "name too long")


@pytest.mark.long
async def test_a_selection_is_tagged(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l")
        await run(pilot, "tag 车")
        assert [each.tags for each in library.annotations.of(station)] == [("车",)]


@pytest.mark.long
async def test_files_are_imported(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "a b.txt"
    file.write_text("山中何事\n松花酿酒，春水煎茶。", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await run(pilot, f"import '{file}'")
        await seen(pilot, "Import: ")
        assert library.articles.count() == 1


@pytest.mark.long
async def test_a_command_of_pizhu_shows_what_it_prints(library: Library, station: str) -> None:
    library.articles.add(draft("又一篇。", title="秋天的小站"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await run(pilot, "list")
        await seen(pilot, "j k scroll")
        assert "pizhu list" in shown(app)
        await press(pilot, "escape")
        await run(pilot, "show nothing-there")
        await seen(pilot, "There is no article")


@pytest.mark.long
async def test_tab_completes_names_formats_settings_titles_and_paths(
    library: Library, station: str, tmp_path: Path
) -> None:
    (tmp_path / "一 文.txt").write_text("文", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for typed, completed in [
            ("exp", "export"),
            ("export do", "export docx"),
            ("set noj", "set nojustified"),
            ("set theme=pizhu-p", "set theme=pizhu-paper"),
            ("e 春", "e 春天的小站"),
            ("filter is:star", "filter is:starred"),
            (f"import {tmp_path}/一", f"import {tmp_path}/一\\ 文.txt"),
            ("pizhu agr", "pizhu agreement"),
            ("star", "star"),
        ]:
            await press(pilot, ":")
            app.screen.query_one(EmptiedInput).value = typed
            await press(pilot, "tab")
            await settled(pilot)
            assert app.screen.query_one(EmptiedInput).value == completed
            await press(pilot, "escape")
        await press(pilot, ":", *"set ", "tab", "tab", "shift+tab")
        assert app.screen.query_one(EmptiedInput).value == "set language"


@pytest.mark.long
async def test_earlier_lines_that_begin_alike_come_back(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await run(pilot, "set ruler", "set measure 20", "star")
        for pressed, line in [
            (["up"], "star"),
            (["up", "up"], "set measure 20"),
            (["up", "up", "down"], "star"),
            ([*"set r", "up"], "set ruler"),
            ([*"set r", "up", "down"], "set r"),
        ]:
            await press(pilot, ":", *pressed)
            assert app.screen.query_one(EmptiedInput).value == line
            await press(pilot, "escape")


@pytest.mark.long
async def test_backspace_in_an_empty_line_closes_it(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, ":", "x", "backspace", "backspace")
        await settled(pilot)
        assert isinstance(app.screen, MainScreen)


async def test_lines_are_kept_for_the_next_session(tmp_path: Path) -> None:
    RecentList(tmp_path / "commands.json").add("set ruler")
    assert list(RecentList(tmp_path / "commands.json")) == ["set ruler"]
