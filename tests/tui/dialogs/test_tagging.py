"""The tagging dialog: which tags it offers, finds and rejects."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from store.library import Library, open_library
from tests.conftest import draft, root_of
from tests.tui.reader import WIDE, press, reader, seen, shown
from tui.dialogs.tagging import TaggingDialog

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_several_tags_can_be_added_and_removed_in_one_dialog(library: Library, station: str) -> None:
    library.articles.tag(station, ["a1", "b2", "c3"])
    library.articles.untag(station, ["b2", "c3"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "t", *"b,c，a1,", "enter")
        assert library.articles.get(station).tags == ("b2", "c3")


@pytest.mark.long
async def test_an_invalid_tag_name_is_rejected_and_the_dialog_stays_open(
    library: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "t", "a", "/", "/", "b", "enter")
        assert isinstance(app.screen, TaggingDialog)
        assert "empty part" in shown(app)
        assert library.articles.get(station).tags == ()


@pytest.mark.long
async def test_a_name_that_differs_only_in_width_or_case_selects_the_existing_tag(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["AI"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t", *"ａｉ")
        assert "new tag" not in shown(app)
        await press(pilot, "ctrl+y")
        await seen(pilot, "only in width or case")
        await press(pilot, "enter")
        await seen(pilot, "Tagged AI")
    assert [tag.name for tag in library.codebook.tags()] == ["AI"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "why"), [("  ", "needs a name"), ("长" * 101, "101")], ids=["only spaces", "too long"]
)
async def test_creating_a_tag_rejects_invalid_names(
    library: Library, station: str, name: str, why: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t")
        app.screen.query_one(Input).value = name
        await press(pilot, "ctrl+y")
        await seen(pilot, why)
    assert library.codebook.tags() == ()


@pytest.mark.long
async def test_tags_added_by_another_process_meanwhile_are_preserved(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "t", *"mine")
        with open_library(root_of(library)) as other:
            other.articles.tag(station, ["theirs"])
        await press(pilot, "enter")
        assert set(library.articles.get(station).tags) == {"mine", "theirs"}


@pytest.mark.long
async def test_a_tag_is_found_by_its_pinyin_initials(library: Library, station: str) -> None:
    library.articles.tag(station, ["金融服务", "重庆"])
    library.articles.untag(station, ["金融服务", "重庆"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t", *"jrfw", "enter")
        await seen(pilot, "Tagged 金融服务")
        await press(pilot, ")", "V", ".")
        assert [mark.tags for mark in library.annotations.of(station)] == [("金融服务",), ("金融服务",)]


@pytest.mark.long
async def test_tags_used_in_the_article_are_listed_first(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("另一篇。", title="别处"))
    library.articles.tag(other, ["常用"])
    library.annotations.annotate_quote(other, "另一篇", tags=["常用"])
    library.annotations.annotate_quote(station, "列车", tags=["这里用"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", ")", "V", "t", "enter")
        await seen(pilot, "Tagged 这里用")
