"""The screen on which it is decided where coders differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.language import Language, use_language
from store.library import Library, open_library
from store.model.tables.assignment import WorkState
from tests.store.library.adjudication.coded_articles import coded_round, only_by_one
from tests.store.library.team.teams import opened
from tests.tui.reader import NARROW, WIDE, article_shown, happened, press, reader, reading, seen, shown
from tests.tui.test_screens import Compare
from tui.adjudicating.screen import AdjudicationScreen


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    """Yield a library of the manager 周 with two articles that three coders have coded."""
    coded_round(root)
    with opened(root, "周") as library:
        yield library


async def adjudicating(pilot: Pilot[None]) -> AdjudicationScreen:
    """Open the screen, and wait until the cases are listed."""
    await press(pilot, "g", "V")
    await happened(pilot, lambda: isinstance(pilot.app.screen, AdjudicationScreen))
    screen = pilot.app.screen
    assert isinstance(screen, AdjudicationScreen)
    await press(pilot)
    return screen


def results(library: Library) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (each.exact, each.tags)
        for row in library.articles.rows()
        for each in library.annotations.of(row.id)
        if each.is_result
    ]


@pytest.mark.long
async def test_disagreements_are_listed_with_who_marked_what(library: Library) -> None:
    async with reader(library).run_test(size=NARROW) as pilot:
        screen = await adjudicating(pilot)
        assert [row.case.kind.value for row in screen.cases.rows] == ["ends", "missing"] * 2
        await seen(pilot, "0 of 6 decided · 2 agreed, not taken: A")
        await seen(pilot, "3 陈/1  一排油菜花 #植物")
        lines = shown(pilot.app).split("\n")
        text = next(at for at, line in enumerate(lines) if "站长在月台上" in line)
        assert [line.strip("│ ") for line in lines[text + 1 : text + 4]] == ["1-----", "2-----", "3---------"]


@pytest.mark.long
async def test_digits_take_a_coder_and_go_on_to_the_next_open_case(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        screen = await adjudicating(pilot)
        await press(pilot, "3")
        assert results(library) == [("一排油菜花", ("植物",))]
        assert screen.cases.cursor == 1
        await press(pilot, "1")
        await seen(pilot, "吴/1 has marked nothing here: n takes nothing")
        await press(pilot, "9")
        await seen(pilot, "There is no coder 9 here")
        await press(pilot, "b")
        assert ("旅客", ("人物", "群体")) in results(library)
        await press(pilot, "n")
        assert len(results(library)) == 2
        await seen(pilot, "3 of 6 decided")
        await press(pilot, "u")
        await seen(pilot, "2 of 6 decided")
        await press(pilot, "ctrl+r")
        await seen(pilot, "3 of 6 decided")
        await press(pilot, "k", "x")
        await seen(pilot, "2 of 6 decided")


async def test_a_coder_is_taken_from_a_list(library: Library) -> None:
    async with reader(library).run_test(size=NARROW) as pilot:
        screen = await adjudicating(pilot)
        await press(pilot, "0")
        await seen(pilot, "Take which coder?")
        await press(pilot, "escape")
        assert results(library) == []
        await press(pilot, "0", "end", "enter")
        assert results(library) == [("一排油菜花", ("植物",))]
        assert screen.cases.cursor == 1


@pytest.mark.long
async def test_the_agreed_are_taken_and_articles_are_adjudicated(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        await adjudicating(pilot)
        await press(pilot, "A", "enter")
        await seen(pilot, "2 cases taken, 4 open")
        assert results(library) == [("站长", ("人物",))] * 2
        await press(pilot, "1", "2")
        states = [work.state for work in library.team.assignments.work()]
        assert states.count(WorkState.ADJUDICATED) == 3
        await press(pilot, "1", "2")
        await seen(pilot, "6 of 6 decided")
        assert {work.state for work in library.team.assignments.work()} == {WorkState.ADJUDICATED}
        await press(pilot, "]")
        await seen(pilot, "All listed cases are decided")
        await press(pilot, "a")
        await seen(pilot, "agreed  ")


@pytest.mark.long
async def test_an_own_answer_has_other_ends_and_tags(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        await adjudicating(pilot)
        await press(pilot, "e", "H", "H", "h", "enter")
        await seen(pilot, "Tags of the own answer")
        await press(pilot, *"花", "ctrl+y")
        assert [quote for quote, _tags in results(library)] == ["一排油菜"]
        await press(pilot, "k")
        await seen(pilot, "Decided by 周: 一排油菜")


@pytest.mark.long
async def test_an_own_answer_keeps_its_tags_unless_another_line_is_chosen(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        screen = await adjudicating(pilot)
        await press(pilot, "e", "h")
        assert screen.own is not None
        tags = screen.own.tags
        assert tags
        await press(pilot, "enter")
        await seen(pilot, "Tags of the own answer")
        await press(pilot, "enter")
        await happened(pilot, lambda: [each for _quote, each in results(library)] == [tags])


@pytest.mark.long
async def test_escape_leaves_the_own_answer_first(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        screen = await adjudicating(pilot)
        await press(pilot, "e")
        await seen(pilot, "own answer")
        await press(pilot, "escape")
        assert screen.is_current
        assert "own answer" not in shown(pilot.app)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, AdjudicationScreen)
        assert results(library) == []


@pytest.mark.long
async def test_a_reason_goes_with_the_decision_before_or_after_it(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        await adjudicating(pilot)
        await press(pilot, "c", *"noun", "enter")
        await seen(pilot, "Reason: noun")
        await press(pilot, "1", "k")
        await seen(pilot, "Reason: noun")
        await press(pilot, "c", *"s only", "enter")
        await seen(pilot, "Reason: nouns only")
        reasons = {
            each.decision.reason
            for row in library.articles.rows()
            for each in library.annotations.of(row.id)
            if each.decision
        }
        assert reasons == {"nouns only"}


@pytest.mark.long
async def test_ctrl_s_keeps_a_reason_and_an_empty_one_removes_it(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        await adjudicating(pilot)
        await press(pilot, "3", "k", "c", *"so", "ctrl+s")
        await seen(pilot, "Reason: so")
        await press(pilot, "c", "ctrl+u", "ctrl+s")
        await happened(pilot, lambda: "Reason: so" not in shown(pilot.app))
        decided = [
            each.decision.reason
            for row in library.articles.rows()
            for each in library.annotations.of(row.id)
            if each.decision
        ]
        assert set(decided) == {""}


@pytest.mark.long
async def test_undo_and_redo_go_to_the_case_that_they_change(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        screen = await adjudicating(pilot)
        await press(pilot, "3", "b")
        assert screen.cases.cursor == 2
        await press(pilot, "u")
        assert screen.cases.cursor == 1
        await press(pilot, "u")
        assert screen.cases.cursor == 0
        await press(pilot, "G", "ctrl+r")
        assert screen.cases.cursor == 0
        await press(pilot, "G", "A", "enter")
        await seen(pilot, "cases taken")
        await press(pilot, "a", "G", "u")
        assert screen.cases.cursor == 0


@pytest.mark.long
@pytest.mark.parametrize("height", range(17, 24))
async def test_an_own_answer_is_drawn_at_once_as_it_stays(library: Library, height: int) -> None:
    async with reader(library).run_test(size=(40, height)) as pilot:
        await adjudicating(pilot)
        await press(pilot, "e")
        before = shown(pilot.app)
        await press(pilot, "l", "h")
        assert shown(pilot.app) == before


@pytest.mark.long
async def test_a_change_by_another_process_is_shown(library: Library, root: Path) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        screen = await adjudicating(pilot)
        row = screen.cases.rows[0]
        await press(pilot, "1")
        with open_library(root, creator="周") as another:
            own = next(each for each in row.case.annotations if each.creator == "陈/1")
            another.annotations.edit(row.article, own.id, tags=["花"])
        library.poll()
        await seen(pilot, "ends and tags")
        await seen(pilot, "0 of 6 decided")


@pytest.mark.long
async def test_enter_reads_the_place_in_its_article(library: Library) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await adjudicating(pilot)
        row = screen.cases.rows[2]
        await press(pilot, "j", "j", "enter")
        assert article_shown(app) == row.article
        assert reading(app).cursor == row.case.start


@pytest.mark.long
async def test_the_command_line_opens_it_with_a_query(library: Library) -> None:
    async with reader(library).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, ":", *"adjudicate title:小站1", "enter")
        await press(pilot)
        await seen(pilot, "0 of 3 decided")


@pytest.mark.long
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (only_by_one, "Adjudication needs two coders of the same article"),
        (lambda root: coded_round(root, 2, unfinished=2), "not finished by"),
    ],
)
async def test_nothing_to_decide_is_explained(
    root: Path, make: Callable[[Path], object], sentence: str
) -> None:
    make(root)
    with opened(root, "周") as library:
        async with reader(library).run_test(size=NARROW) as pilot:
            await adjudicating(pilot)
            await seen(pilot, sentence)
            await press(pilot, "1", "b", "n", "e", "c", "]", "enter", "x", "j", "G")
            assert isinstance(pilot.app.screen, AdjudicationScreen)
            await press(pilot, "q")
            assert not isinstance(pilot.app.screen, AdjudicationScreen)


@pytest.mark.long
async def test_coders_who_agree_everywhere_are_told(root: Path) -> None:
    coded_round(root, 1)
    with opened(root, "周") as library:
        for row in library.articles.rows():
            for each in library.annotations.of(row.id):
                if each.exact != "站长":
                    library.annotations.delete(row.id, each.id)
        async with reader(library).run_test(size=NARROW) as pilot:
            await adjudicating(pilot)
            await seen(pilot, "The coders agree everywhere: A takes what they agree on, a lists it.")


@pytest.mark.long
@pytest.mark.parametrize("size", [NARROW, (200, 60)], ids=["narrow", "wide"])
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.SIMPLIFIED])
def test_how_it_looks(
    snap_compare: Compare, library: Library, size: tuple[int, int], language: Language
) -> None:
    use_language(language)

    async def decide(pilot: Pilot[None]) -> None:
        await adjudicating(pilot)
        await press(pilot, "3", "b", "k", "k")

    assert snap_compare(reader(library), terminal_size=size, run_before=decide)
