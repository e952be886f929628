"""Results that a worker reads for a dialog are shown while it is open and dropped afterwards."""

from __future__ import annotations

from threading import Event

import pytest
from textual.app import App
from textual.screen import ModalScreen

from store.errors import UsageError
from tests.tui.reader import PATIENCE, happened
from tui.controllers.shared.lookups import look_up


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("closed", [False, True])
async def test_a_result_is_shown_only_while_its_dialog_is_open(closed: bool, fails: bool) -> None:
    gate = Event()
    shown: list[str] = []

    def read() -> str:
        assert gate.wait(PATIENCE)
        if fails:
            raise UsageError("no")
        return "yes"

    app: App[None] = App()
    async with app.run_test() as pilot:
        dialog = ModalScreen[None]()
        await app.push_screen(dialog)
        look_up(app, dialog, read, shown.append, shown.append)
        if closed:
            dialog.dismiss(None)
        gate.set()
        await app.workers.wait_for_complete()
        expected = [] if closed else ["no"] if fails else ["yes"]
        await happened(pilot, lambda: shown == expected)
