"""Finds articles in the list by what is typed of their titles, authors and sources."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from store.language import _
from store.library import Library


class ArticleFind:
    """What was typed, and which articles it finds."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.query = ""
        """What was typed. Empty without a search."""
        self._found: set[str] = set()
        """The IDs of all articles that it finds, also those that the list does not show."""
        self._places: Sequence[int] | None = ()
        """The places of those in the list. None if the list has changed since."""
        self._changes = 0
        """How often the list has changed."""

    def __contains__(self, article: str) -> bool:
        return article in self._found

    @property
    def has_places(self) -> bool:
        """Whether it is known where the matches are in the list."""
        return self._places is not None

    def forget_places(self) -> None:
        """The list has changed: the places must be found again."""
        self._places = None
        self._changes += 1

    def clear(self) -> None:
        """Drop what was typed and found."""
        self.query, self._found, self._places = "", set(), ()

    async def find(self, query: str, listed: Callable[[], Sequence[str]]) -> bool:
        """Find a query in a thread.

        :param listed: returns the IDs of the articles in the list. It is called in that thread.
        :return: False if meanwhile another query was asked for; then nothing has changed.
        """
        self.query = query

        def find() -> tuple[set[str], list[int]]:
            found = self._library.articles.named(query)
            return found, [place for place, article in enumerate(listed()) if article in found]

        while True:
            changes = self._changes
            found, places = await asyncio.to_thread(find)
            if self.query != query:
                return False
            if self._changes == changes:  # otherwise these are places in the former list
                self._found, self._places = found, places
                return True

    def status(self, cursor: int) -> str:
        """The number of the current match and of all: ``3/17``. Empty without a search."""
        if not self.query or self._places is None:
            return ""
        if not self._places:
            return _("not found")
        return f"{bisect_right(self._places, cursor):,}/{len(self._places):,}"

    def first_from(self, place: int) -> int | None:
        """The place of the first match from a place on. After the last comes the first. None without one."""
        places = self._places or ()
        after = bisect_left(places, place)
        return next(iter(places[after : after + 1] or places[:1]), None)

    def further(self, place: int, steps: int) -> int | None:
        """The place of the match that comes ``steps`` matches after a place, or before. None without one."""
        places = self._places or ()
        if not places:
            return None
        number = bisect_right(places, place) - 1
        if steps < 0 and number >= 0 and places[number] < place:
            number += 1
        return places[(number + steps) % len(places)]
