"""Keys typed in sequence, or before and after a paste."""

from __future__ import annotations

import asyncio

import pytest
from textual.events import Key, Paste

from store.library import Library
from tests.tui.reader import NARROW, WIDE, articles, press, reader, reading, seen, shown, tags
from tui.keys import key_queue
from tui.palette.dialog import PaletteDialog
from tui.panes.find_bar import FindBar
from tui.panes.finding import Findable

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_a_paste_is_handled_after_the_keys_typed_before_it(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for event in [Key("c", "c"), Paste("粘贴的话"), Key("ctrl+s", None)]:
            app.post_message(event)
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == "粘贴的话"


@pytest.mark.long
async def test_an_unknown_sequence_is_ignored_and_disappears_from_the_footer(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g")
        await seen(pilot, "g · ")
        await press(pilot, "x")
        assert "g · " not in shown(app)
        await press(pilot, "g", "q")
        assert reading(app).has_focus
        await press(pilot, "q")
        assert articles(app).has_focus


async def test_escape_cancels_pinning_a_tag(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "j", "p", "escape")
        assert "pinned" not in shown(app)
        assert tags(app).has_focus


@pytest.mark.long
async def test_keys_typed_ahead_wait_for_a_find_bar_that_opens_slowly(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine the first letters once went to the reading pane, so that "e:(" was not found.
    opened = FindBar.open

    async def open_slowly(self: FindBar, pane: Findable) -> None:
        await asyncio.sleep(1)
        await opened(self, pane)

    monkeypatch.setattr(FindBar, "open", open_slowly)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "列车")
        for event in [
            Key("slash", "/"),
            Key("r", "r"),
            Key("e", "e"),
            Key("colon", ":"),
            Key("left_parenthesis", "("),
            Key("enter", "\r"),
        ]:
            app.post_message(event)
        await seen(pilot, "( is not a regular expression")
        assert "ot found" not in shown(app)


async def test_a_key_in_a_dialog_without_focus_does_not_wait_for_a_focus(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A click beside the widgets takes the focus away. Each key then waited ten seconds, and here for ever.
    monkeypatch.setattr(key_queue, "CHECKS", 10**9)
    monkeypatch.setattr(key_queue, "DIALOG_CHECKS", 10**9)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I")
        app.screen.set_focus(None)
        await press(pilot, "escape")
        assert articles(app).has_focus


@pytest.mark.long
async def test_keys_typed_before_the_first_screen_wait_for_it(library: Library, station: str) -> None:
    app = reader(library)
    for key in [Key("e", "e"), Key("甲", "甲"), Key("enter", "\r")]:
        app._key_queue.type(key)  # noqa: SLF001 - the terminal is read before the app handles messages
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, "Corrected")
    assert library.articles.get(station).title == "春天的小站甲"


@pytest.mark.long
async def test_only_keys_of_other_scopes_bubble_up_from_a_pane(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "l", "ctrl+p")
        handled = reading(app).handled_key
        assert handled is not None
        assert handled.key == "l"
        assert isinstance(app.screen, PaletteDialog)
