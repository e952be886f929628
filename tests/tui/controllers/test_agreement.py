"""The agreement of coders by keys: which coders, the table, the places where they disagree."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.library import Library, open_library
from tests.conftest import draft, root_of
from tests.tui.reader import NARROW, WIDE, article_shown, happened, press, reader, reading, seen, shown
from tui.dialogs.agreement.coders import CoderDialog
from tui.dialogs.agreement.table import AgreementDialog

pytestmark = pytest.mark.asyncio


@pytest.fixture
def articles(library: Library) -> list[str]:
    """Two articles coded by three coders, who differ on 坏 alone."""
    found = [
        library.articles.add(draft(f"{words}很好。{words}不好。", "另外一段。", title=words))[0]
        for words in ("服务", "价格")
    ]
    for coder, start in (("林夏", 8), ("周屿", 10), ("吴桐", 10)):
        with open_library(root_of(library), creator=coder) as opened:
            for article in found:
                opened.annotations.annotate(article, 3, 7, tags=["好"])
                opened.annotations.annotate(article, start, 12, tags=["坏"])
    library.resync()
    return found


async def measured(pilot: Pilot[None], *before: str) -> AgreementDialog:
    """Choose the coders, and wait for the table."""
    await press(pilot, "g", "k")
    await happened(pilot, lambda: isinstance(pilot.app.screen, CoderDialog))
    await seen(pilot, "吴桐")
    await press(pilot, *before, "enter")
    await happened(pilot, lambda: isinstance(pilot.app.screen, AgreementDialog))
    dialog = pilot.app.screen
    assert isinstance(dialog, AgreementDialog)
    await happened(pilot, lambda: bool(dialog.rows))
    await press(pilot)
    return dialog


def items(dialog: AgreementDialog) -> list[str]:
    """The names of the rows."""
    return [row.item for row in dialog.rows]


@pytest.mark.long
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.usefixtures("articles")
async def test_the_table_has_each_tag_and_all_together(library: Library, size: tuple[int, int]) -> None:
    app = reader(library)
    async with app.run_test(size=size) as pilot:
        dialog = await measured(pilot)
        assert items(dialog) == ["好", "坏", "(all)"]
        assert dialog.rows[0].shown[:2] == ("1.00", "1.00…1.00")
        assert "Fleiss" in shown(app)
        by_character = dialog.rows[1].shown[0]
        await press(pilot, "p")
        await happened(pilot, lambda: dialog.rows[1].shown[0] != by_character)


@pytest.mark.long
async def test_what_counts_is_switched_by_keys(library: Library, articles: list[str]) -> None:
    with open_library(root_of(library), creator="林夏") as opened:
        alone = opened.articles.add(draft("环境很好。", title="环境"))[0]
        opened.annotations.annotate(alone, 0, 2, tags=["好/很好"])
    library.resync()
    assert articles
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        dialog = await measured(pilot)
        assert dialog.rows[-1].shown[-1] == "2"
        await press(pilot, "a")
        await seen(pilot, "all coded all articles")
        await happened(pilot, lambda: dialog.rows[-1].shown[-1] == "3")
        assert "好/很好" in items(dialog)
        without = dialog.rows[items(dialog).index("好")].shown[0]
        await press(pilot, "t")
        await seen(pilot, "with the tags above")
        await happened(pilot, lambda: dialog.rows[items(dialog).index("好")].shown[0] != without)
        await press(pilot, "a", "t")
        await happened(pilot, lambda: dialog.rows[-1].shown[-1] == "2")
        assert "with the tags above" not in shown(app)


@pytest.mark.long
@pytest.mark.usefixtures("articles")
async def test_rows_are_sorted_by_a_column_and_the_last_one_stays(library: Library) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        dialog = await measured(pilot)
        await press(pilot, "o", "j", "enter")
        assert items(dialog) == ["好", "坏", "(all)"]
        await press(pilot, "r")
        assert items(dialog) == ["坏", "好", "(all)"]
        await press(pilot, "escape", "g", "k")
        await seen(pilot, "吴桐")
        await press(pilot, "enter")
        await seen(pilot, "(all)")
        again = app.screen
        assert isinstance(again, AgreementDialog)
        assert items(again) == ["坏", "好", "(all)"]


@pytest.mark.long
async def test_only_ticked_coders_are_compared(library: Library, articles: list[str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        dialog = await measured(pilot, "end", "space")
        assert dialog.state.coders == ("吴桐", "周屿")
        assert {row.shown[0] for row in dialog.rows} == {"1.00"}
        await press(pilot, "c")
        await seen(pilot, "Agreement of which coders?")
        await press(pilot, "a", "a", "enter")
        await seen(pilot, "tick another one")


@pytest.mark.long
async def test_enter_goes_to_the_places_of_disagreement(library: Library, articles: list[str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await measured(pilot)
        await press(pilot, "enter")
        await seen(pilot, "The coders agree here everywhere")
        await press(pilot, "j", "enter")
        await seen(pilot, "They disagree in 2 places")
        assert not isinstance(app.screen, AgreementDialog)
        first = article_shown(app)
        assert first in articles
        assert reading(app).cursor == 8
        await press(pilot, "n")
        await happened(pilot, lambda: article_shown(app) not in (None, first))


@pytest.mark.long
@pytest.mark.usefixtures("articles")
async def test_the_table_is_written_to_a_file(library: Library, tmp_path: Path) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await measured(pilot)
        await press(pilot, "E")
        await seen(pilot, "Export 3 rows")
        await press(pilot, "ctrl+u", *str(tmp_path / "t.csv"), "enter")
        await seen(pilot, "Exported 3 rows")
        with (tmp_path / "t.csv").open(encoding="utf-8-sig") as file:
            rows = list(csv.reader(file))
        assert [row[0] for row in rows[1:]] == ["好", "坏", ""]
        assert rows[1][rows[0].index("alpha")] == "1.0"


@pytest.mark.long
async def test_one_coder_is_told_that_there_are_too_few(library: Library, station: str) -> None:
    library.annotations.annotate(station, 0, 2, tags=["一"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "k")
        await seen(pilot, "fewer than two coders")


@pytest.mark.long
@pytest.mark.usefixtures("articles")
async def test_the_command_line_opens_it(library: Library) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, ":", *"agreement", "enter")
        await seen(pilot, "Agreement of which coders?")


@pytest.mark.long
async def test_coders_without_a_common_article_are_told_so(library: Library, station: str) -> None:
    other, _new = library.articles.add(draft("别的。", title="别的"))
    for coder, article in (("林夏", station), ("周屿", other)):
        with open_library(root_of(library), creator=coder) as opened:
            opened.annotations.annotate(article, 0, 2, tags=["一"])
    library.resync()
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "g", "k")
        await seen(pilot, "林夏")
        await press(pilot, "enter")
        await seen(pilot, "No article has annotations by both")
