"""Where pasted text goes: into the input that has the focus, or nowhere."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from store.library import Library
from tests.tui.reader import WIDE, articles, press, reader, seen, settled
from tui.keys.paste_delivery import MAX_LINE
from tui.note_editing.editor import NoteEditor
from tui.terminal.paste_parser import MAX_PASTE, PasteTooLong

pytestmark = pytest.mark.asyncio


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste a text and wait until that is done."""
    pilot.app.post_message(Paste(text))
    await settled(pilot)


@pytest.mark.long
@pytest.mark.parametrize("before", [(), ("enter",), ("tab", "tab"), ("question_mark",)])
async def test_text_pasted_where_nothing_is_typed_is_dropped_and_told(
    library: Library, station: str, before: tuple[str, ...]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *before)
        await paste(pilot, "xq\nx")
        await seen(pilot, "Nothing to paste into here")
        assert [row.id for row in library.articles.rows()] == [station]
        assert app.is_running


async def test_lines_pasted_into_an_input_of_one_line_are_joined_with_spaces(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash")
        await paste(pilot, "油菜\n\t花 \n")
        assert app.screen.query_one(Input).value == "油菜  花 "


@pytest.mark.long
async def test_a_text_too_long_for_an_input_of_one_line_is_dropped_and_told(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash")
        await paste(pilot, "花" * (MAX_LINE + 1))
        await seen(pilot, f"Not pasted: {MAX_LINE + 1:,} characters are too many here")
        assert app.screen.query_one(Input).value == ""


@pytest.mark.long
async def test_a_long_text_is_pasted_whole_into_a_note(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "tab", "c")
        text = "花开的时候。\n" * 1000
        await paste(pilot, text)
        assert app.screen.query_one(NoteEditor).text == text


async def test_a_paste_beyond_the_limit_is_told(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await settled(pilot)
        app.post_message(PasteTooLong(MAX_PASTE + 1))
        await seen(pilot, "Not pasted: 100,001 characters are too many here")
        assert articles(app).has_focus
