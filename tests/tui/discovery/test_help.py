"""The help: what it lists, how it is searched, and the manual that opens from it."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.containers import VerticalScroll

from store.language import Language, use_language
from store.library import Library
from tests.lengths import by_length
from tests.paths import ROOT
from tests.tui.reader import NARROW, WIDE, articles, press, reader, seen, settled, shown
from tui.dialogs.help import HelpDialog
from tui.dialogs.manual import ManualDialog
from tui.discovery.help_page import HelpLooks, HelpPage
from tui.discovery.manual import manual_pages
from tui.discovery.manual_text import ManualParagraph, breaks
from tui.keys.action import Scope
from tui.keys.actions import ACTIONS

LOOKS = HelpLooks(*[Style()] * 5)


def page(*words: str, scope: Scope = Scope.READING, width: int = 76) -> list[str]:
    """Return the lines of the help."""
    return [line.plain for line in HelpPage(scope, manual_pages(), words).lines(width, LOOKS)]


@pytest.mark.parametrize("width", [36, 76, 110, 146])
@pytest.mark.parametrize("scope", Scope)
def test_the_help_fits_any_width_and_has_every_action(scope: Scope, width: int) -> None:
    lines = page(scope=scope, width=width)
    assert lines[0] == scope.label
    assert max(map(len, lines)) <= width
    if width == 76:
        text = " ".join(" ".join(lines).split())
        for action in ACTIONS:
            assert " ".join(action.help.split()[:3]) in text


def test_groups_are_in_two_columns_where_there_is_room() -> None:
    assert any("Moving" in line and "Marking" in line for line in page(width=110))
    assert not any("Moving" in line and "Marking" in line for line in page())


@pytest.mark.parametrize("words", ["bookmark", "f2", "go to mark", "pizhu export", "selecting", "gj"])
def test_titles_keys_groups_commands_and_other_words_are_searched(words: str) -> None:
    found = page(*words.split())
    assert 0 < len(found) < len(page()) / 2


@pytest.mark.parametrize("words", ["daochu", "dc", "baochi hangju"])
def test_titles_are_found_by_pinyin_and_initials(words: str) -> None:
    assert any("pizhu export" in line for line in page(*words.split())) is words.startswith("d")


@pytest.mark.long
async def test_the_command_for_help_searches_it(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, ":", *"help undo", "enter")
        await seen(pilot, "Undo the last change")
        assert "Filter articles" not in shown(app)
        await press(pilot, "escape")
        await seen(pilot, "Tag this article")
        await press(pilot, "escape", ":", *"help qwertz", "enter")
        await seen(pilot, "No key, action or page of the manual has these words")


def test_what_is_not_found_leaves_nothing() -> None:
    assert page("qwertz") == []


@pytest.mark.long
async def test_typing_narrows_the_help_and_escape_widens_it(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "?", "slash", *"undo j")
        await seen(pilot, "No key, action or page")
        await press(pilot, "backspace", "backspace", "enter")
        await settled(pilot)
        assert "Undo the last change" in shown(app)
        assert "Read this article" not in shown(app)
        await press(pilot, "escape")
        await seen(pilot, "Read this article")
        assert isinstance(app.screen, HelpDialog)
        await press(pilot, "escape")
        assert articles(app).has_focus


@pytest.mark.long
async def test_the_keys_of_the_text_scroll_the_help(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "?")
        window = app.screen.query_one(VerticalScroll)
        there = [window.scroll_y]
        for key in ("j", "ctrl+d", "ctrl+f", "space", "pagedown", "G"):
            await press(pilot, key)
            there.append(window.scroll_y)
        for key in ("k", "ctrl+u", "ctrl+b", "pageup", "home", "end", "g"):
            await press(pilot, key)
            there.append(window.scroll_y)
        assert there[:7] == sorted(set(there[:7]))
        assert there[6:11] == sorted(set(there[6:11]), reverse=True)
        assert there[11:] == [0, window.max_scroll_y, 0]


@pytest.mark.long
@pytest.mark.parametrize("size", by_length(short=[NARROW], long=[NARROW, WIDE]))
async def test_a_digit_opens_a_page_of_the_manual(
    library: Library, station: str, size: tuple[int, int]
) -> None:
    app = reader(library)
    first = manual_pages()[0]
    async with app.run_test(notifications=True, size=size) as pilot:
        await press(pilot, "?", "1")
        assert isinstance(app.screen, ManualDialog)
        await seen(pilot, first.title)
        await seen(pilot, " ".join(first.text.split()[:2]).strip("`"))
        await press(pilot, "G", "escape")
        assert isinstance(app.screen, HelpDialog)


@pytest.mark.long
async def test_pages_of_the_manual_are_turned(library: Library, station: str) -> None:
    app = reader(library)
    first, second = manual_pages()[:2]
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "?", "1", "n")
        await seen(pilot, second.title)
        await press(pilot, "p", "p")
        await seen(pilot, first.title)


@pytest.mark.long
async def test_a_table_of_the_manual_keeps_its_keys_in_one_line(library: Library, station: str) -> None:
    app = reader(library)
    number = [page.path.stem for page in manual_pages()].index("first-hour") + 1
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "?", str(number))
        await seen(pilot, "j k    down and up")


def test_the_manual_begins_with_its_index_and_ends_with_the_chinese_pages() -> None:
    pages = manual_pages()
    assert pages[0].path.name == "index.md"
    languages = [page.path.parent.name for page in pages]
    assert languages == sorted(languages)
    assert set(languages) == {"docs", "zh"}
    assert not any("![" in page.text or "<!--" in page.text for page in pages)


@pytest.mark.parametrize(
    ("language", "folder"), [(Language.SIMPLIFIED, "zh"), (Language.TRADITIONAL, "zh-Hant")]
)
def test_in_a_chinese_interface_the_pages_in_its_characters_come_first(
    language: Language, folder: str
) -> None:
    use_language(language)
    pages = manual_pages()
    half = len(pages) // 2
    assert [page.path.parent.name for page in pages] == [folder] * half + ["docs"] * half
    assert manual_pages()[0].path.name == "index.md"


@pytest.mark.long
async def test_the_manual_is_read_in_traditional_characters(library: Library, station: str) -> None:
    use_language(Language.TRADITIONAL)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "?", "1")
        await seen(pilot, "使用手冊")
        await seen(pilot, "匯出")
        await press(pilot, "n")
        await seen(pilot, "第一個小時")


@pytest.mark.long
async def test_lines_of_the_manual_are_filled_between_chinese_characters(
    library: Library, station: str
) -> None:
    app = reader(library)
    use_language(Language.SIMPLIFIED)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "?", "1")
        await seen(pilot, manual_pages()[0].title)
        paragraph = app.screen.query(ManualParagraph).first()
        lines = paragraph.render().plain.splitlines()
        assert len(lines) == paragraph.size.height > 1
        assert all(paragraph.size.width - cell_len(line) < 12 for line in lines[:-1])


@pytest.mark.parametrize("width", [20, 44])
def test_cells_of_a_table_of_the_manual_are_broken_as_chinese_is(width: int) -> None:
    words = "支持各种中文编码；自动识别标题、署名、日期、来源和小标题；PDF 须有文字层。"
    starts = [0, *breaks(words, width), len(words)]
    lines = [words[start:end].rstrip() for start, end in pairwise(starts)]
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(width - 4 <= cell_len(line) <= width for line in lines[:-1])
    assert not any(line[0] in "，。；、" for line in lines)


@pytest.mark.long
async def test_enter_opens_the_page_that_was_found(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "?", "slash", *"back to", "enter", "enter")
        assert isinstance(app.screen, ManualDialog)
        await seen(pilot, "Links back to Pizhu")


def test_the_wheel_has_every_page_of_the_manual() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    names = [path.name for path in (ROOT / "docs").glob("*.md")] + ["zh", "zh-Hant"]
    assert wheel["force-include"] == {f"docs/{name}": f"tui/manual/{name}" for name in names}
