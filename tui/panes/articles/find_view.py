"""Finds articles in the list while the user types."""

from __future__ import annotations

from typing import ClassVar

from store.language import Lazy, lazy
from tui.panes.articles.pick_view import PickedList
from tui.panes.finding import FindRequested
from tui.panes.pane import PaneNotice

NO_SEARCH = lazy("No search yet: / finds articles by title, author or source")
NOT_FOUND = lazy("No article in the list matches “{query}”")


class FoundList(PickedList):
    """Highlights what is found."""

    FIND_HINT: ClassVar[Lazy] = lazy("title, author or source: characters, pinyin or initials · ↑ last query")

    def action_find(self) -> None:
        """Open the find bar."""
        self.take_count()
        row = self.row(self.cursor)
        self._origin = row.id if row else None
        self.post_message(FindRequested(self))

    async def find_live(self, query: str) -> bool:
        """Find what was typed so far, and highlight the first match from where typing began.

        :return: False if meanwhile something else was typed: then nothing has changed.
        """
        if not query.strip():
            self._find.clear()
        elif not await self._find.find(query, self._ordered_ids) or not self.is_attached:
            return False
        start = self._origin_place
        place = self._find.first_from(start)
        self.cursor = start if place is None else place
        self._show_picks()
        return True

    @property
    def _origin_place(self) -> int:
        """Where typing began."""
        place = None if self._origin is None else self._listed.position(self._origin)
        return self.cursor if place is None else place

    async def finish_finding(self, query: str) -> None:
        """Stay at the match, and report if there is none."""
        self._has_moved = True
        if query != self._find.query and not await self.find_live(query):
            return
        if self._find.first_from(0) is None:
            self._find.clear()
            self._show_picks()
            self.post_message(PaneNotice(NOT_FOUND.format(query=query)))

    def cancel_finding(self) -> None:
        """Clear the search, and highlight the article where typing began."""
        self._find.clear()
        self.cursor = self._origin_place
        self._show_picks()

    async def action_find_next(self) -> None:
        """Highlight the next match. After the last comes the first."""
        await self._go_by_matches(1)

    async def action_find_previous(self) -> None:
        """Highlight the previous match. Before the first comes the last."""
        await self._go_by_matches(-1)

    async def _go_by_matches(self, step: int) -> None:
        steps, find = step * (self.take_count() or 1), self._find
        if not find.query:
            self.post_message(PaneNotice(str(NO_SEARCH)))
            return
        if not find.has_places and not await find.find(find.query, self._ordered_ids):
            return
        place = find.further(self.cursor, steps)
        if place is None:
            self.post_message(PaneNotice(NOT_FOUND.format(query=find.query)))
            return
        self._go(place)
        self._show_picks()
