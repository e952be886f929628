"""The filter by creator, in the reader and in `pizhu show`."""

from __future__ import annotations

import json

import pytest
from textual.widgets import OptionList

from store.library import Library, open_library
from tests.conftest import STATION, draft, root_of
from tests.tui.reader import NARROW, WIDE, notes, press, reader, reading, seen, settled, shown
from tui.app import PizhuApp
from tui.cli import run
from tui.dialogs.base.choice import ChoiceDialog

NEXT = ("g", "w")


@pytest.fixture
def both(library: Library, another: Library) -> str:
    """Return the ID of an article with annotations by two creators."""
    added, _ = library.articles.add(STATION)
    library.annotations.annotate_quote(added, "列车", note="mine")
    another.annotations.annotate_quote(added, "油菜花", note="theirs")
    another.annotations.annotate_quote(added, "旅客", note="theirs too")
    return added


def shown_annotations(app: PizhuApp) -> tuple[str, list[str]]:
    """Return the title of the notes pane and the annotated words in the reading pane."""
    return str(notes(app).border_title), [mark.exact for mark in reading(app).annotations]


@pytest.mark.long
@pytest.mark.asyncio
async def test_g_w_cycles_through_everybody_and_each_of_two_creators(library: Library, both: str) -> None:
    app = reader(library, article=both)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await settled(pilot)
        assert shown_annotations(app) == ("Notes 3", ["列车", "油菜花", "旅客"])
        await press(pilot, *NEXT)
        await seen(pilot, "another's annotations: 2")
        assert shown_annotations(app) == ("Notes 2, by another", ["油菜花", "旅客"])
        assert "mine" not in shown(app)
        await press(pilot, *NEXT)
        await seen(pilot, "tester's annotations: 1")
        assert shown_annotations(app) == ("Notes 1, by tester", ["列车"])
        await press(pilot, "tab", "tab", *NEXT)
        await seen(pilot, "Everybody's annotations: 3")
        assert shown_annotations(app)[0] == "Notes 3"


@pytest.mark.long
@pytest.mark.asyncio
async def test_notes_show_their_creator_when_there_are_several(library: Library, both: str) -> None:
    app = reader(library, article=both)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab")
        await seen(pilot, "theirs too")
        assert shown(app).count("  another ") == 2
        assert shown(app).count("  tester ") == 1
        await press(pilot, *NEXT)
        await seen(pilot, "by another")
        assert "  another " not in shown(app)


@pytest.mark.long
@pytest.mark.asyncio
async def test_the_filter_persists_when_another_article_is_opened(library: Library, both: str) -> None:
    other, _ = library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"))
    library.annotations.annotate_quote(other, "磨坊", note="mill")
    app = reader(library, article=both)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *NEXT, "<")
        await seen(pilot, "No notes by this person here")
        assert shown_annotations(app) == ("Notes, by another", [])
        await press(pilot, ">")
        assert shown_annotations(app) == ("Notes 2, by another", ["油菜花", "旅客"])


@pytest.mark.long
@pytest.mark.asyncio
async def test_adding_an_annotation_hidden_by_the_filter_clears_the_filter(
    library: Library, both: str
) -> None:
    app = reader(library, article=both)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *NEXT, "}", "}", "V", "enter")
        await seen(pilot, "Everybody's annotations are shown again")
        assert shown_annotations(app)[0] == "Notes 4"
        assert len(reading(app).annotations) == 4


@pytest.mark.long
@pytest.mark.asyncio
async def test_an_annotation_by_another_process_does_not_clear_the_filter(
    library: Library, another: Library, both: str
) -> None:
    app = reader(library, article=both)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *NEXT)
        await seen(pilot, "by another")
        another.annotations.annotate_quote(both, "月台", note="fourth")
        library.poll()
        await seen(pilot, "fourth")
        assert shown_annotations(app)[0] == "Notes 3, by another"


@pytest.mark.long
@pytest.mark.asyncio
async def test_more_than_two_creators_are_offered_in_a_list(library: Library, both: str) -> None:
    with open_library(root_of(library), creator="林夏") as third:
        third.annotations.annotate_quote(both, "月台", note="平台")
    app = reader(library, article=both)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *NEXT)
        await seen(pilot, "Whose annotations?")
        assert isinstance(app.screen, ChoiceDialog)
        assert app.screen.query_one(OptionList).option_count == 4
        assert "林夏's: 1" in shown(app)
        await press(pilot, "j", "j", "j", "enter")
        await seen(pilot, "by 林夏")
        assert shown_annotations(app) == ("Notes 1, by 林夏", ["月台"])
        await press(pilot, *NEXT, "escape")
        assert shown_annotations(app)[0] == "Notes 1, by 林夏"


@pytest.mark.long
@pytest.mark.asyncio
async def test_a_single_creator_is_reported_instead_of_filtering(library: Library) -> None:
    added, _ = library.articles.add(STATION)
    app = reader(library, article=added)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *NEXT)
        await seen(pilot, "no annotations yet")
        library.annotations.annotate_quote(added, "列车")
        await settled(pilot)
        await press(pilot, *NEXT)
        await seen(pilot, "All annotations of this article are by tester")
        assert shown_annotations(app)[0] == "Notes 1"


@pytest.mark.long
@pytest.mark.asyncio
async def test_markup_in_a_creator_name_is_shown_literally(library: Library, both: str) -> None:
    with open_library(root_of(library), creator="[red]x") as third:
        third.annotations.annotate_quote(both, "月台", note="z")
    app = reader(library, article=both)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *NEXT)
        await seen(pilot, "[red]x's: 1")
        await press(pilot, "j", "enter")
        await seen(pilot, "Notes 1, by [red]x")


def test_show_with_creator_prints_only_annotations_by_that_creator(
    library: Library, both: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["show", both, "--library", str(root_of(library))]
    assert run([*asked, "--json", "--creator", "ａnother"]) == 0
    assert [each["exact"] for each in json.loads(capsys.readouterr().out)["annotations"]] == [
        "油菜花",
        "旅客",
    ]
    assert run(asked) == 0
    everybody = capsys.readouterr().out
    assert everybody.count("  another\n") == 2
    assert "  tester\n" in everybody
    assert run([*asked, "--creator", "tester"]) == 0
    mine = capsys.readouterr().out
    assert "“列车”" in mine
    assert "旅客”" not in mine


def test_show_with_an_unknown_creator_names_the_existing_creators(
    library: Library, both: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", both, "--creator", "nobody", "--library", str(root_of(library))]) == 0
    printed = capsys.readouterr()
    assert "by nobody; they are by another, tester" in printed.err
    assert "“列车”" not in printed.out
