"""The dialog that lists the notes of the whole library."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, article_shown, press, reader, reading, seen

pytestmark = pytest.mark.asyncio


async def test_notes_of_the_library_can_be_searched_and_opened(library: Library) -> None:
    here, _ = library.articles.add(draft("银行开门。", title="甲"))
    there, _ = library.articles.add(draft("邮路很长。", title="乙"))
    library.annotations.annotate_quote(here, "开门", note="早上")
    library.annotations.annotate_quote(there, "很长", note="二十里")
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "g", "n")
        await seen(pilot, "All notes 2, newest first")
        await press(pilot, *"二十")
        await seen(pilot, "All notes 1")
        await press(pilot, "enter")
        assert article_shown(app) == there
        assert reading(app).has_focus
        assert reading(app).article is not None
        assert library.articles.get(there).text[reading(app).cursor :].startswith("很长")
        await press(pilot, "ctrl+o")
        assert article_shown(app) == here


async def test_notes_for_oneself_are_found_by_their_remarks(library: Library) -> None:
    article, _ = library.articles.add(draft("银行开门。邮路很长。", title="甲"))
    library.annotations.annotate_quote(article, "开门", note="@tester 几点？")
    library.annotations.annotate_quote(article, "很长", note="@林夏 二十里")
    library.annotations.annotate_quote(article, "银行", note="tester@example.com")
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "g", "n")
        await seen(pilot, "All notes 3, newest first")
        await press(pilot, "at", "m", "e")
        await seen(pilot, "All notes 1")
        await seen(pilot, "几点？")
        await press(pilot, "backspace", "backspace", *"林")
        await seen(pilot, "二十里")
