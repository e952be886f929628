"""The codebook by keys: tags renamed, merged, moved, split and deleted; tag cards."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, press, reader, seen, tags

pytestmark = pytest.mark.asyncio


@pytest.fixture
def coded(library: Library) -> str:
    """An article with four tags on its annotations."""
    article, _ = library.articles.add(draft("列车每天只停两分钟。站长在月台上种了油菜花。"))
    for words, names in [("列车", ["车"]), ("站长", ["人"]), ("月台", ["车", "站"]), ("油菜花", ["花"])]:
        library.annotations.annotate_quote(article, words, tags=names)
    return article


def tags_of(library: Library, article: str) -> list[tuple[str, ...]]:
    return [mark.tags for mark in library.annotations.of(article)]


@pytest.mark.long
async def test_selected_tags_are_merged_in_one_step(library: Library, coded: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "j", "j", "space", "space")
        await seen(pilot, "Tags 4, 2 picked")
        await press(pilot, "J")
        await seen(pilot, "Merge 2 tags (人, 站) into")
        await press(pilot, "z", "h", "a", "n", "enter")
        await seen(pilot, "Merged into 站")
        assert tags_of(library, coded) == [("车",), ("站",), ("车", "站"), ("花",)]
        await press(pilot, "u")
        await seen(pilot, "Undone")
        assert tags_of(library, coded) == [("车",), ("人",), ("车", "站"), ("花",)]


@pytest.mark.long
async def test_selected_tags_are_moved_coloured_and_deleted(library: Library, coded: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "j", "j", "space", "space", "#", "j", "j", "enter")
        colours = {tag.name: tag.colour for tag in library.codebook.tags()}
        assert colours["人"] == colours["站"] != colours["车"]
        await press(pilot, "P", *"wu", "enter")
        await seen(pilot, "Moved")
        assert [tag.name for tag in library.codebook.tags()] == ["wu/人", "wu/站", "花", "车"]
        await press(pilot, "x", "j", "enter")  # the picks follow the moved tags
        await seen(pilot, "Deleted in 1 article")
        assert tags_of(library, coded) == [("车",), (), ("车",), ("花",)]


@pytest.mark.long
async def test_splitting_a_tag_gives_the_selected_uses_another_tag(library: Library, coded: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "g", "J")
        await seen(pilot, "Split 车: which of 2 uses?")
        await press(pilot, "j", "space", "enter")
        await seen(pilot, "1 use of 车 become")
        await press(pilot, *"yuetai", "enter")
        await seen(pilot, "1 use now yuetai")
        assert tags_of(library, coded) == [("车",), ("人",), ("yuetai", "站"), ("花",)]


@pytest.mark.long
async def test_splitting_without_selected_uses_changes_nothing(library: Library, coded: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "g", "J")
        await seen(pilot, "Split 车")
        await press(pilot, "enter", "g", "J", "escape")
        assert tags_of(library, coded)[0] == ("车",)


@pytest.mark.long
async def test_the_tag_card_shows_the_description_and_examples(library: Library, coded: str) -> None:
    library.codebook.describe("车", "凡是有轮子的")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "K")
        await seen(pilot, "2 uses in 1 article")
        await seen(pilot, "凡是有轮子的")
        await seen(pilot, "▌ 月台")
        await seen(pilot, "Beside #站 1")


async def test_escape_clears_the_selected_tags(library: Library, coded: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "space", "escape")
        assert tags(app).border_title == "Tags 4"


async def test_a_tag_can_be_renamed_merged_and_deleted_in_the_tags_pane(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["甲", "乙"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "r", "2", "enter")
        await seen(pilot, "Renamed in 1 article")
        assert set(library.articles.get(station).tags) == {"乙", "甲2"}
        await press(pilot, "G", "J", *"jia", "enter")
        await seen(pilot, "Merged into 甲2")
        assert library.articles.get(station).tags == ("甲2",)
        await press(pilot, "g", "g", "x")
        await seen(pilot, "Remove it from 1 article")
        await press(pilot, "j", "enter")
        await seen(pilot, "Deleted in 1 article")
        assert library.articles.get(station).tags == ()
        await press(pilot, "u", "u", "u")
        assert set(library.articles.get(station).tags) == {"甲", "乙"}
