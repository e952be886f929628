"""Remembers which articles a part of a query was verified on, so that a list is quick to read again."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from store.query.tree import Node

MOST = 4
"""Nodes of queries whose results are remembered: those that were used last."""


class Verified:
    """What was found when articles were read for nodes of queries. It may be used from any thread."""

    def __init__(self) -> None:
        self._results: dict[Node, dict[str, bool]] = {}
        self._lock = Lock()
        self._changes = 0

    @property
    def moment(self) -> int:
        """A number that is another one after each change."""
        return self._changes

    def get(self, node: Node, article: str) -> bool | None:
        """Return whether a node matches an article; None if that is not known."""
        results = self._results.get(node)
        return None if results is None else results.get(article)

    def put(self, node: Node, article: str, matches: bool, moment: int) -> None:
        """Remember whether a node matches an article.

        :param moment: when the article was read; after a change since then nothing is remembered.
        """
        with self._lock:
            if moment == self._changes:
                results = self._results.pop(node, {})
                results[article] = matches
                self._results[node] = results
                while len(self._results) > MOST:
                    del self._results[next(iter(self._results))]

    def forget(self, articles: Iterable[str]) -> None:
        """Forget what is known of articles, because they have changed."""
        with self._lock:
            self._changes += 1
            for article in articles:
                for results in self._results.values():
                    results.pop(article, None)
