"""Slips of the finger: keys that mean nothing where they are pressed, and what the screen says to them."""

from __future__ import annotations

import re

import pytest
from textual.app import App

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, articles, press, reader, reading, seen, settled, shown, tags
from tui.dialogs.tagging import TaggingDialog

pytestmark = pytest.mark.asyncio


def bottom(app: App[None]) -> str:
    """What the bottom line tells, beside the keys."""
    return " ".join(shown(app).splitlines()[-1].split())


async def test_an_unknown_sequence_is_ignored_and_disappears_from_the_footer(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g")
        await seen(pilot, "g · ")
        await press(pilot, "x")
        assert "g · " not in shown(app)
        await press(pilot, "g", "escape")
        assert reading(app).has_focus
        await press(pilot, "escape")
        assert articles(app).has_focus


async def test_escape_cancels_pinning_a_tag(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "j", "p", "escape")
        assert "pinned" not in shown(app)
        assert tags(app).has_focus


async def test_g_t_completes_the_to_do_of_the_note_under_the_cursor(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="- [ ] 查时刻表")
    library.articles.write_note(station, "- [ ] 重读")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "]", "a", "g", "t")
        await seen(pilot, "Done: 查时刻表")
        await press(pilot, "g", "g", "g", "t")
        await seen(pilot, "Done: 重读")
        assert library.annotations.of(station)[0].note == "- [x] 查时刻表"
        assert library.articles.get(station).note == "- [x] 重读"


async def test_shift_t_tags_the_article_in_the_list(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "T", *"sxq")
        assert isinstance(app.screen, TaggingDialog)
        await press(pilot, "enter")
        await seen(pilot, "Tags now: sxq")
        assert not library.articles.rows()[0].starred
        assert library.articles.count() == 1


@pytest.mark.parametrize("sought", ["山", "re:("], ids=["not found", "no expression"])
async def test_not_found_is_shown_until_the_next_motion(library: Library, station: str, sought: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=False, size=WIDE) as pilot:
        await press(pilot, "w")
        before = bottom(app)
        await press(pilot, "/", *sought, "enter")
        assert len(bottom(app)) > len(before)
        assert reading(app).outcome
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


async def test_at_most_the_three_newest_notifications_are_shown(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        for number in range(7):
            app.notify(f"message {number}", timeout=60, markup=False)
        await seen(pilot, "message 6")
        await settled(pilot)
        assert re.findall(r"message (\d)", shown(app)) == ["4", "5", "6"]
        await press(pilot, "?")
        await seen(pilot, "Help")
        await seen(pilot, "message 6")
        assert "message 3" not in shown(app)
