"""What all dialogs share: key hints that fit, hints about missing input, and their size."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from textual.containers import Vertical
from textual.widgets import Input, OptionList

from store.language import Language, use_language
from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, press, reader, seen, settled, shown
from tui import dialogs
from tui.dialogs.all_notes import AllNotesDialog
from tui.dialogs.base.choice import ChoiceDialog
from tui.dialogs.base.dialog import ROOM_FOR_KEYS, set_frame
from tui.dialogs.base.prompt import PromptDialog
from tui.dialogs.tagging import TaggingDialog
from tui.typesetting.glyphs import cells

KEYS = {
    f"{module.name.removeprefix('tui.dialogs.')}.{name}": keys
    for module in pkgutil.walk_packages(dialogs.__path__, "tui.dialogs.")
    for name, keys in vars(importlib.import_module(module.name)).items()
    if name.startswith("KEYS")
}
"""The key hints of all dialogs, by module and constant."""

LONG = "从河边的磨坊到山上的小站一路都有人在说的那件事情后来被写成了一篇很长的文章"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", KEYS)
def test_the_key_hints_of_a_dialog_fit_into_its_border(name: str, language: Language) -> None:
    use_language(language)
    assert cells(str(KEYS[name])) <= ROOM_FOR_KEYS


@pytest.mark.long
@pytest.mark.asyncio
async def test_key_hints_of_the_maximum_width_fit_into_70_columns(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=(70, 24)) as pilot:
        await press(pilot, "I")
        set_frame(app.screen.query_one(Vertical), "", "=" * ROOM_FOR_KEYS)
        await seen(pilot, "=" * ROOM_FOR_KEYS)


@pytest.mark.long
@pytest.mark.asyncio
async def test_enter_in_an_empty_prompt_shows_a_hint(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", "enter")
        await seen(pilot, "Nothing is typed yet")
        await press(pilot, "x")
        assert "Nothing is typed yet" not in shown(app)
        await press(pilot, "escape", "tab", "tab", "r", "ctrl+u", "space", "enter")
        await seen(pilot, "Nothing is typed yet")
        assert isinstance(app.screen, PromptDialog)


@pytest.mark.long
@pytest.mark.asyncio
async def test_an_empty_list_shows_a_hint(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "t", "enter")
        await seen(pilot, "Type a name to make the first tag")
        await press(pilot, "escape")
    library.annotations.annotate_quote(station, "列车", note="车")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "tab", "g", "n", *"xyz")
        await seen(pilot, "No note has these words")


@pytest.mark.long
@pytest.mark.asyncio
async def test_enter_with_nothing_ticked_shows_a_hint(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", tags=["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "g", "J")
        await seen(pilot, "which of 1 use?")
        await press(pilot, "enter")
        await seen(pilot, "Nothing is ticked")
        await press(pilot, "space")
        assert "Nothing is ticked" not in shown(app)
        await press(pilot, "enter")
        await seen(pilot, "1 use of 铁路 become")


@pytest.mark.long
@pytest.mark.asyncio
async def test_a_tag_is_moved_below_a_tag_found_by_typing_or_to_the_top_level(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["服务/线上", "金融"])
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "G", "P")
        await seen(pilot, "to the top")
        assert isinstance(app.screen, TaggingDialog)
        await press(pilot, *"xs", "enter")
        await seen(pilot, "Moved")
        assert library.articles.get(station).tags == ("服务/线上", "服务/线上/金融")
        await press(pilot, "g", "g", "j", "P", "enter")
        await seen(pilot, "▾■ 线上")
        assert library.articles.get(station).tags == ("线上", "线上/金融")
        await press(pilot, "G", "P", "/", "enter")
        assert library.articles.get(station).tags == ("线上", "金融")


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.parametrize(("columns", "width"), [(80, 76), (200, 120)])
async def test_the_list_of_all_notes_uses_the_available_width(
    library: Library, columns: int, width: int
) -> None:
    article, _ = library.articles.add(draft("列车每天只停两分钟。", title=LONG))
    library.annotations.annotate_quote(
        article, "列车", tags=["交通/铁路/列车", "时间"], note="？" + f"注{LONG}" * 4
    )
    app = reader(library)
    async with app.run_test(notifications=True, size=(columns, 40)) as pilot:
        await press(pilot, "tab", "tab", "tab", "g", "n")
        await seen(pilot, "All notes 1")
        assert isinstance(app.screen, AllNotesDialog)
        await settled(pilot)
        assert app.screen.query_one(Vertical).size.width == width - 4
        line = next(line for line in shown(app).splitlines() if "? 注从河边" in line)
        begins = line.index("? 注从河边")
        note = line[begins : line.index("…", begins) + 1]
        assert width - 12 < cells(note) <= width - 7


@pytest.mark.long
@pytest.mark.asyncio
async def test_list_rows_are_refitted_after_a_resize(library: Library) -> None:
    article, _ = library.articles.add(draft("列车每天只停两分钟。", title=LONG))
    library.annotations.annotate_quote(article, "列车", tags=["铁路"], note="车")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "g", "J")
        await seen(pilot, "which of 1 use?")
        assert LONG not in shown(app)
        await pilot.resize_terminal(*WIDE)
        await seen(pilot, LONG)
        await press(pilot, "escape", "tab", "g", "n")
        await seen(pilot, LONG[:20])
        assert app.screen.query_one(OptionList).highlighted == 0
        app.screen.query_one(Input).value = "车"
        await pilot.resize_terminal(*NARROW)
        await settled(pilot)
        assert LONG[:20] not in shown(app)
        await seen(pilot, LONG[:10])


@pytest.mark.long
@pytest.mark.asyncio
async def test_the_motions_of_vim_move_the_highlight_of_a_list(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        app.push_screen(ChoiceDialog("Which?", [str(number) for number in range(40)]))
        await settled(pilot)
        options = app.screen.query_one(OptionList)
        page = options.scrollable_content_region.height
        for key, place in (
            ("G", 39), ("ctrl+f", 39), ("g", 0), ("g", 0), ("ctrl+d", page // 2), ("ctrl+u", 0),
            ("ctrl+b", 0), ("end", 39), ("home", 0), ("j", 1), ("k", 0),
        ):  # fmt: skip
            await press(pilot, key)
            assert options.highlighted == place, key
        await press(pilot, "ctrl+f")
        after = options.highlighted or 0
        assert page // 2 < after <= page
        await press(pilot, "pagedown", "ctrl+b")
        assert options.highlighted == after
