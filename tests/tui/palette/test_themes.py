"""Themes are shown while they are highlighted in the palette."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.tui.reader import WIDE, press, reader, settled


@pytest.mark.long
async def test_a_highlighted_theme_is_shown_and_escape_gives_the_former_one_back(
    library: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        before = app.theme
        await press(pilot, "ctrl+p", *"monochrome")
        await settled(pilot)
        assert app.theme == "pizhu-monochrome"
        await press(pilot, "ctrl+u", *"undo")
        await settled(pilot)
        assert app.theme == before
        await press(pilot, "ctrl+u", *"paper")
        await settled(pilot)
        assert app.theme == "pizhu-paper"
        await press(pilot, "escape")
        await settled(pilot)
        assert app.theme == before
        await press(pilot, "ctrl+p", *"paper", "enter")
        await settled(pilot)
        assert app.theme == "pizhu-paper"
