"""The tour: each step is done when its action has happened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.library import Library, open_library
from tests.lengths import by_length
from tests.tui.reader import (
    NARROW,
    WIDE,
    RuleSegmenter,
    happened,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
)
from tui.app import PizhuApp
from tui.config import Config
from tui.discovery.first_run import claim_first_tour
from tui.discovery.tour import Tour
from tui.discovery.tour_steps import TOUR
from tui.keys.keymap import key_for
from tui.starters import put_starters

STEPS = (
    "w", ("slash", *"wsyh", "enter"), "V", ("t", *"xj", "enter"), ("c", "网", "ctrl+s"), "u", ("s", "escape"),
    ("K", "escape"), ("q", "g", "slash", *"star", "enter"), ("?", "escape"),
)  # fmt: skip
"""The keys of each step."""


@pytest.fixture
def starters(root: Path) -> Iterator[Library]:
    """Yield a library of the starter articles."""
    with open_library(root, creator="tester") as library:
        put_starters(library)
        yield library


async def at_step(pilot: Pilot[None], number: int) -> None:
    await seen(pilot, f"Tour {number}/{len(TOUR)}")


def test_each_step_names_a_key_that_exists() -> None:
    assert len(TOUR) == 10
    for step in TOUR:
        assert key_for(step.scope, step.action)


@pytest.mark.long
@pytest.mark.parametrize("size", by_length(short=[NARROW], long=[NARROW, WIDE, (120, 40)]))
async def test_the_tour_goes_on_with_each_action_to_its_end(starters: Library, size: tuple[int, int]) -> None:
    app = reader(starters)
    async with app.run_test(notifications=True, size=size) as pilot:
        await press(pilot, "g", "?")
        for number, keys in enumerate(STEPS, 1):
            await at_step(pilot, number)
            await press(pilot, *keys)
        await seen(pilot, "That was the tour")
        assert not app.screen.query(Tour)


@pytest.mark.long
async def test_other_keys_work_as_always_and_do_no_step(starters: Library) -> None:
    app = reader(starters)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g", "?", "j", "v", "escape", "b", "z", "z", "question_mark", "escape")
        await at_step(pilot, 1)
        await press(pilot, "w", "slash", "escape", "slash", *"zzz", "enter")
        await at_step(pilot, 2)


@pytest.mark.long
async def test_a_dialog_that_is_cancelled_does_no_step(starters: Library) -> None:
    app = reader(starters)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "?", "w", "slash", *"wsyh", "enter", "V", "t", "escape")
        await at_step(pilot, 4)


@pytest.mark.long
@pytest.mark.parametrize("others", [("u",), ("c", "网", "ctrl+s")])
async def test_a_change_by_another_action_does_no_step(starters: Library, others: tuple[str, ...]) -> None:
    article = starters.articles.rows()[0].id
    starters.articles.write_note(article, "这条笔记之后撤销")
    app = reader(starters)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(
            pilot, "g", "?", "w", "slash", *"wsyh", "enter", "V", "t", *"xj", "escape", "escape", *others
        )
        await settled(pilot)
        await at_step(pilot, 4)
        await press(pilot, "V", "t", *"xj", "enter")
        await at_step(pilot, 5)


@pytest.mark.long
async def test_the_tour_is_in_the_first_starter_article_if_it_is_there(
    starters: Library, station: str
) -> None:
    app = reader(starters, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g", "?")
        assert reading(app).article is not None
        assert "岚川" in reading(app).article.title  # type: ignore[union-attr]


@pytest.mark.long
async def test_escape_twice_leaves_the_tour(starters: Library) -> None:
    app = reader(starters)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g", "?", "escape", "w", "escape")
        await at_step(pilot, 2)
        await press(pilot, "escape")
        await seen(pilot, "You have left the tour")
        assert reading(app).has_focus
        assert not app.screen.query(Tour)


@pytest.mark.long
async def test_a_step_of_another_pane_says_how_to_get_there(starters: Library) -> None:
    app = reader(starters)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "?", "tab")
        await seen(pilot, "goes to the text, where you try this")


async def test_an_empty_library_has_no_tour(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g", "?")
        await seen(pilot, "The tour needs an article")


def first_run(library: Library) -> PizhuApp:
    return PizhuApp(library, Config(backups=0), starters=True, may_tour=True, segmenter=RuleSegmenter())


@pytest.mark.long
async def test_the_tour_starts_by_itself_at_the_very_first_run_only(library: Library) -> None:
    app = first_run(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await at_step(pilot, 1)
        assert reading(app).has_focus
    again = first_run(library)
    async with again.run_test(notifications=True, size=NARROW) as pilot:
        await settled(pilot)
        await happened(pilot, lambda: "Articles 10" in shown(again))
        assert not again.screen.query(Tour)


def test_where_nothing_can_be_remembered_the_tour_does_not_start(home: Path) -> None:
    (home / "data").write_text("a file")
    assert not claim_first_tour()
