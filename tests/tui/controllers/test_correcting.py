"""Correcting the title, authors, date and other fields of an article in the reader."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual import events

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, press, reader, seen, settled
from tui.dialogs.base.field_area import FieldArea

pytestmark = pytest.mark.asyncio


@pytest.fixture
def article(library: Library) -> str:
    piece = replace(draft("渡船又开了。", title="渡口"), date="2020-03-24", source="河湾报")
    return library.articles.add(piece)[0]


@pytest.mark.long
async def test_e_in_the_list_corrects_an_article(library: Library, article: str) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "e")
        await seen(pilot, "Address")
        await press(pilot, *"新开", "down", "down", "down", "down", *"李明", "space", *"王芳", "enter")
        await seen(pilot, "Corrected")
        now = library.articles.get(article)
        assert (now.title, now.authors, now.date) == ("渡口新开", ("李明", "王芳"), "2020-03-24")
        assert now.corrected == ("title", "authors")
        await press(pilot, "u")
        assert library.articles.get(article).title == "渡口"


@pytest.mark.long
async def test_a_bad_value_is_told_and_what_was_typed_stays(library: Library, article: str) -> None:
    app = reader(library, article=article)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "g", "e", *["tab"] * 5, *"x", "enter")
        await seen(pilot, "than a date can hold")
        await press(pilot, "escape")
        await seen(pilot, "Not saved yet")
        await press(pilot, "backspace", *"12", "enter")
        await seen(pilot, "is not a date")
        await press(pilot, "escape", "escape")
        assert library.articles.get(article).date == "2020-03-24"
        assert len(app.screen_stack) == 1


@pytest.mark.long
async def test_a_pasted_title_becomes_one_line(library: Library, article: str) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e")
        area = app.screen.query(FieldArea).first()
        area.post_message(events.Paste("上\n下\x1b"))
        await settled(pilot)
        await press(pilot, "enter")
        assert library.articles.get(article).title == "渡口上 下"


@pytest.mark.long
async def test_a_field_changed_elsewhere_is_asked_again(library: Library, article: str) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "e", *"甲")
        library.articles.correct(article, {"title": "乙", "source": "别的报"})
        await press(pilot, "enter")
        await seen(pilot, "changed elsewhere meanwhile to “乙”")
        await press(pilot, "enter")
        now = library.articles.get(article)
        assert (now.title, now.source) == ("渡口甲", "别的报")


@pytest.mark.long
async def test_an_article_removed_meanwhile_is_told(library: Library, article: str) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "e", *"甲")
        library.articles.remove([article])
        await press(pilot, "enter")
        await seen(pilot, "not in the library any more")
        assert len(app.screen_stack) == 1


@pytest.mark.long
async def test_fields_stay_one_line_high_whatever_was_opened_before(library: Library, article: str) -> None:
    app = reader(library, article=article)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "g", "e", "escape", "B", "escape", "E", "escape", "g", "e")
        for size in [(40, 14), WIDE, NARROW]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert {area.size.height for area in app.screen.query(FieldArea)} == {1}
        await press(pilot, *["down"] * 5, "x", "enter")
        await seen(pilot, "than a date can hold")
        assert {area.size.height for area in app.screen.query(FieldArea)} == {1}
