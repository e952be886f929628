"""How wide the columns of panes are, how high the tags are, and how they grow and shrink."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from tui.panes.visibility import PaneName

LEAST_WIDTH, GREATEST_WIDTH = 20, 120
"""The limits of a column's width, in cells."""

LEAST_SHARE, GREATEST_SHARE = 10, 90
"""The limits of the height of the tags, in per cent."""

LEAST_TEXT = 24
"""Cells that the columns leave for the text."""

SIDE = frozenset({PaneName.TAGS, PaneName.NOTES})
"""The panes in the column at the right."""


class PaneSizes(NamedTuple):
    """The sizes of the panes. The text has the width that the columns leave."""

    list_width: int = 36
    """The width of the list of articles, in cells."""
    side_width: int = 40
    """The width of tags and notes, in cells."""
    tags_height: int = 40
    """The height of the tags, in per cent of the height of tags and notes."""

    def wider(self, pane: PaneName, cells: int, shown: AbstractSet[PaneName]) -> PaneSizes:
        """The sizes after a pane has grown by some cells, or shrunk if they are negative.

        The text grows at the cost of the column beside it: tags and notes, or else the list.
        """
        if pane is PaneName.READING:
            pane = PaneName.TAGS if shown & SIDE else PaneName.ARTICLES
            cells = -cells
        if pane is PaneName.ARTICLES:
            return self._replace(list_width=_limited(self.list_width + cells))
        return self._replace(side_width=_limited(self.side_width + cells))

    def higher(self, pane: PaneName, share: int) -> PaneSizes:
        """The sizes after the tags or the notes have grown by some per cent of the height of both."""
        share = self.tags_height + (share if pane is PaneName.TAGS else -share)
        return self._replace(tags_height=max(LEAST_SHARE, min(GREATEST_SHARE, share)))

    def fitted(self, width: int, shown: AbstractSet[PaneName]) -> PaneSizes:
        """The sizes that leave room for the text, in a terminal of ``width`` cells.

        If both columns are shown and too wide, each gives in proportion to its width.
        """
        columns = [
            *([self.list_width] if PaneName.ARTICLES in shown else []),
            *([self.side_width] if shown & SIDE else []),
        ]
        room = width - LEAST_TEXT
        if PaneName.READING not in shown or not columns or sum(columns) <= room:
            return self
        part = room / sum(columns)
        return self._replace(
            list_width=max(1, int(self.list_width * part)), side_width=max(1, int(self.side_width * part))
        )


def _limited(width: int) -> int:
    return max(LEAST_WIDTH, min(GREATEST_WIDTH, width))
