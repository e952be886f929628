"""Suggested tags in the reader: shown with their reasons, applied or dismissed by a key."""

from __future__ import annotations

from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from store.errors import PizhuError
from store.library import Library
from store.suggestions import for_article as of_article
from store.suggestions.suggestion import Suggestion
from tests.conftest import draft
from tests.tui.reader import (
    NARROW,
    PATIENCE,
    WIDE,
    happened,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
    typed,
)
from tui.dialogs.suggestions import LOOKING, SuggestionsDialog

pytestmark = pytest.mark.asyncio


@pytest.fixture
def here(library: Library) -> str:
    """Return an article that shares words with a tagged article."""
    there, _ = library.articles.add(draft("銀行在東邊，银行很大。银行大厅空了。", title="乙"))
    library.annotations.annotate_quote(there, "銀行", tags=["地方"])
    library.annotations.annotate_quote(there, "银行", tags=["地方"])
    library.annotations.annotate_quote(there, "银行大厅", tags=["屋子"])
    return library.articles.add(draft("银行关门了。", title="甲"))[0]


async def found(pilot: Pilot[None]) -> SuggestionsDialog:
    """Wait until the dialog shows its suggestions."""
    await pilot.app.workers.wait_for_complete()
    await settled(pilot)
    dialog = pilot.app.screen
    assert isinstance(dialog, SuggestionsDialog)
    assert str(LOOKING) not in shown(pilot.app)
    return dialog


@pytest.mark.long
async def test_enter_applies_a_suggestion_to_the_selection_in_one_step(library: Library, here: str) -> None:
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "s")
        await found(pilot)
        assert "the same words in “乙”, and 1 more" in shown(app)
        assert "part of 「银行大厅」 in “乙”" in shown(app)
        assert library.annotations.of(here) == ()
        await press(pilot, "enter")
        await seen(pilot, "Tagged 地方")
        (mark,) = library.annotations.of(here)
        assert (mark.exact, mark.tags) == ("银行", ("地方",))
        assert reading(app).selection is None
        await press(pilot, "u")
        assert library.annotations.of(here) == ()


@pytest.mark.long
async def test_several_suggestions_are_applied_together_and_repeated_by_dot(
    library: Library, here: str
) -> None:
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "}", "v", "l", "s")
        await found(pilot)
        await press(pilot, "space", "space", "enter")
        await seen(pilot, "Tagged 地方 屋子")
        await press(pilot, "e", "l", "v", "l", ".")
        assert [mark.tags for mark in library.annotations.of(here)] == [("地方", "屋子")] * 2


@pytest.mark.long
async def test_a_dismissed_suggestion_returns_after_undo(library: Library, here: str) -> None:
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "s")
        dialog = await found(pilot)
        await press(pilot, "j", "d")
        await seen(pilot, "屋子 will not be suggested here again")
        assert dialog.query_one(OptionList).option_count == 1
        await press(pilot, "d")
        await seen(pilot, "Nothing else to suggest")
        assert library.dismissals.of_words("银行") == {"地方", "屋子"}
        await press(pilot, "d", "space", "enter", "escape", "s")
        await seen(pilot, "neither these words nor similar ones")
        await press(pilot, "escape", "u", "s")
        await found(pilot)
        await seen(pilot, "地方")
        assert library.dismissals.of_words("银行") == {"屋子"}
        assert library.annotations.of(here) == ()


@pytest.mark.long
async def test_only_tags_that_an_annotation_lacks_are_suggested(library: Library, here: str) -> None:
    mark = library.annotations.annotate_quote(here, "银行", tags=["地方"], note="记下")
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "]", "a", "s")
        await found(pilot)
        await press(pilot, "enter")
        await seen(pilot, "Tagged 屋子")
        (now,) = library.annotations.of(here)
        assert (now.id, now.tags, now.note) == (mark.id, ("地方", "屋子"), "记下")


@pytest.mark.long
async def test_keywords_are_suggested_for_an_article_from_the_list_and_the_text(library: Library) -> None:
    here, _ = library.articles.add(draft("雨燕在檐下做窝，鼓楼的雨燕四月回来。雨燕飞得快。", title="鸟"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "s")
        await found(pilot)
        assert "keyword: 3 times here" in shown(app)
        assert "new tag" in shown(app)
        await press(pilot, "enter")
        await seen(pilot, "Tags: 雨燕")
        assert library.articles.get(here).tags == ("雨燕",)
        await press(pilot, "enter", "s")
        dialog = await found(pilot)
        offered = [str(option.prompt) for option in dialog.query_one(OptionList).options]
        assert not any(words.split()[0] == "雨燕" for words in offered)
        await press(pilot, "d")
        assert len(library.dismissals.of_article(here)) == 1


@pytest.mark.long
async def test_the_dialog_opens_immediately_and_can_be_closed_during_the_search(
    library: Library, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, done = Event(), Event()

    def slow(*_: object) -> list[Suggestion]:
        assert go_on.wait(PATIENCE)
        done.set()
        return []

    monkeypatch.setattr(of_article, "suggest_for_article", slow)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await typed(pilot, "s")
        await seen(pilot, str(LOOKING))
        await typed(pilot, "enter", "space", "d", "j", "escape")
        await happened(pilot, lambda: not isinstance(app.screen, SuggestionsDialog))
        go_on.set()
        await happened(pilot, done.is_set)
        await settled(pilot)
        assert app.is_running
        assert library.articles.get(here).tags == ()


@pytest.mark.long
async def test_an_error_is_shown_in_the_dialog(
    library: Library, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[Suggestion]:
        raise PizhuError("Keywords cannot be found today.")

    monkeypatch.setattr(of_article, "suggest_for_article", broken)
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "s")
        await seen(pilot, "Keywords cannot be found today.")


@pytest.mark.long
async def test_markup_and_long_names_are_shown_literally_on_a_narrow_screen(library: Library) -> None:
    there, _ = library.articles.add(draft("银行在东边。", title="[red]题\x07目" + "长" * 60))
    library.annotations.annotate_quote(there, "银行", tags=["[b]" + "很长的标签" * 15])
    here, _ = library.articles.add(draft("银行关门了。", title="甲"))
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=(40, 12)) as pilot:
        await press(pilot, "}", "v", "l", "s")
        await found(pilot)
        assert "[b]很长" in shown(app)
        assert "[red]题" in shown(app)
        await pilot.resize_terminal(120, 40)
        await seen(pilot, "the same words in “[red]题")
