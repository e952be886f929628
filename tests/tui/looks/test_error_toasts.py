"""Errors are shown as notifications, and the reader stays usable."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.tui.reader import WIDE, press, reader, seen, tags

pytestmark = pytest.mark.asyncio


async def test_a_failed_write_notifies_the_user_and_the_reader_stays_usable(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", full)
            await press(pilot, "V", "t", "x", "enter")
            await seen(pilot, "The disk is full")
        await press(pilot, "t", "y", "enter")
        assert [mark.tags for mark in library.annotations.of(station)] == [("y",)]


async def test_reading_goes_on_when_the_disk_is_full(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "w")
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", full)
            await press(pilot, "tab")
            await seen(pilot, "The disk is full")
        assert tags(app).has_focus
