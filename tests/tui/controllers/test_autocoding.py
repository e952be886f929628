"""Autocoding: one tag on every occurrence of the selected words."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, press, reader, seen

pytestmark = pytest.mark.asyncio


async def test_every_occurrence_of_the_words_is_tagged_in_one_step(library: Library) -> None:
    here, _ = library.articles.add(draft("银行开门，银行关门。", title="甲"))
    there, _ = library.articles.add(draft("銀行在東邊。", title="乙"))
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "A")
        await seen(pilot, "in 3 places")
        await press(pilot, "a", "enter", *"place", "enter")
        await seen(pilot, "Tagged 3 of 3 places")
        assert [len(library.annotations.of(article)) for article in (here, there)] == [2, 1]
        await press(pilot, "u")
        assert [len(library.annotations.of(article)) for article in (here, there)] == [0, 0]


@pytest.mark.long
async def test_autocoding_can_be_limited_to_chosen_places_of_this_article(library: Library) -> None:
    here, _ = library.articles.add(draft("大数据来了，“大”数据走了。", title="甲"))
    there, _ = library.articles.add(draft("大數據在東邊。", title="乙"))
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "l", "A")
        await seen(pilot, "in 3 places of the library")
        await press(pilot, "a", "w")
        await seen(pilot, "in 2 places of this article")
        await press(pilot, "space", "enter", *"place", "enter")
        await seen(pilot, "Tagged 1 of 1 place")
    assert [mark.exact for mark in library.annotations.of(here)] == ["大”数据"]
    assert library.annotations.of(there) == ()


@pytest.mark.long
async def test_kinds_of_variants_are_switched_by_keys_with_their_counts(library: Library) -> None:
    here, _ = library.articles.add(draft("想客户所想，投资5亿。", title="甲"))
    there, _ = library.articles.add(draft("想客户之所想，想“客户”所想，想群众所想。", title="乙"))
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", *"llll", "A")
        await seen(pilot, "in 2 places of the library")
        await seen(pilot, "m marks ✓ 1   f function words +1   n numbers –   o other words –")
        await press(pilot, "f")
        await seen(pilot, "in 3 places of the library")
        await seen(pilot, "想客户[之]所想")
        await press(pilot, "m")
        await seen(pilot, "m marks +1   f function words ✓ 1")
        await press(pilot, "n")
        await seen(pilot, "Numbers differ only in a formula with a number")
        await press(pilot, "j", "space", "enter", *"formula", "enter")
        await seen(pilot, "Tagged 2 of 2 places")
        assert [mark.exact for mark in library.annotations.of(there)] == ["想客户之所想"]
        await press(pilot, "u")
        assert library.annotations.of(here) == library.annotations.of(there) == ()
