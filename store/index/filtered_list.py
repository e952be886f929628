"""The part of the list of articles that matches a query."""

from __future__ import annotations

from store.index.article_index import ArticleIndex
from store.model.query import Query
from store.model.rows import Row


class FilteredList:
    """The articles that matched a query when it was evaluated, in the order of the list."""

    def __init__(self, index: ArticleIndex, query: Query, keep: str = "") -> None:
        """Evaluate the query.

        :param keep: the ID of an article that is in the list in any case, such as the one that is open.
        """
        self._index = index
        self.query = query
        """The query that was evaluated."""
        self.articles = index.filtered(query, keep)
        """The IDs of the articles, those added last first."""
        self._positions = {article: position for position, article in enumerate(self.articles)}

    def count(self) -> int:
        """Return how many articles there are."""
        return len(self.articles)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """Return a part of the list; all of it from ``offset`` on when ``limit`` is negative."""
        end = None if limit < 0 else offset + limit
        return self._index.rows_of(self.articles[offset:end])

    def position(self, article: str) -> int | None:
        """Return the position of an article in the list, from 0; None when it is not in it."""
        return self._positions.get(article)
