"""Whatever is typed as the name of a file, the reader answers with a sentence."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from store.library import Library
from tests.tui.reader import WIDE, press, reader, seen, settled
from tui.dialogs.export import ExportDialog
from tui.dialogs.importing import ImportDialog

pytestmark = pytest.mark.asyncio

NAMES = ["x" * 5_000 + ".md", "a/" * 3_000 + "b.md", "~nosuchuser/x.md", "~", "\0.md", "a\0b/c.md", "/", "."]


@pytest.mark.long
@pytest.mark.parametrize("key", ["E", "I"])
async def test_any_name_of_a_file_is_answered(library: Library, station: str, key: str) -> None:
    folders = ("~", "/", ".")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for name in NAMES:
            if key == "I" and name in folders:
                continue  # they would be imported
            await press(pilot, key)
            app.screen.query_one(Input).value = name
            await settled(pilot)
            assert isinstance(app.screen, ExportDialog | ImportDialog)
            await press(pilot, "enter")
            assert app.is_running
            if isinstance(app.screen, ExportDialog | ImportDialog):
                await press(pilot, "escape")


async def test_a_name_that_is_too_long_is_told(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for key in ("I", "E"):
            await press(pilot, key)
            app.screen.query_one(Input).value = NAMES[0]
            await press(pilot, "enter")
            await seen(pilot, "name too long")
            await press(pilot, "escape")
