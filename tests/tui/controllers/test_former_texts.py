"""Looking at the texts that an article had before it was updated."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, press, reader, seen, settled, shown

pytestmark = pytest.mark.asyncio

WORDS = "渡口的船工把缆绳解开，船头慢慢转过去，对岸的鸡叫了三遍。"


@pytest.fixture
def article(library: Library) -> str:
    article = ""
    for minutes in ("两", "三", "四"):
        piece = draft(f"{WORDS}船{minutes}刻钟来一次。", title="渡口", origin="/tmp/渡口.txt")
        article = library.articles.add(replace(piece))[0]
    return article


@pytest.mark.parametrize("is_open", [True, False], ids=["in the text", "in the list"])
async def test_earlier_texts_are_listed_and_shown(library: Library, article: str, is_open: bool) -> None:
    app = reader(library, article=article if is_open else None)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "g", "h")
        await seen(pilot, "Earlier texts of")
        await seen(pilot, "2  until")
        await press(pilot, "j", "enter")
        await seen(pilot, "船两刻钟来一次")
        await press(pilot, "x", "escape")
        assert "船两刻钟" not in shown(app)
        await press(pilot, "enter")
        await seen(pilot, "船两刻钟来一次")
        await press(pilot, "escape", "escape")
        assert len(app.screen_stack) == 1
    assert "四刻钟" in library.articles.get(article).text


async def test_an_article_without_earlier_texts_is_told_so(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "g", "h")
        await seen(pilot, "no earlier text")
        await press(pilot, "enter", "escape")
        await settled(pilot)
        assert len(app.screen_stack) == 1
