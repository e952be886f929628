"""The picked articles of a list, and the range of them that is being picked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence


class ArticlePicks:
    """Which articles are picked, by ID. They stay picked when the list is scrolled, filtered or sorted."""

    def __init__(self) -> None:
        self._picked: dict[str, None] = {}
        self.range_start: str | None = None
        """The ID of the article where a range starts that ends at the cursor. None without a range."""
        self._start_place: int | None = None
        """Its place in the list. None if the list does not have it."""

    def __contains__(self, article: str) -> bool:
        return article in self._picked

    def __bool__(self) -> bool:
        return bool(self._picked)

    def start_range(self, article: str, place: int) -> None:
        """Start a range at an article."""
        self.range_start, self._start_place = article, place

    def drop_range(self) -> None:
        """Drop the range."""
        self.range_start = self._start_place = None

    def end_range(self, articles: Iterable[str]) -> None:
        """Pick the articles of the range, and end it."""
        self._picked.update(dict.fromkeys(articles))
        self.drop_range()

    def move_start(self, place: int | None) -> None:
        """Note where the article that starts the range is, in a list that has changed."""
        self._start_place = place

    def range_to(self, cursor: int) -> range:
        """The places of the range that ends at the cursor; empty without a range."""
        start = self._start_place
        return range(0) if start is None else range(min(start, cursor), max(start, cursor) + 1)

    def toggle(self, article: str) -> None:
        """Pick an article, or unpick it."""
        if self._picked.pop(article, article) is not None:
            self._picked[article] = None

    def toggle_all(self, articles: Sequence[str]) -> None:
        """Pick all these articles; if they are picked already, unpick them."""
        self.drop_range()
        if self._picked.keys() >= set(articles):
            self.keep(self._picked.keys() - set(articles))
        else:
            self._picked.update(dict.fromkeys(articles))

    def keep(self, articles: Collection[str]) -> None:
        """Unpick all but these."""
        self._picked = {each: None for each in self._picked if each in articles}

    def clear(self) -> None:
        """Unpick all."""
        self._picked.clear()

    def with_range(self, articles: Iterable[str]) -> tuple[str, ...]:
        """The IDs of all picked articles, in the order of picking, and of those of the range."""
        return tuple(self._picked | dict.fromkeys(articles))
