"""The part of the list of articles that matches a query."""

from __future__ import annotations

from store.index.article_index import ArticleIndex
from store.model.query import Query
from store.model.rows import Row


class FilteredList:
    """The articles that a query means, in the order of the list, as they were when it was asked."""

    def __init__(self, index: ArticleIndex, query: Query, keep: str = "") -> None:
        """The part of a list.

        :param keep: an article that is in it whatever the query says: the one that is being read, say.
        """
        self._index = index
        self.query = query
        """What it was narrowed by."""
        self.articles = index.filtered(query, keep)
        """Their IDs, those added last first."""
        self._places = {article: place for place, article in enumerate(self.articles)}

    def count(self) -> int:
        """How many articles there are."""
        return len(self.articles)

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """A part of it."""
        end = None if limit < 0 else offset + limit
        wanted = self.articles[offset:end]
        return self._index.rows_of(wanted)

    def position(self, article: str) -> int | None:
        """Where an article stands, from 0; None when it does not."""
        return self._places.get(article)
