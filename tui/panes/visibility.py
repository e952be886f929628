"""Decides which panes are visible from the width, the current pane and the panes that the user has hidden."""

from __future__ import annotations

from enum import StrEnum

NARROW = 100
"""The width in cells below which only the current pane is shown."""

WIDE = 150
"""The width in cells from which all four panes are shown."""


class PaneName(StrEnum):
    """The four panes, in the order of ``tab``. The values are the ids of the widgets."""

    ARTICLES = "articles"
    READING = "reading"
    TAGS = "tags"
    NOTES = "notes"


def visible_panes(
    width: int, current: PaneName, hidden: frozenset[PaneName], *, zoomed: bool
) -> set[PaneName]:
    """The panes to show in a terminal of ``width`` cells, always including the current one."""
    if zoomed or width < NARROW:
        return {current}
    shown = set(PaneName)
    if width < WIDE:
        is_side = current in (PaneName.TAGS, PaneName.NOTES)
        shown -= {PaneName.ARTICLES} if is_side else {PaneName.TAGS, PaneName.NOTES}
    return (shown - hidden) | {current}


def neighbour(current: PaneName, step: int, hidden: frozenset[PaneName]) -> PaneName:
    """The pane ``step`` places after the current one, without hidden panes. The first follows the last."""
    order = [name for name in PaneName if name not in hidden or name is current]
    return order[(order.index(current) + step) % len(order)]
