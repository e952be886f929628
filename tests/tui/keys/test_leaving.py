"""`esc` and `ctrl+c` only cancel, `q` goes back, and the list quits."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from store.library import Library
from tests.tui.reader import WIDE, articles, happened, notes, press, reader, reading, seen, shown, tags
from tui.dialogs.help import HelpDialog


@pytest.mark.long
@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_cancelling_in_the_text_never_leaves_it(library: Library, station: str, key: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "v", "l", key)
        assert reading(app).selection is None
        await press(pilot, "3", key, key, key, "x")
        assert reading(app).has_focus
        assert [row.id for row in library.articles.rows()] == [station]


@pytest.mark.long
@pytest.mark.parametrize(("tabs", "pane"), [(1, reading), (2, tags), (3, notes)])
async def test_q_goes_back_to_the_list_and_quits_from_it(
    library: Library, station: str, tabs: int, pane: object
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *["tab"] * tabs)
        assert pane(app).has_focus  # type: ignore[operator]
        await press(pilot, "q")
        assert articles(app).has_focus
        await press(pilot, "q")
        await happened(pilot, lambda: not app.is_running)


async def test_interrupting_says_how_to_quit(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "ctrl+c")
        await seen(pilot, "ctrl+q quits")
        assert app.is_running


@pytest.mark.long
async def test_interrupting_closes_dialogs_and_the_find_bar(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "?")
        assert isinstance(app.screen, HelpDialog)
        await press(pilot, "ctrl+c", "t", "x", "ctrl+c", "/", "x", "ctrl+c")
        assert reading(app).has_focus
        assert "Tag 「" not in shown(app)


async def test_interrupting_copies_the_text_selected_in_an_input(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "T", "a", "b", "shift+home", "ctrl+c")
        assert app.clipboard == "ab"
        assert isinstance(app.focused, Input)
