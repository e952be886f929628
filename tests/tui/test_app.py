"""The app as a whole: first start, empty library, command palette, untrusted text, notifications."""

from __future__ import annotations

import re

import pytest
from textual import events

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, article_shown, articles, press, reader, seen, settled, shown
from tui.screen import MainScreen

pytestmark = pytest.mark.asyncio


async def test_an_empty_library_explains_how_to_import(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await settled(pilot)
        assert "No articles yet" in shown(app)
        assert "pizhu import FILE" in shown(app)


@pytest.mark.long
async def test_every_key_is_harmless_in_an_empty_library(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for key in [
            "enter",
            "j",
            "G",
            "t",
            "c",
            "x",
            "s",
            "S",
            "escape",
            "m",
            "u",
            "ctrl+r",
            "tab",
            "w",
            "b",
            "V",
            "t",
            "s",
            "c",
            "x",
            "B",
            "]",
            "a",
            "tab",
            "enter",
            "tab",
            "enter",
            "c",
            "x",
        ]:
            await press(pilot, key)
        await settled(pilot)
        assert app.is_running
        assert library.articles.count() == 0


@pytest.mark.long
async def test_starters_are_added_once_and_a_removed_one_does_not_return(library: Library) -> None:
    app = reader(library, starters=True)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "Articles 10")
        await app.workers.wait_for_complete()
        await settled(pilot)
        count = library.articles.count()
        assert sum(row.annotations > 0 for row in library.articles.rows()) >= 6
        assert articles(app).cursor == 0
        assert article_shown(app) == library.articles.rows()[0].id
        await press(pilot, "x")
        assert library.articles.count() == count - 1
    app = reader(library, starters=True)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await app.workers.wait_for_complete()
        await settled(pilot)
        assert library.articles.count() == count - 1


@pytest.mark.long
async def test_the_palette_finds_an_action_by_name(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "ctrl+p", *"star art")
        await seen(pilot, "Star this article, or remove the star")
        await press(pilot, "enter")
        await seen(pilot, "✶")
        assert library.articles.get(station).starred


@pytest.mark.long
async def test_article_text_is_not_interpreted_as_markup_or_escape_sequences(library: Library) -> None:
    article, _ = library.articles.add(draft("[/图片]\x1b]0;owned\x07[red]红[/red]"))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t")
        await seen(pilot, "Tag 「[/图片]␛]0;owned␇[red]红[/red]」")
        await press(pilot, "x", "enter")
        await seen(pilot, "Tagged x: 「[/图片]␛]0;owned␇")
        await press(pilot, "c", "escape", "T", "escape")
        assert "\x1b" not in shown(app)


async def test_no_line_of_a_toast_begins_with_a_comma(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        for length in (1, 2):
            app.notify("水" * length + "水退了，" * 30, markup=False)
            await settled(pilot)
        await seen(pilot, "水退了，")
        assert not any(line.lstrip(" │▌").startswith("，") for line in shown(app).splitlines())


@pytest.mark.long
async def test_what_is_said_again_of_a_server_is_one_toast(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql://lin@host/letters"
    monkeypatch.setattr(library, "location", address)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        app.notify("another matter", timeout=60, markup=False)
        for reason in ("connection refused", "connection refused", "starting up"):
            app.notify(f"The server of {address} cannot be reached ({reason}).", timeout=60, markup=False)
            await settled(pilot)
        await seen(pilot, "starting up")
        assert "refused" not in shown(app)
        assert "another matter" in shown(app)
        app.notify(f"The connection to {address} is back.", timeout=60, markup=False)
        await seen(pilot, "is back")
        await settled(pilot)
        assert "starting up" not in shown(app)


@pytest.mark.long
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


@pytest.mark.long
async def test_a_second_click_beside_the_palette_closes_nothing_else(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "ctrl+p")
        for _ in range(2):
            app.screen.post_message(events.Click(app.screen, 1, 50, 0, 0, 1, False, False, False))
        await settled(pilot)
        assert app.is_running
        assert isinstance(app.screen, MainScreen)


@pytest.mark.long
@pytest.mark.parametrize("size", [(1, 1), (20, 2), (80, 3)])
async def test_turning_pages_in_a_terminal_without_room_is_harmless(
    library: Library, station: str, size: tuple[int, int]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for keys in (
            ["ctrl+p", "pagedown", "pageup"],
            ["tab", "tab", "pagedown", "pageup"],
            ["E", "pagedown"],
        ):
            await press(pilot, keys[0])
            await pilot.resize_terminal(*size)
            await press(pilot, *keys[1:], "escape")
            await pilot.resize_terminal(*WIDE)
            await settled(pilot)
        assert app.is_running
