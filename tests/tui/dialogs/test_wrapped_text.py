"""Text in a dialog is broken as the reading view breaks it."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical

from tests.tui.reader import happened
from tui.dialogs.base.wrapped_text import WrappedText

pytestmark = pytest.mark.asyncio


class Showing(App[None]):
    def compose(self) -> ComposeResult:
        with Vertical():
            yield WrappedText("水退了，" * 40)


async def test_no_line_starts_with_a_comma_at_any_width() -> None:
    app = Showing()
    async with app.run_test(size=(80, 50)) as pilot:
        text = app.query_one(WrappedText)
        for width in (80, 21, 33, 22):
            await pilot.resize_terminal(width, 50)
            await happened(pilot, lambda width=width: text.size.width == width)  # type: ignore[misc]
            lines = text.render().plain.split("\n")
            assert not any(line.startswith("，") for line in lines)
            assert text.size.height == len(lines)


async def test_an_empty_text_takes_no_line() -> None:
    app = Showing()
    async with app.run_test(size=(80, 50)) as pilot:
        text = app.query_one(WrappedText)
        text.show("")
        await happened(pilot, lambda: text.size.height == 0)
        text.show("一\x1b[31m二")
        await happened(pilot, lambda: text.size.height == 1)
        assert text.render().plain == "一␛[31m二"
