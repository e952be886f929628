"""Picks articles of the list, one by one, a range, or all."""

from __future__ import annotations

from tui.panes.articles.moving_view import MovingList


class PickedList(MovingList):
    """Picks articles."""

    def action_pick(self) -> None:
        """Pick or unpick the highlighted article, and move to the next one. A range that has begun ends."""
        self.take_count()
        if self._is_on_folder():
            return
        row = self.row(self.cursor)
        if self._picks.range_start is not None:
            self._picks.end_range(self._range)
        elif row is not None:
            self._picks.toggle(row.id)
            self.action_down()
        self._show_picks()

    def action_pick_range(self) -> None:
        """Start a range of picks at the highlighted article, or end it there."""
        self.take_count()
        if self._is_on_folder():
            return
        row = self.row(self.cursor)
        if self._picks.range_start is not None:
            self._picks.end_range(self._range)
        elif row is not None:
            self._picks.start_range(row.id, self.cursor)
        self._show_picks()

    def action_pick_all(self) -> None:
        """Pick all articles of the list. If all are picked, unpick them."""
        self._picks.toggle_all(self._ordered_ids())
        self._show_picks()
