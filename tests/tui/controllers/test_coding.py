"""The work of a coder in the reader: what is theirs, done and next; others' annotations are hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library, open_library
from tests.store.library.team.teams import assign, opened, with_team
from tests.tui.reader import NARROW, articles, happened, press, reader, seen, shown

pytestmark = pytest.mark.asyncio

WIDE = (200, 60)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.controllers.filters.saved_searches.PAUSE", 0)


@pytest.fixture
def work(root: Path) -> list[str]:
    """Three articles, two of them assigned to 林 and 陈, who has annotated the first."""
    found = with_team(root, "林", "陈")
    assign(root, [(article, coder) for article in found[:2] for coder in ("林", "陈")])
    with opened(root, "陈") as library:
        library.annotations.annotate_quote(found[0], "站长", note="隐藏的笔记")
    return found


@pytest.mark.long
async def test_what_is_assigned_stands_above_the_list_with_a_count(root: Path, work: list[str]) -> None:
    assert work
    with opened(root, "林") as library:
        app = reader(library)
        async with app.run_test(notifications=True, size=NARROW) as pilot:
            await seen(pilot, "▸Mine, not done")
            assert [(each.name, each.articles) for each in articles(app).folders] == [("Mine, not done", 2)]
            await press(pilot, "g", "g", "k", "enter")
            await seen(pilot, "Articles 2 of 3")
            await seen(pilot, "0/2 done")
            await press(pilot, "g", "g", "k", "x")
            await seen(pilot, "they go when you are done")


@pytest.mark.long
async def test_a_coder_goes_from_article_to_article_and_finishes_each(root: Path, work: list[str]) -> None:
    assert work
    with opened(root, "林") as library:
        app = reader(library)
        async with app.run_test(notifications=True, size=WIDE) as pilot:
            await press(pilot, "g", "M")
            await seen(pilot, "blind: others' annotations are hidden until you are done · 0/2 done")
            assert "隐藏的笔记" not in shown(app)
            library.annotations.annotate_quote(work[0], "月台")
            await press(pilot, "g", "D")
            await seen(pilot, "1/2 done")
            library.annotations.annotate_quote(work[1], "月台")
            await press(pilot, "g", "D")
            await seen(pilot, "You are done with all articles")
            await seen(pilot, "2/2 done")
            assert {each.state for each in library.team.assignments.work(coder="林")} == {"done"}
            await happened(pilot, lambda: articles(app).folders == ())
            await press(pilot, "u")
            await seen(pilot, "1/2 done")


@pytest.mark.long
async def test_an_article_without_a_mark_is_done_only_after_an_answer(root: Path, work: list[str]) -> None:
    with opened(root, "林") as library:
        app = reader(library, article=work[0])
        async with app.run_test(notifications=True, size=NARROW) as pilot:
            await press(pilot, "g", "D")
            await seen(pilot, "You have marked nothing in “文章0”")
            await press(pilot, "enter")
            await seen(pilot, "0/2 done")
            await press(pilot, "g", "D", "escape")
            await seen(pilot, "0/2 done")
            await press(pilot, "g", "D", "j", "enter")
            await seen(pilot, "1/2 done")


@pytest.mark.long
async def test_what_others_marked_appears_when_the_work_is_done(root: Path, work: list[str]) -> None:
    with opened(root, "林") as library:
        app = reader(library, article=work[0])
        async with app.run_test(notifications=True, size=WIDE) as pilot:
            await press(pilot)
            assert "隐藏的笔记" not in shown(app)
            library.team.assignments.finish(work[0])
            await seen(pilot, "隐藏的笔记")
            library.undo()
            await press(pilot)
            assert "隐藏的笔记" not in shown(app)


async def test_an_article_of_nobody_cannot_be_finished(root: Path, work: list[str]) -> None:
    with opened(root, "林") as library:
        app = reader(library, article=work[2])
        async with app.run_test(notifications=True, size=NARROW) as pilot:
            await press(pilot, "g", "D")
            await seen(pilot, "not assigned to you")


async def test_without_a_team_nothing_is_said_of_one(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot)
        assert "done" not in shown(app)
        await press(pilot, "g", "M")
        await seen(pilot, "No article is assigned to you")


@pytest.mark.long
async def test_a_coder_who_looks_at_one_person_sees_what_they_mark_in_a_round(
    root: Path, work: list[str]
) -> None:
    with open_library(root, creator="周") as library:
        library.annotations.annotate_quote(work[0], "邮路")
        library.annotations.annotate_quote(work[0], "包裹")
    with opened(root, "林") as library:
        library.annotations.annotate_quote(work[0], "月台")
        app = reader(library, article=work[0])
        async with app.run_test(notifications=True, size=WIDE) as pilot:
            await press(pilot, "g", "w")
            await seen(pilot, "周's annotations")
            library.annotations.annotate_quote(work[0], "山里")
            await seen(pilot, "including yours")


@pytest.mark.parametrize("key", ["t", "c"])
async def test_a_blind_coder_is_told_before_writing_that_a_whole_article_takes_no_tags_and_no_note(
    root: Path, work: list[str], key: str
) -> None:
    with opened(root, "林") as library:
        app = reader(library, article=work[0])
        async with app.run_test(notifications=True, size=WIDE) as pilot:
            await press(pilot, key)
            await seen(pilot, "mark words, such as the title")
            assert len(app.screen_stack) == 1
