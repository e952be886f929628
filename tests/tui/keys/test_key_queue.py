"""Keys that are typed ahead, on a machine that is slow to open what they are meant for."""

from __future__ import annotations

import asyncio
import time

import pytest
from textual import events
from textual.keys import _character_to_key

from store.library import Library
from tests.tui.reader import reader, seen, shown
from tui.panes.reading.find_bar import FindBar


@pytest.mark.asyncio
async def test_keys_typed_ahead_wait_for_a_find_bar_that_opens_slowly(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first letters went to the reading pane, so that the rest was no regular expression any more.
    opened = FindBar.open

    async def open_slowly(self: FindBar) -> None:
        for _ in range(50):
            time.sleep(0.02)  # noqa: ASYNC251 - the loop has much to do
            await asyncio.sleep(0)
        await opened(self)

    monkeypatch.setattr(FindBar, "open", open_slowly)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=(120, 30)) as pilot:
        await seen(pilot, "列车")
        for character in "/re:(":
            app.post_message(events.Key(_character_to_key(character), character))
        app.post_message(events.Key("enter", "\r"))
        await seen(pilot, "re:( is no regular expression")
        assert "ot found" not in shown(app)
