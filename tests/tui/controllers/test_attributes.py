"""Attributes in the reader: the form, the filter, and the columns of the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from store.model.tables.attribute import AttributeKind
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, articles, press, reader, seen, shown

pytestmark = pytest.mark.asyncio


@pytest.fixture
def article(library: Library) -> str:
    library.attributes.add("发行量", AttributeKind.NUMBER, (), "期均印数")
    library.attributes.add("地区", AttributeKind.CHOICE, ["华东,华南,华北"])
    library.articles.add(draft("车站关了。", title="车站"))
    return library.articles.add(draft("渡船又开了。", title="渡口"))[0]


@pytest.mark.long
async def test_the_form_has_the_attributes_and_completes_choices(library: Library, article: str) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await press(pilot, "e", "up")
        await seen(pilot, "One of: 华东, 华南, 华北")
        await press(pilot, *"hn")
        await seen(pilot, "One of: 华南")
        await press(pilot, "tab", "up", "up", *"多")
        await seen(pilot, "期均印数")
        await press(pilot, "enter")
        await seen(pilot, "is not a number")
        await press(pilot, "backspace", *"1,200", "enter")
        await seen(pilot, "Corrected")
        assert library.articles.get(article).attributes == {"发行量": "1200", "地区": "华南"}
        await press(pilot, "u")
        assert library.articles.get(article).attributes == {}


@pytest.mark.long
async def test_the_form_sets_attributes_of_all_picked_articles(library: Library, article: str) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "space", "space", "e", "up", *"华东", "enter")
        await seen(pilot, "Corrected 2 articles")
        assert [row.attributes for row in library.articles.rows()] == [{"地区": "华东"}] * 2


@pytest.mark.long
async def test_the_filter_lists_the_values_and_takes_comparisons(library: Library, article: str) -> None:
    library.articles.correct(article, {"地区": "华南", "发行量": "1200"})
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "g", "/")
        await seen(pilot, "地区   华南  1")
        await press(pilot, *"-hn,")
        await seen(pilot, "Now: -地区:华南")
        await press(pilot, *"-hn,")
        await press(pilot, *"发行量:>1000", "enter")
        await seen(pilot, "Articles 1 of 2")
        assert str(articles(app).filter_query) == "发行量:>1000"
        await press(pilot, "g", "/", *"发行量:多", "enter")
        await seen(pilot, "is not a number")


async def test_the_table_has_the_columns_that_the_user_chose(library: Library, article: str) -> None:
    library.articles.correct(article, {"地区": "华南", "发行量": "1200"})
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        articles(app).show_columns(("地区", "发行量"))
        await press(pilot, "z")
        await seen(pilot, "地区")
        assert "1200" in shown(app)
        await pilot.resize_terminal(*NARROW)
        await press(pilot, "j")
        assert "1200" not in shown(app)


@pytest.mark.long
async def test_the_preview_of_an_import_has_the_attributes_and_takes_others(
    library: Library, article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    front_matter = "---\ntitle: 山路\n地区: 华东\n发行量: 多\n---\n"
    (tmp_path / "来稿.md").write_text(f"{front_matter}她每天走二十里山路。\n", "utf-8")
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "I", *"来稿.md", "enter")
        await seen(pilot, "地区        华东")
        await seen(pilot, "is not a number")
        await press(pilot, "up", "up", *"300", "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "1 added")
    (row,) = (each for each in library.articles.rows() if each.title == "山路")
    assert row.attributes == {"地区": "华东", "发行量": "300"}
    assert library.articles.get(row.id).corrected == ("发行量",)


@pytest.mark.long
async def test_a_filter_by_an_attribute_that_there_is_not_is_told(library: Library, article: str) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "g", "/", *"籍贯:浙江", "enter")
        await seen(pilot, "There is no field 籍贯")
        assert str(articles(app).filter_query) == '"籍贯:浙江"'
