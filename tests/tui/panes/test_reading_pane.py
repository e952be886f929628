"""The reading pane keeps its cursor, selection and scroll position."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.conftest import STATION, draft
from tests.tui.reader import WIDE, article_shown, press, reader, reading, seen, settled, shown, strips

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_resizing_keeps_the_cursor_visible(library: Library) -> None:
    paragraphs = [
        f"这是第{number}段，它有一些字，好让每一段都排成几行，不多也不少。" * 3 for number in range(60)
    ]
    article, _ = library.articles.add(draft(*paragraphs))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=(120, 40)) as pilot:
        await press(pilot, "3", "0", "G")
        pane = reading(app)
        cursor = pane.cursor
        for size in [(80, 24), (200, 60), (40, 12), (120, 40)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert pane.cursor == cursor
            ground = pane.get_component_rich_style("reading--cursor").bgcolor
            assert any(part.style and part.style.bgcolor == ground for row in strips(app) for part in row)


@pytest.mark.long
async def test_an_external_change_is_shown_without_moving_the_cursor(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "G")
        before = reading(app).cursor
        library.annotations.annotate_quote(station, "列车", note="from a worker")
        library.articles.add(draft("新来的。", title="新来的"))
        await settled(pilot)
        await seen(pilot, "from a worker")
        assert "新来的" in shown(app)
        assert reading(app).cursor == before
        assert article_shown(app) == station


@pytest.mark.long
async def test_changing_the_kind_of_a_paragraph_does_not_scroll(library: Library) -> None:
    article, _ = library.articles.add(draft(*[f"这是第{number}段。" for number in range(200)]))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *"100", "G", "B", "k", "enter")
        top = reading(app).scroll_offset.y
        await press(pilot, "u")
        assert reading(app).scroll_offset.y == top


@pytest.mark.long
async def test_a_count_applies_only_to_the_next_key(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "1", "0", "v", "v", "}")
        assert reading(app).cursor == STATION.blocks[1].start


@pytest.mark.long
async def test_a_motion_says_that_there_is_no_place_to_go_to(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "]", "a")
        await seen(pilot, "This article has no annotations yet")
        await press(pilot, "]", "m")
        await seen(pilot, "No annotation stands on changed words")
        library.annotations.annotate_quote(station, "列车")
        await press(pilot, "]", "a", "]", "a")
        await seen(pilot, "No annotation follows: [a goes to the previous one")
        await press(pilot, "G", "]", "]")
        await seen(pilot, "No heading follows")


@pytest.mark.long
async def test_words_with_a_note_are_underlined_and_others_are_not(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="黄的")
    library.annotations.annotate_quote(station, "两分钟")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "油菜花")
        underlined = {
            part.text for strip in strips(app) for part in strip if part.style and part.style.underline
        }
        assert "油菜花" in underlined
        assert "两分钟" not in underlined


async def test_overlapping_tags_have_stripes_beside_each_other(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车每天只停两分钟", tags=["甲"])
    library.annotations.annotate_quote(station, "两分钟", tags=["乙", "丙"], note="短")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "▌▌▏")


async def test_wider_line_spacing_keeps_the_place_and_lines_moves_and_clicks_right(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "w", "j", "l")
        before, pane = reading(app).cursor, reading(app)
        narrow = pane.cursor_screen_offset
        assert narrow is not None
        await press(pilot, "g", "l")
        assert pane.cursor == before
        place = pane.cursor_screen_offset
        assert place is not None
        assert (place.x, place.y > narrow.y) == (narrow.x, True)
        await press(pilot, "j", "k")
        assert pane.cursor == before
        await press(pilot, "h")
        await pilot.click(offset=place)
        await settled(pilot)
        assert pane.cursor == before
        await press(pilot, "g", "l")
        assert pane.cursor_screen_offset == narrow
