"""Articles by keys: opened, tagged, removed, corrected; reading position and status."""

from __future__ import annotations

import pytest

from store.library import Library
from store.model.article import BlockKind, Status
from tests.conftest import STATION, draft
from tests.tui.reader import WIDE, article_shown, press, reader, reading, seen, settled
from tui.dialogs.tagging import TaggingDialog

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_the_kind_of_a_paragraph_can_be_corrected(library: Library) -> None:
    article, _ = library.articles.add(draft("林夏", "正文在这里，写了一句话。"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "B", "k", "k", "k", "enter")
        assert library.articles.get(article).blocks[1].kind is BlockKind.BYLINE
        assert library.articles.get(article).authors == ("林夏",)


@pytest.mark.long
async def test_the_reading_position_is_restored_when_an_article_is_reopened(
    library: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "G")
    assert library.articles.get(station).position == len(STATION.text) - 1
    assert library.articles.get(station).status is Status.READING
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await settled(pilot)
        assert reading(app).cursor == len(STATION.text) - 1
        assert reading(app).has_focus


async def test_highlighting_an_article_in_the_list_leaves_it_unread(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "j", "k")
    assert library.articles.get(station).status is Status.UNREAD


async def test_opening_one_article_leaves_the_others_unread(library: Library, station: str) -> None:
    library.articles.add(draft("第二篇的话。", title="第二篇"))
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "w", "tab")
    assert [row.status for row in library.articles.rows()] == [Status.UNREAD, Status.READING]


@pytest.mark.long
async def test_removing_the_article_being_read_shows_the_next(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("第二篇的话。", title="第二篇"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "x")
        assert [row.id for row in library.articles.rows()] == [station]
        assert article_shown(app) == station
        await press(pilot, "u")
        assert [row.id for row in library.articles.rows()] == [other, station]


@pytest.mark.long
async def test_shift_t_tags_the_article_in_the_list(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "T", *"sxq")
        assert isinstance(app.screen, TaggingDialog)
        await press(pilot, "enter")
        await seen(pilot, "Tags: sxq")
        assert not library.articles.rows()[0].starred
        assert library.articles.count() == 1
