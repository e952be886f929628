"""Configuration of the reader's tests: wait for an idle event loop instead of fixed delays."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import textual.app
import textual.pilot
import textual.screen

from tests.tui import painting
from tests.tui.quiet_loop import REPAINT, QuietLoopPolicy, quiet
from tests.tui.style_sheets import parse_once

A_DAY = 86_400.0
"""Seconds."""


def pytest_configure() -> None:
    """Make every event loop a :class:`QuietLoop`, including those that Textual creates."""
    asyncio.set_event_loop_policy(QuietLoopPolicy())


@pytest.fixture(autouse=True)
def _waits_for_quiet_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.app, "wait_for_idle", quiet)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", quiet)
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", REPAINT)


@pytest.fixture(autouse=True)
def _painting_is_deferred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual._compositor.Compositor.render_update", painting.put_off)


@pytest.fixture(autouse=True)
def _style_sheets_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.css.stylesheet.Stylesheet._parse_rules", parse_once)


@pytest.fixture(autouse=True)
def _notifications_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep notifications on the screen until newer ones replace them, so that slow machines see them."""
    notify = textual.app.App.notify

    def notifying(self: textual.app.App[None], message: str, **how: Any) -> None:
        notify(self, message, **{**how, "timeout": A_DAY})

    monkeypatch.setattr(textual.app.App, "notify", notifying)
