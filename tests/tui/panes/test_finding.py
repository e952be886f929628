"""Searching in the reading pane: how long “not found” is shown."""

from __future__ import annotations

from threading import Event

import pytest
from textual.app import App
from textual.events import Key

from store.index.find_in_text import Finder, Finds
from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, happened, press, reader, reading, seen, settled, shown, typed
from tui.panes.articles.article_find import ArticleFind

pytestmark = pytest.mark.asyncio


def bottom(app: App[None]) -> str:
    """Return the text of the footer."""
    return " ".join(shown(app).splitlines()[-1].split())


@pytest.mark.long
@pytest.mark.parametrize("sought", ["山", "re:("], ids=["not found", "no expression"])
async def test_not_found_is_shown_until_the_next_motion(library: Library, station: str, sought: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=False, size=WIDE) as pilot:
        await press(pilot, "w")
        before = bottom(app)
        await press(pilot, "/", *sought, "enter")
        assert len(bottom(app)) > len(before)
        assert reading(app).find_status
        await press(pilot, "l", "h")
        assert bottom(app) == before


@pytest.mark.long
async def test_escape_clears_not_found_and_stays_in_the_text(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=False, size=WIDE) as pilot:
        await press(pilot, "/", "x", "enter")
        await seen(pilot, "not found")
        await press(pilot, "escape")
        assert "not found" not in shown(app)
        await press(pilot, "escape")
        assert reading(app).has_focus


@pytest.mark.long
async def test_not_found_is_hidden_in_other_panes_and_for_other_articles(
    library: Library, station: str
) -> None:
    library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"))
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "/", "磨", "enter")
        await seen(pilot, "Not found: 磨")
        await press(pilot, "tab")
        assert "not found" not in shown(app)
        await press(pilot, "shift+tab")
        assert "not found" not in shown(app)
        await press(pilot, "/", "月", "enter", "<")
        await seen(pilot, "磨坊停了很多年")
        await settled(pilot)
        assert "not found" not in shown(app)
        await press(pilot, "/", "磨", "enter")
        await seen(pilot, "1/2")


@pytest.mark.long
async def test_deleting_a_query_that_was_not_found_clears_the_status(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash", *"龘龘")
        assert "not found" in shown(app)
        await press(pilot, "backspace", "backspace")
        assert "not found" not in shown(app)


@pytest.mark.long
async def test_an_expression_that_is_too_large_is_rejected_while_it_is_typed(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash", *"re:a{1000000000}")
        await seen(pilot, "repeats too often")
        await press(pilot, "escape", "slash", *"re:站.", "enter")
        await seen(pilot, "1/1")


@pytest.mark.long
async def test_the_reader_answers_while_a_search_runs_and_what_is_typed_later_takes_its_place(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, may_end, sought = Finder.find, Event(), list[str]()

    def slow_find(finder: Finder, query: str) -> Finds:
        sought.append(query)
        assert query != "花" or may_end.wait(60)
        return find(finder, query)

    monkeypatch.setattr(Finder, "find", slow_find)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "花")
        await happened(pilot, lambda: sought == ["花"])
        await typed(pilot, "开")
        await seen(pilot, "/  花开")
        await typed(pilot, "的")
        await seen(pilot, "/  花开的")
        may_end.set()
        await seen(pilot, "1/1")
        assert sought == ["花", "花开的"]


@pytest.mark.long
async def test_keys_typed_after_enter_wait_for_the_search(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, may_end = Finder.find, Event()

    def slow_find(finder: Finder, query: str) -> Finds:
        assert may_end.wait(60)
        return find(finder, query)

    monkeypatch.setattr(Finder, "find", slow_find)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash")
        for key, character in (("花", "花"), ("enter", "\r"), ("n", "n"), ("l", "l")):
            app.post_message(Key(key, character))  # typed() would wait for the search
        await seen(pilot, "/  花")
        assert not reading(app).matches
        may_end.set()
        await settled(pilot)
        second = library.articles.get(station).text.index("花开")
        assert reading(app).cursor == second + 1


@pytest.mark.long
async def test_leaving_the_find_bar_drops_the_search_that_runs(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, began, may_end, ended = Finder.find, Event(), Event(), Event()

    def slow_find(finder: Finder, query: str) -> Finds:
        began.set()
        assert may_end.wait(60)
        ended.set()
        return find(finder, query)

    monkeypatch.setattr(Finder, "find", slow_find)
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "花")
        await happened(pilot, began.is_set)
        await typed(pilot, "escape")
        await happened(pilot, lambda: reading(app).has_focus)
        may_end.set()
        await happened(pilot, ended.is_set)
        await settled(pilot)
        assert not reading(app).matches
        assert reading(app).cursor == 0


async def test_articles_are_found_in_the_list_as_it_is_now(library: Library, station: str) -> None:
    find, lists = ArticleFind(library), [[station, "other"], ["other", station]]

    def listed() -> list[str]:
        if len(lists) > 1:
            find.forget_places()
        return lists.pop(0)

    assert await find.find(library.articles.rows()[0].title[:2], listed)
    assert find.has_places
    assert find.first_from(0) == 1
