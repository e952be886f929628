"""The tags pane: its rows, its highlight and its counts."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, notes, press, reader, reading, seen, settled, tags
from tui.app import PizhuApp

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_enter_on_a_parent_tag_adds_it_to_the_article(library: Library, station: str) -> None:
    library.articles.tag(station, ["服务/线上"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab")
        await seen(pilot, "□ 服务")
        await press(pilot, "enter")
        await seen(pilot, "■ 服务")
        assert library.articles.get(station).tags == ("服务/线上", "服务")
        assert [tag.name for tag in library.codebook.tags()] == ["服务", "服务/线上"]
        await press(pilot, "enter")
        assert library.articles.get(station).tags == ("服务/线上",)


@pytest.mark.long
async def test_counts_follow_the_removal_and_restoration_of_articles(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    other, _ = library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"))
    library.articles.tag(other, ["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "铁路  2")
        await press(pilot, "x")
        await seen(pilot, "铁路  1")
        await press(pilot, "u")
        await seen(pilot, "铁路  2")


@pytest.mark.long
async def test_focusing_the_tags_or_notes_pane_highlights_the_first_row(
    library: Library, station: str
) -> None:
    library.annotations.annotate_quote(station, "列车", tags=["铁路"], note="一")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "K")
        await seen(pilot, "1 use in 1 article")
        await press(pilot, "escape", "tab", "enter")
        assert reading(app).has_focus
        assert reading(app).annotation_here is not None


async def test_empty_panes_have_no_highlighted_row(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "tab")
        assert (tags(app).highlighted, notes(app).highlighted) == (None, None)


@pytest.mark.long
async def test_a_click_selects_a_tag_when_none_was_highlighted(library: Library, station: str) -> None:
    library.articles.tag(station, [f"标签{number:02}" for number in range(80)])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "标签00")
        tags(app).scroll_to(y=30, animate=False)
        await seen(pilot, "标签31")
        await pilot.click(tags(app), offset=(10, 1))
        await settled(pilot)
        assert "标签30" not in library.articles.get(station).tags


@pytest.mark.long
async def test_deleting_a_tag_highlights_the_next_row(library: Library, station: str) -> None:
    for words in ("列车", "站长", "月台"):
        library.annotations.annotate_quote(station, words, note=f"说{words}")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "tab", "j", "x")
        await seen(pilot, "Deleted the annotation on 「站长」")
        await press(pilot, "x")
        await seen(pilot, "Deleted the annotation on 「月台」")
        assert [mark.exact for mark in library.annotations.of(station)] == ["列车"]


@pytest.mark.long
async def test_enter_without_an_article_shows_a_message(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "x", "tab", "tab", "enter")
        await seen(pilot, "There is no article to tag")


async def test_enter_in_the_tags_pane_toggles_a_tag_of_the_article(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲", "乙"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "g", "g", "enter")
        assert library.articles.get(station).tags == ("乙",)
        await press(pilot, "enter")
        assert set(library.articles.get(station).tags) == {"甲", "乙"}


def highlighted(app: PizhuApp) -> str:
    """Return the line of the highlighted tag."""
    pane = tags(app)
    return "" if pane.highlighted is None else str(pane.get_option_at_index(pane.highlighted).prompt).strip()


@pytest.mark.long
async def test_the_highlight_follows_a_renamed_tag_and_its_undo(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲", "乙", "丙"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "j", "r", "ctrl+u", *"zz", "enter")
        await seen(pilot, "■ zz")
        assert "zz" in highlighted(app)
        await press(pilot, "u")
        await seen(pilot, "■ 甲")
        assert "甲" in highlighted(app)


@pytest.mark.long
async def test_the_highlight_follows_a_tag_with_its_children_under_another_one(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["服务/线上", "主题"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "g", "g")
        assert "服务" in highlighted(app)
        library.codebook.move(["服务"], "主题")  # as another process does
        await settled(pilot)
        await seen(pilot, "▾■ 主题")
        assert "服务" in highlighted(app)
        await press(pilot, "space")
        library.codebook.rename("主题", "题")
        await seen(pilot, "▾■ 题")
        assert "1 picked" in str(tags(app).border_title)


@pytest.mark.long
async def test_tags_are_by_pinyin_or_as_they_were_arranged_by_hand(library: Library, station: str) -> None:
    library.articles.tag(station, ["重", "北", "A", "安"])
    app = reader(library)

    def order() -> str:
        pane = tags(app)
        lines = [pane.get_option_at_index(number).prompt for number in range(pane.option_count)]
        return "".join(letter for line in lines for letter in str(line) if letter in "重北A安")

    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "o")
        await seen(pilot, "Tags are by pinyin: ctrl+↑ and ctrl+↓ arrange them by hand")
        assert order() == "A安北重"
        await press(pilot, "G", "ctrl+up", "ctrl+up")
        await seen(pilot, "Tags 4, by hand")
        assert order() == "A重安北"
        assert "重" in highlighted(app)
        await press(pilot, "r", "ctrl+u", *"重庆", "enter")
        await seen(pilot, "重庆")
        assert order() == "A重安北"
        await press(pilot, "o")
        assert order() == "A安北重"
        await press(pilot, "o", "u", "u")
        assert order() == "A安重北"


@pytest.mark.long
async def test_a_tag_is_found_while_its_initials_are_typed(library: Library, station: str) -> None:
    library.articles.tag(station, ["服务/线上", "服务/线下", "主题/手艺"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "g", "g", "h", "/", "x", "x")
        await seen(pilot, "1/1")
        assert "线下" in highlighted(app)
        await press(pilot, "escape")
        assert "服务" in highlighted(app)
        await press(pilot, "/", "f", "w", "enter", "n")
        assert "线" in highlighted(app)
        await press(pilot, "/", "鱼", "enter")
        await seen(pilot, "No tag matches “鱼”")
