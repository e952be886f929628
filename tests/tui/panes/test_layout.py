"""The arrangement of the panes: focus order, zoom, hidden panes, small terminals."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.tui.reader import (
    NARROW,
    WIDE,
    articles,
    happened,
    notes,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
    tags,
)

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_tab_cycles_through_the_panes_at_any_width(library: Library, station: str) -> None:
    for size in (WIDE, (120, 40), NARROW):
        app = reader(library)
        async with app.run_test(notifications=True, size=size) as pilot:
            seen = []
            for _ in range(5):
                await settled(pilot)
                assert app.focused is not None
                assert app.focused.display
                seen.append(app.focused.id)
                await press(pilot, "tab")
            assert seen == ["articles", "reading", "tags", "notes", "articles"]
            await press(pilot, "shift+tab", "shift+tab")
            assert app.focused is notes(app)


@pytest.mark.long
async def test_zoom_toggles_between_one_pane_and_all_panes(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "z")
        assert [pane.display for pane in (articles(app), reading(app), tags(app), notes(app))] == [
            False,
            True,
            False,
            False,
        ]
        await press(pilot, "z")
        assert all(pane.display for pane in (articles(app), reading(app), tags(app), notes(app)))


async def test_tab_skips_a_hidden_pane_until_it_is_shown_again(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "f4", "tab", "tab")
        assert not tags(app).display
        assert notes(app).has_focus
        await press(pilot, "f4")
        assert tags(app).has_focus


@pytest.mark.long
async def test_the_last_visible_pane_cannot_be_hidden(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "backslash", "backslash", "backslash", "backslash")
        assert [pane.display for pane in (articles(app), reading(app), tags(app), notes(app))].count(
            True
        ) == 1
        await seen(pilot, "last pane")


async def test_a_terminal_that_is_too_small_shows_the_required_size(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=(20, 5)) as pilot:
        await settled(pilot)
        assert "Pizhu needs a" in shown(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "春天的小站" in shown(app)


async def test_keys_still_work_in_a_terminal_that_is_too_small(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=(20, 5)) as pilot:
        await press(pilot, "j", "j", "q")
        assert not app.is_running


@pytest.mark.long
async def test_a_pane_that_is_alone_names_the_others_with_their_keys(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, "f3 Reading  f4 Tags  f5 Notes")
        await press(pilot, "f4")
        await seen(pilot, "f2 Articles  f3 Reading  f5 Notes")
        assert tags(app).has_focus
        await pilot.click(offset=(NARROW[0] - 8, 0))
        await happened(pilot, lambda: notes(app).has_focus)
        await press(pilot, "f4")
        await pilot.resize_terminal(40, 10)
        await seen(pilot, "tab Notes")
        await pilot.resize_terminal(*WIDE)
        await settled(pilot)
        assert "f2 Articles" not in shown(app)


@pytest.mark.long
async def test_every_empty_pane_says_what_to_do(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for words in ("Press I to import", "No text is open.", "No tags yet: press t", "No text is open:"):
            await seen(pilot, words)
