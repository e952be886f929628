"""Dialogs in low and narrow terminals: lists have room, and key hints are whole."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from store.library import Library
from tests.tui.reader import press, reader, settled, shown
from tui.dialogs.base.dialog import fitted_hints


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "↑ ↓ format · tab articles · enter write · esc cancel"),
        (40, "↑ ↓ format · enter write · esc cancel"),
        (30, "enter write · esc cancel"),
        (20, "esc cancel"),
        (3, "esc cancel"),
    ],
)
def test_hints_that_do_not_fit_are_left_out_whole(width: int, shown: str) -> None:
    assert fitted_hints("↑ ↓ format · tab articles · enter write · esc cancel", width) == shown


@pytest.mark.parametrize(("size", "rows"), [((40, 10), 4), ((30, 8), 2)])
@pytest.mark.parametrize("key", ["ctrl+p", "E"])
async def test_lists_of_dialogs_have_room_in_a_low_terminal(
    library: Library, station: str, size: tuple[int, int], rows: int, key: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=size) as pilot:
        await press(pilot, key)
        await settled(pilot)
        assert app.screen.query_one(OptionList).region.height >= (rows if key == "ctrl+p" else rows // 2)
        assert "esc c" in shown(app)
