"""Which panes are in sight: a pure rule of the width, the pane in use and what the reader put away."""

from __future__ import annotations

from enum import StrEnum

NARROW = 100
"""Cells below which one pane is shown at a time."""

WIDE = 150
"""Cells from which all four panes are shown."""


class PaneName(StrEnum):
    """The four panes, in the order in which ``tab`` goes round; the values are the ids of their widgets."""

    ARTICLES = "articles"
    READING = "reading"
    TAGS = "tags"
    NOTES = "notes"


def in_sight(width: int, current: PaneName, hidden: frozenset[PaneName], *, zoomed: bool) -> set[PaneName]:
    """The panes to show in a terminal of ``width`` cells. The current one always is."""
    if zoomed or width < NARROW:
        return {current}
    shown = set(PaneName)
    if width < WIDE:
        beside = current in (PaneName.TAGS, PaneName.NOTES)
        shown -= {PaneName.ARTICLES} if beside else {PaneName.TAGS, PaneName.NOTES}
    return (shown - hidden) | {current}


def following(current: PaneName, step: int, hidden: frozenset[PaneName]) -> PaneName:
    """The pane that comes ``step`` places after the current one, going round, hidden ones passed over."""
    order = [name for name in PaneName if name not in hidden or name is current]
    return order[(order.index(current) + step) % len(order)]
