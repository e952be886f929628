"""Dragging the borders between panes with the mouse."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import Enum

from textual.geometry import Offset, Region

from tui.panes.resizing.sizes import SIDE, PaneSizes
from tui.panes.visibility import PaneName


class Border(Enum):
    """A border between panes that can be dragged."""

    LIST = "list"
    """Between the list and the text."""
    SIDE = "side"
    """Between the text, or the list, and the column at the right."""
    TAGS = "tags"
    """Between tags and notes."""


def border_at(x: int, y: int, regions: dict[PaneName, Region]) -> Border | None:
    """The border under the mouse. A border has two cells: the frames of both panes.

    :param regions: where the visible panes are on the screen.
    """
    articles, tags, notes = (regions.get(name) for name in (PaneName.ARTICLES, PaneName.TAGS, PaneName.NOTES))
    has_text, side = PaneName.READING in regions, tags or notes
    if articles and has_text and x in (articles.right - 1, articles.right):
        return Border.LIST
    if side and (has_text or articles) and x in (side.x - 1, side.x):
        return Border.SIDE
    if tags and notes and tags.x < x < tags.right - 1 and y in (tags.bottom - 1, tags.bottom):
        return Border.TAGS
    return None


def dragged(
    border: Border, mouse: Offset, sizes: PaneSizes, regions: dict[PaneName, Region], width: int
) -> PaneSizes:
    """The sizes when a border is dragged to a cell.

    :param mouse: the cell of the screen.
    :param regions: where the visible panes are on the screen.
    :param width: the width of the screen, in cells.
    """
    shown: AbstractSet[PaneName] = regions.keys()
    if border is Border.LIST:
        return sizes.wider(PaneName.ARTICLES, mouse.x + 1 - sizes.list_width, shown)
    if border is Border.SIDE:
        return sizes.wider(PaneName.TAGS, width - mouse.x - sizes.side_width, shown)
    column = [regions[name] for name in sorted(SIDE & shown)]
    top, bottom = min(each.y for each in column), max(each.bottom for each in column)
    share = round(100 * (mouse.y + 1 - top) / max(1, bottom - top))
    return sizes.higher(PaneName.TAGS, share - sizes.tags_height)
