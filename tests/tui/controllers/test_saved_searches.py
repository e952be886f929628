"""Saved searches in the reader: saved from the filter and the search, shown, renamed, removed."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, articles, press, reader, seen, shown
from tui.panes.folders.smart_folders import Folder

pytestmark = pytest.mark.asyncio


@pytest.fixture
def shelf(library: Library) -> list[str]:
    """Three articles, of which two have the word 门 and one a tag."""
    made = [
        library.articles.add(draft(text, title=title))[0]
        for text, title in (("银行开门了。", "银行"), ("车站关门了。", "车站"), ("集市搬走了。", "集市"))
    ]
    library.articles.tag(made[0], ["服务"])
    return made


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.controllers.filters.saved_searches.PAUSE", 0)


def saved(library: Library) -> dict[str, str]:
    return {each.search: each.query for each in library.searches.all()}


def folders(app: object) -> dict[str, int | None]:
    shown_now: tuple[Folder, ...] = articles(app).folders  # type: ignore[arg-type]
    return {each.name: each.articles for each in shown_now}


@pytest.mark.long
async def test_a_filter_is_saved_from_its_dialog_and_shown_as_a_folder_with_its_count(
    library: Library, shelf: list[str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g", "/")
        await press(pilot, *"门", "ctrl+s")
        await seen(pilot, "Name of the saved search")
        await press(pilot, *"有门", "enter")
        await seen(pilot, "Articles 2 of 3")
        await seen(pilot, "@有门")
        assert saved(library) == {"有门": "门"}
        assert folders(app) == {"有门": 2}
        await press(pilot, "escape", "u")
        await seen(pilot, "Articles 3")
        assert saved(library) == {}
        await press(pilot)
        assert "@有门" not in shown(app)


@pytest.mark.long
async def test_a_folder_shows_its_articles_is_renamed_and_removed_by_the_keys_of_articles(
    library: Library, shelf: list[str]
) -> None:
    library.searches.save("丙", "门")
    library.searches.save("乙", "@丙 tag:服务")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, "@乙")
        await press(pilot, "g", "g", "k", "enter")
        await seen(pilot, "Articles 1 of 3")
        assert articles(app).border_subtitle == "@乙"
        await press(pilot, "escape", "g", "g", "k", "k", "g", "S", "space")
        await seen(pilot, "This is a saved search")
        assert not any(row.starred for row in library.articles.rows_of(shelf))
        assert not articles(app).picked_articles
        await press(pilot, "e")
        await seen(pilot, "Rename the saved search “丙”")
        await press(pilot, "ctrl+u", *"乙", "enter")
        await seen(pilot, "There is a saved search “乙” already")
        await press(pilot, "ctrl+u", *"丁", "enter")
        await press(pilot)
        assert saved(library) == {"丁": "门", "乙": "@丁 tag:服务"}
        await press(pilot, "x")
        assert (len(saved(library)), library.articles.count()) == (1, 3)


@pytest.mark.long
async def test_counts_follow_changes_and_a_query_that_is_not_valid_any_more_is_marked(
    library: Library, shelf: list[str]
) -> None:
    library.searches.save("服务", "tag:服务")
    library.searches.save("式样", "/[开关]门/")
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert folders(app) == {"服务": 1, "式样": 2}
        library.articles.tag(shelf[1], ["服务"])
        await press(pilot)
        assert folders(app) == {"服务": 2, "式样": 2}
        library.codebook.delete("服务")
        await press(pilot)
        assert [(each.name, bool(each.error)) for each in articles(app).folders] == [
            ("式样", False),
            ("服务", True),
        ]


@pytest.mark.long
async def test_the_rest_of_many_searches_is_listed_and_chosen_in_a_dialog(
    library: Library, shelf: list[str]
) -> None:
    for number in range(8):
        library.searches.save(f"第{number}", "门" if number == 7 else "集市")
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await seen(pilot, "… 4 more")
        await press(pilot, "g", "g", "k", "enter")
        await seen(pilot, "enter show · e rename · x remove · esc close")
        await press(pilot, *"jjjjjjj", "enter")
        await seen(pilot, "Articles 2 of 3")


@pytest.mark.long
async def test_a_search_is_used_by_name_in_the_command_line_the_palette_the_filter_and_the_search(
    library: Library, shelf: list[str]
) -> None:
    library.searches.save("有门", "门")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await seen(pilot, "@有门")
        await press(pilot, "colon", *"filter @有门 -tag:服务", "enter")
        await seen(pilot, "Articles 1 of 3")
        await press(pilot, "escape", "ctrl+p", *"youmen", "enter")
        await seen(pilot, "Articles 2 of 3")
        await press(pilot, "escape", "g", "/", *"youmen", "enter")
        await seen(pilot, "Articles 2 of 3")
        await press(pilot, "S", *"@有门 -tag:服务", "ctrl+s")
        await seen(pilot, "Name of the saved search")
        await press(pilot, *"新", "enter")
        await seen(pilot, "Saved the search “新”")
        assert saved(library)["新"] == "@有门 -tag:服务"
        await seen(pilot, "1 Articles 1")
