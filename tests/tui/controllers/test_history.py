"""Undo and redo by keys."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.tui.reader import WIDE, press, reader

pytestmark = pytest.mark.asyncio


async def test_undo_reverts_the_last_change_and_redo_restores_it(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "V", "t", "x", "enter", "u")
        assert library.annotations.of(station) == ()
        await press(pilot, "ctrl+r")
        assert len(library.annotations.of(station)) == 1
