"""The saved searches above the list of articles, as folders with the number of articles in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from store.language import _
from store.query.tree import SAVED, Query
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

MOST_LINES = 5
"""Lines of folders, at most. If there are more, the last line stands for the rest."""

LEAST_ARTICLES = 8
"""Screen rows that are left to the articles. In a lower pane fewer folders are shown, or none."""

WIDEST = 60
"""Cells of a line, at most, so that the count stands near the name."""

UNKNOWN = "…"
"""The count of a folder whose articles are not counted yet."""
OWN_WORK = "▸"
"""The sign before the user's own work, where others have that of saved searches."""
BROKEN = "!"
"""The count of a folder whose query is not valid any more."""


class Folder(NamedTuple):
    """A saved search, as the list shows it."""

    name: str
    query: Query
    """Its query; empty if it is not valid any more."""
    articles: int | None = None
    """How many articles match; None if they are not counted yet."""
    error: str = ""
    """Why its query is not valid any more."""
    is_own_work: bool = False
    """Whether it is no saved search but the articles that are assigned to the user and not done."""


class SmartFolders:
    """The folders above the list, and which of them is highlighted."""

    def __init__(self) -> None:
        self._every: tuple[Folder, ...] = ()
        self._room = MOST_LINES
        self.place: int | None = None
        """The line that is highlighted, from 0. None if an article is."""

    @property
    def every(self) -> tuple[Folder, ...]:
        """All folders, also those without a line."""
        return self._every

    def replace(self, folders: Sequence[Folder]) -> None:
        """Show other folders. The highlight stays on its line if that still exists."""
        self._every = tuple(folders)
        self._keep_place()

    def fit(self, height: int) -> None:
        """Show as many lines as a pane of some height has room for."""
        self._room = max(0, min(MOST_LINES, height - LEAST_ARTICLES))
        self._keep_place()

    def _keep_place(self) -> None:
        if self.place is not None:
            self.place = min(self.place, self.lines - 1) if self.lines else None

    @property
    def lines(self) -> int:
        """How many lines of folders there are."""
        return min(len(self._every), self._room)

    @property
    def height(self) -> int:
        """How many screen rows they take, with the line below them."""
        return self.lines + 1 if self.lines else 0

    @property
    def highlighted(self) -> Folder | None:
        """The highlighted folder. None if an article is highlighted, or the line for the rest."""
        return self.at(self.place)

    def at(self, place: int | None) -> Folder | None:
        """The folder on a line. None if there is none, or it stands for the rest."""
        if place is None or not 0 <= place < self.lines or self._is_rest(place):
            return None
        return self._every[place]

    def of(self, query: Query) -> Folder | None:
        """The folder with a query."""
        return next((each for each in self._every if query and each.query == query), None)

    def take_count(self, query: Query, articles: int) -> None:
        """Take the number of articles that match a query, if it is that of a folder."""
        self._every = tuple(
            each._replace(articles=articles) if query and each.query == query else each
            for each in self._every
        )

    def _is_rest(self, place: int) -> bool:
        return place == self.lines - 1 and len(self._every) > self.lines

    def move(self, step: int) -> None:
        """Move the highlight by some lines.

        Below the last line are the articles; above the first line it stays there.
        """
        here = self.lines if self.place is None else self.place
        self.place = max(0, here + step)
        if self.place >= self.lines:
            self.place = None

    def line(self, place: int, width: int, *, ground: Style, quiet: Style, is_shown: bool) -> list[Segment]:
        """Return a line of folders, or the rule below them.

        :param is_shown: whether the list shows the articles of this folder.
        """
        if place == self.lines:
            return [Segment("─" * width, quiet)]
        if self._is_rest(place):
            rest = len(self._every) - place
            return [Segment(f" {UNKNOWN} " + fitted(_("{number:,} more", number=rest), width - 4), quiet)]
        folder, width = self._every[place], min(width, WIDEST)
        count = BROKEN if folder.error else UNKNOWN if folder.articles is None else f"{folder.articles:,}"
        name = fitted(displayed(folder.name), max(1, width - len(count) - 5))
        style = ground + Style(bold=is_shown)
        gap = " " * max(1, width - 3 - cell_len(name) - len(count))
        sign = OWN_WORK if folder.is_own_work else SAVED[0]
        return [Segment(f" {sign}", quiet), Segment(name, style), Segment(f"{gap}{count} ", quiet)]
