"""The articles that match a query, or all of them, in an order that the user has chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from store.index.article_index import ArticleIndex, is_known
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.progress import Progress, no_progress
from store.query.tree import Query

if TYPE_CHECKING:
    from store.index.evaluation import Evaluator


class FilteredList:
    """The articles that matched a query when it was evaluated."""

    def __init__(
        self,
        index: ArticleIndex,
        query: Query,
        evaluator: Callable[[], Evaluator],
        *,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        progress: Progress = no_progress,
    ) -> None:
        """Evaluate the query.

        :param evaluator: returns what evaluates a query that the index does not know.
        :param keep: the ID of an article that is in the list in any case, such as the one that is open.
        :param order: the order of the articles.
        :param progress: see :meth:`store.index.evaluation.Evaluator.matching`.
        """
        self._index = index
        self.query = query
        """The query that was evaluated."""
        self.articles = self._evaluated(evaluator, keep, order, progress)
        """The IDs of the articles."""

    def _evaluated(
        self, evaluator: Callable[[], Evaluator], keep: str, order: Order, progress: Progress
    ) -> list[str]:
        if all(map(is_known, self.query.terms)):
            return self._index.filtered(self.query, keep, order)
        return list(evaluator().matching(self.query, keep=keep, order=order, progress=progress))

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {article: position for position, article in enumerate(self.articles)}

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
