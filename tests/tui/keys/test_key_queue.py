"""Keys and pasted text are handled in the order in which they arrive."""

from __future__ import annotations

import pytest
from textual.events import Key, Paste

from store.library import Library
from tests.tui.reader import WIDE, reader, seen

pytestmark = pytest.mark.asyncio


async def test_a_paste_is_handled_after_the_keys_typed_before_it(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for event in [Key("c", "c"), Paste("粘贴的话"), Key("ctrl+s", None)]:
            app.post_message(event)
        await seen(pilot, "Note kept")
        assert library.articles.get(station).note == "粘贴的话"
