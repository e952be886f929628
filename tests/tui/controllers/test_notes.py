"""Notes by keys, on annotations and on articles."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from store.library import Library
from tests.tui.reader import NARROW, WIDE, notes, press, reader, seen, shown
from tui.dialogs.note import NoteDialog

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_a_note_on_a_sentence_is_saved_and_listed_in_the_notes_pane(
    library: Library, another: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "V", "c", *"short stop", "ctrl+s")
        (mark,) = another.annotations.of(station)
        assert (mark.exact, mark.note) == ("列车每天只停两分钟。", "short stop")
        assert notes(app).option_count == 1
        assert "short stop" in shown(app)


@pytest.mark.long
async def test_c_edits_the_note_of_the_annotation_under_the_cursor_or_of_the_article(
    library: Library, station: str
) -> None:
    library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "]", "a", "c", *" two", "ctrl+s")
        assert library.annotations.of(station)[0].note == "one two"
        await press(pilot, "g", "g", "c", *"whole", "ctrl+s")
        assert library.articles.get(station).note == "whole"


@pytest.mark.long
async def test_discarding_an_unsaved_note_takes_a_second_escape(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "c", *"begun", "escape")
        await seen(pilot, "Not saved yet")
        await press(pilot, "escape")
        assert "begun" not in shown(app)
        assert library.articles.get(station).note == ""


@pytest.mark.long
async def test_a_note_that_cannot_be_saved_stays_in_the_dialog(
    library: Library, another: Library, station: str
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "]", "a", "c", *" mine")
        another.annotations.edit(station, mark.id, note="theirs")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, NoteDialog)
        assert app.screen.query_one(TextArea).text == "one mine"
        assert library.annotations.of(station)[0].note == "theirs"


@pytest.mark.long
async def test_g_t_completes_the_to_do_of_the_note_under_the_cursor(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="- [ ] 查时刻表")
    library.articles.write_note(station, "- [ ] 重读")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "]", "a", "g", "t")
        await seen(pilot, "Done: 查时刻表")
        await press(pilot, "g", "g", "g", "t")
        await seen(pilot, "Done: 重读")
        assert library.annotations.of(station)[0].note == "- [x] 查时刻表"
        assert library.articles.get(station).note == "- [x] 重读"
