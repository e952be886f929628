"""The tags pane: its rows, its highlight and its counts."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, notes, press, reader, reading, seen, settled, tags

pytestmark = pytest.mark.asyncio


async def test_enter_on_a_parent_tag_adds_it_to_the_article(library: Library, station: str) -> None:
    library.articles.tag(station, ["服务/线上"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab")
        await seen(pilot, "□ 服务")
        await press(pilot, "enter")
        await seen(pilot, "■ 服务")
        assert library.articles.get(station).tags == ("服务/线上", "服务")
        assert [tag.name for tag in library.codebook.tags()] == ["服务", "服务/线上"]
        await press(pilot, "enter")
        assert library.articles.get(station).tags == ("服务/线上",)


async def test_counts_follow_the_removal_and_restoration_of_articles(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    other, _ = library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"))
    library.articles.tag(other, ["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "铁路  2")
        await press(pilot, "x")
        await seen(pilot, "铁路  1")
        await press(pilot, "u")
        await seen(pilot, "铁路  2")


async def test_focusing_the_tags_or_notes_pane_highlights_the_first_row(
    library: Library, station: str
) -> None:
    library.annotations.annotate_quote(station, "列车", tags=["铁路"], note="一")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "K")
        await seen(pilot, "1 use in 1 article")
        await press(pilot, "escape", "tab", "enter")
        assert reading(app).has_focus
        assert reading(app).annotation_here is not None


async def test_empty_panes_have_no_highlighted_row(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "tab")
        assert (tags(app).highlighted, notes(app).highlighted) == (None, None)


async def test_a_click_selects_a_tag_when_none_was_highlighted(library: Library, station: str) -> None:
    library.articles.tag(station, [f"标签{number:02}" for number in range(80)])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "标签00")
        tags(app).scroll_to(y=30, animate=False)
        await seen(pilot, "标签31")
        await pilot.click(tags(app), offset=(10, 1))
        await settled(pilot)
        assert "标签30" not in library.articles.get(station).tags


async def test_deleting_a_tag_highlights_the_next_row(library: Library, station: str) -> None:
    for words in ("列车", "站长", "月台"):
        library.annotations.annotate_quote(station, words, note=f"说{words}")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "tab", "j", "x")
        await seen(pilot, "Deleted the annotation on 「站长」")
        await press(pilot, "x")
        await seen(pilot, "Deleted the annotation on 「月台」")
        assert [mark.exact for mark in library.annotations.of(station)] == ["列车"]


async def test_enter_without_an_article_shows_a_message(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "x", "tab", "tab", "enter")
        await seen(pilot, "There is no article to tag")


async def test_enter_in_the_tags_pane_toggles_a_tag_of_the_article(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲", "乙"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "g", "g", "enter")
        assert library.articles.get(station).tags == ("甲",)
        await press(pilot, "enter")
        assert set(library.articles.get(station).tags) == {"甲", "乙"}
