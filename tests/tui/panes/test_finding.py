"""Searching in the reading pane: how long “not found” is shown."""

from __future__ import annotations

import pytest
from textual.app import App

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, articles, press, reader, reading, seen, settled, shown

pytestmark = pytest.mark.asyncio


def bottom(app: App[None]) -> str:
    """Return the text of the footer."""
    return " ".join(shown(app).splitlines()[-1].split())


@pytest.mark.parametrize("sought", ["山", "re:("], ids=["not found", "no expression"])
async def test_not_found_is_shown_until_the_next_motion(library: Library, station: str, sought: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=False, size=WIDE) as pilot:
        await press(pilot, "w")
        before = bottom(app)
        await press(pilot, "/", *sought, "enter")
        assert len(bottom(app)) > len(before)
        assert reading(app).find_status
        await press(pilot, "l", "h")
        assert bottom(app) == before


async def test_the_first_escape_clears_not_found_and_the_second_leaves(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=False, size=WIDE) as pilot:
        await press(pilot, "/", "x", "enter")
        await seen(pilot, "not found")
        await press(pilot, "escape")
        assert "not found" not in shown(app)
        assert reading(app).has_focus
        await press(pilot, "escape")
        assert articles(app).has_focus


async def test_not_found_is_hidden_in_other_panes_and_for_other_articles(
    library: Library, station: str
) -> None:
    library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"))
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "/", "磨", "enter")
        await seen(pilot, "Not found: 磨")
        await press(pilot, "tab")
        assert "not found" not in shown(app)
        await press(pilot, "shift+tab")
        assert "not found" not in shown(app)
        await press(pilot, "/", "月", "enter", "<")
        await seen(pilot, "磨坊停了很多年")
        await settled(pilot)
        assert "not found" not in shown(app)
        await press(pilot, "/", "磨", "enter")
        await seen(pilot, "1/2")


async def test_deleting_a_query_that_was_not_found_clears_the_status(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash", *"龘龘")
        assert "not found" in shown(app)
        await press(pilot, "backspace", "backspace")
        assert "not found" not in shown(app)
