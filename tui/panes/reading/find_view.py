"""Finds text in the article while the user types, and moves between the matches."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from threading import Lock
from typing import ClassVar

from textual.message import Message

from store.chinese.words import Segmenter
from store.index.find_in_text import Finder, Finds, Method
from store.language import Lazy, _, lazy
from store.query.regular_expression import PREFIX, BadPattern, escaped
from tui.panes.finding import FindRequested
from tui.panes.pane import PaneNotice
from tui.panes.reading.aids import Aids
from tui.panes.reading.selection_view import SelectionView

NO_MATCHES = Finds((), Method.WORDS)

METHODS = {
    Method.PINYIN: lazy("pinyin", "way of finding"),
    Method.INITIALS: lazy("initials", "way of finding"),
    Method.REGEX: lazy("regular expression", "way of finding"),
}
"""How something was found, where that is said."""


class FindView(SelectionView):
    """A reading view with a search."""

    class NextPlaceRequested(Message):
        """A request to go to another place that the search of the library found."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step
            """How many places forwards, or backwards if it is negative."""

    FIND_HINT: ClassVar[Lazy] = lazy("characters, pinyin, or re: and a regular expression · ↑ last query")

    def __init__(self, segmenter: Segmenter, aids: Aids) -> None:
        super().__init__(segmenter, aids)
        self._finder: Finder | None = None
        self._searching = Lock()
        """Held by the thread that searches: there is one at a time."""
        self._query = ""
        self._found = NO_MATCHES
        self._error = ""
        """Why the query is invalid, or empty."""
        self._shows_failure = False
        """Whether the status reports that nothing was found. The next motion clears it."""
        self._origin = 0
        """The cursor when the user began to type the query."""
        self._search_status = ""
        """Which of the places found by a search of the library is shown; empty if the matches are others."""

    @property
    def matches(self) -> Sequence[tuple[int, int]]:
        """The matches, in text order."""
        return self._found.spans

    @property
    def find_status(self) -> str:
        """The status of the search: the number of the current match, or why there is none.

        Empty without a search.
        """
        if self._search_status:
            return self._search_status
        if not self.matches:
            return (self._error or _("not found")) if self._shows_failure else ""
        place = bisect_right(self.matches, self.cursor, key=lambda span: span[0])
        count = f"{place}/{len(self.matches)}"
        return (
            _("{count} by {method}", count=count, method=METHODS[self._found.method])
            if self._found.method
            else count
        )

    def set_text(self, *, is_same_article: bool) -> None:
        """Show another text. The query is repeated in it at the next ``n``."""
        self._finder, self._found, self._shows_failure = None, NO_MATCHES, False
        self._search_status = ""
        super().set_text(is_same_article=is_same_article)

    async def _find(self, query: str) -> bool:
        """Find a query in a thread and show the matches.

        :return: False if meanwhile another query was asked for, or another article opened.
        """
        self._query = query
        if self.article is None:
            return False
        if self._finder is None:
            self._finder = Finder(self.article.text)
        finder = self._finder
        found, error = await asyncio.to_thread(self._search, finder, query)
        if self._query != query or self._finder is not finder or not self.is_attached:
            return False
        self._show_found(found, error)
        return True

    def _search(self, finder: Finder, query: str) -> tuple[Finds, str]:
        """In a thread: find a query if it is still wanted. Return the matches, or why there are none."""
        with self._searching:
            if self._query != query or self._finder is not finder:
                return NO_MATCHES, ""
            try:
                return finder.find(query), ""
            except BadPattern as error:
                return NO_MATCHES, str(error)

    def show_places(self, places: Sequence[tuple[int, int]], status: str) -> None:
        """Show the places that a search of the library found in the text, as matches.

        Keys that go to the next match then ask for the next place of the search.

        :param places: (start, end) in code points, in text order.
        :param status: which of all places of the search is shown.
        """
        self._query = ""
        self._show_found(Finds(tuple(places), Method.WORDS), "")
        self._search_status = status
        self.show_status()

    def _show_found(self, found: Finds, error: str) -> None:
        self._found, self._error = found, error
        self._search_status = ""
        self._shows_failure = bool(self._query) and not self.matches
        self.show_status()
        self.refresh()
        self.vertical_scrollbar.refresh()

    def clear_finds(self) -> None:
        """Show no matches any more. The cursor stays."""
        self._clear_finds()

    def _clear_finds(self) -> None:
        """Clear the search, and drop the results of one that is running."""
        self._query = ""
        self._show_found(NO_MATCHES, "")

    def move(self, offset: int, *, keep_column: bool = False) -> None:
        """Move the cursor, and clear the report that nothing was found."""
        self._shows_failure = False
        super().move(offset, keep_column=keep_column)

    def clear_find_status(self) -> None:
        """Clear the report that nothing was found, because the user leaves the pane."""
        if self._shows_failure:
            self._shows_failure = False
            self.show_status()

    def action_cancel(self) -> None:
        """Drop the selection. Without one, clear the search."""
        if self.selection is None and self._shows_failure:
            self.take_count()
            self.clear_find_status()
        elif self.selection is None and self.matches:
            self.take_count()
            self._clear_finds()
        else:
            super().action_cancel()

    # While typing

    def action_find(self) -> None:
        """Open the find bar."""
        if self.article is not None:
            self._origin = self.cursor
            self.post_message(FindRequested(self))

    async def find_live(self, query: str) -> bool:
        """Find what was typed so far, and move to the first match after the place where typing began.

        :return: False if meanwhile something else was typed: then nothing has changed.
        """
        if not query:
            self._clear_finds()
        elif not await self._find(query):
            return False
        shows_failure = self._shows_failure
        after = bisect_left(self.matches, self._origin, key=lambda span: span[0])
        found = self.matches[after : after + 1] or self.matches[:1]
        self.move(found[0][0] if found else self._origin)
        self._shows_failure = shows_failure  # the user did not move the cursor
        self.show_status()
        return True

    async def finish_finding(self, query: str) -> None:
        """Stay at the match, and report if there is none."""
        if query != self._query and not await self.find_live(query):
            return
        here, self.cursor = self.cursor, self._origin
        if here != self._origin:
            self.jump(here)
        if not self.matches:
            self.post_message(PaneNotice(self._error or _("Not found: {query}", query=query)))

    def cancel_finding(self) -> None:
        """Clear the search and move the cursor back to where it was."""
        self._clear_finds()
        self.move(self._origin)

    # From match to match

    async def action_find_next(self) -> None:
        """Move to the next match. After the last comes the first."""
        await self._move_by_matches(1)

    async def action_find_previous(self) -> None:
        """Move to the previous match. Before the first comes the last."""
        await self._move_by_matches(-1)

    async def action_find_word(self) -> None:
        """Find the word under the cursor, or the selection, and move to the next match."""
        if self._motions is None or self.article is None:
            return
        start, end = self.selection or self._motions.word_at(self.cursor)
        self.drop_selection()
        words = self.article.text[start:end].replace("\n", " ")
        if await self._find(escaped(words) if words.startswith(PREFIX) else words):
            await self._move_by_matches(1)

    async def _move_by_matches(self, step: int) -> None:
        count = self.take_count() or 1
        if self._search_status:
            self.post_message(self.NextPlaceRequested(step * count))
            return
        if not self._query:
            self.post_message(
                PaneNotice(_("No search yet: / finds words, * finds the word under the cursor"))
            )
            return
        if self._finder is None and not await self._find(self._query):
            return
        if not self.matches:
            self.post_message(PaneNotice(self._error or _("Not found: {query}", query=self._query)))
            return
        place = bisect_right(self.matches, self.cursor, key=lambda span: span[0]) - 1
        if step < 0 and place >= 0 and self.matches[place][0] < self.cursor:
            place += 1
        self.jump(self.matches[(place + step * count) % len(self.matches)][0])
