"""The rows of the notes pane."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.tui.reader import WIDE, press, reader, reading

pytestmark = pytest.mark.asyncio


async def test_enter_in_the_notes_pane_moves_the_cursor_to_the_annotated_text(
    library: Library, station: str
) -> None:
    library.annotations.annotate_quote(station, "列车", note="一")
    mark = library.annotations.annotate_quote(station, "油菜花", note="二")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "G", "enter")
        assert reading(app).has_focus
        assert reading(app).cursor == mark.start
