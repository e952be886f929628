"""Panes grow and shrink by key and with the mouse, and keep room for the text."""

from __future__ import annotations

import pytest
from textual.geometry import Offset

from store.library import Library
from tests.tui.reader import WIDE, press, reader, settled
from tui.app import PizhuApp
from tui.panes.articles import ArticlesPane
from tui.panes.layout import PaneScreen
from tui.panes.resizing.borders import Border, border_at, dragged
from tui.panes.resizing.sizes import LEAST_TEXT, PaneSizes
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName
from tui.settings.reading import read_settings
from tui.user_folders import config_file

ALL = frozenset(PaneName)


def main_screen(app: PizhuApp) -> PaneScreen:
    """The screen of the panes."""
    assert isinstance(app.screen, PaneScreen)
    return app.screen


def test_the_text_grows_at_the_cost_of_the_column_beside_it() -> None:
    sizes = PaneSizes()
    assert sizes.wider(PaneName.READING, 4, ALL) == PaneSizes(side_width=36)
    assert sizes.wider(PaneName.READING, 4, {PaneName.ARTICLES, PaneName.READING}) == PaneSizes(list_width=32)
    assert sizes.wider(PaneName.NOTES, 4, ALL) == PaneSizes(side_width=44)
    assert sizes.higher(PaneName.NOTES, 10) == PaneSizes(tags_height=30)


@pytest.mark.parametrize("width", [60, 100, 150, 400])
def test_columns_leave_room_for_the_text(width: int) -> None:
    sizes = PaneSizes(120, 120).fitted(width, ALL)
    assert sizes.list_width + sizes.side_width <= max(width - LEAST_TEXT, 240 if width == 400 else 0)
    assert PaneSizes(120, 120).fitted(width, ALL - {PaneName.READING}) == PaneSizes(120, 120)


@pytest.mark.long
async def test_panes_are_resized_by_key_and_saved_as_default(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        screen = main_screen(app)
        articles, tags = screen.query_one(ArticlesPane), screen.query_one(TagsPane)
        before = articles.size.width, tags.size.height
        await press(pilot, "ctrl+w", ">", "1", "0", "g", ">")
        await settled(pilot)
        assert articles.size.width == before[0] + 14
        await press(pilot, "tab", "tab", "ctrl+w", "+")
        await settled(pilot)
        assert tags.size.height > before[1]
        await press(pilot, "g", "f10")
        await settled(pilot)
        saved = read_settings(config_file()).config
        assert (saved.list_width, saved.side_width, saved.tags_height) == (50, 40, 50)
        await press(pilot, "g", "=")
        await settled(pilot)
        assert (articles.size.width, tags.size.height) == before


async def test_a_border_follows_the_mouse(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        screen = main_screen(app)
        articles, tags = screen.query_one(ArticlesPane), screen.query_one(TagsPane)
        edge = articles.region.right
        await pilot.mouse_down(offset=(edge, 5))
        await pilot.hover(offset=(edge + 7, 5))
        assert screen.sizes == PaneSizes()  # a move without the button drags nothing
        regions = {each: screen.query_one(f"#{each}").region for each in PaneName}
        assert border_at(edge, 5, regions) is Border.LIST
        assert border_at(tags.region.x, 5, regions) is Border.SIDE
        assert border_at(tags.region.x + 5, tags.region.bottom, regions) is Border.TAGS
        assert border_at(edge + 5, 5, regions) is None
        assert dragged(Border.LIST, Offset(edge + 7, 5), screen.sizes, regions, 200).list_width == edge + 8
        assert dragged(Border.SIDE, Offset(150, 5), screen.sizes, regions, 200).side_width == 50
