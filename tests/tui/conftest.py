"""What tests of the reader share: a loop that tells when it is quiet, in place of waiting by the clock."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import textual.app
import textual.pilot
import textual.screen

from tests.tui import painting
from tests.tui.quiet_loop import REPAINT, QuietLoopPolicy, quiet

A_DAY = 86_400.0
"""Seconds."""


def pytest_configure() -> None:
    """Have every event loop be one that can tell when it is quiet, those that Textual makes too."""
    asyncio.set_event_loop_policy(QuietLoopPolicy())


@pytest.fixture(autouse=True)
def _without_waiting_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.app, "wait_for_idle", quiet)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", quiet)
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", REPAINT)


@pytest.fixture(autouse=True)
def _painting_is_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual._compositor.Compositor.render_update", painting.put_off)


@pytest.fixture(autouse=True)
def _messages_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages lie over the text until others take their place: a busy machine may be slower than they."""
    notify = textual.app.App.notify

    def notifying(self: textual.app.App[None], message: str, **how: Any) -> None:
        notify(self, message, **{**how, "timeout": A_DAY})

    monkeypatch.setattr(textual.app.App, "notify", notifying)
