"""What an import would do, article by article, without writing anything."""

from __future__ import annotations

from collections.abc import Callable

from store.errors import PizhuError
from store.library.ingest import Ingest, Ingested
from store.model.article import Article, Draft
from store.model.new_article import NewArticle

PREVIEWED = 40_000_000
"""Code points of text that a preview remembers: what comes is compared with what came before."""


class Preview:
    """Says what would become of articles, each after those before it."""

    def __init__(
        self, ingest: Ingest, take: Callable[[Ingest, NewArticle | Draft], Ingested | PizhuError]
    ) -> None:
        """Start one that knows the library alone.

        :param take: adds an article to a change.
        """
        self._ingest = ingest
        self._take = take

    def look(self, article: NewArticle | Draft) -> Ingested | PizhuError:
        """Return what would become of an article. An added one will have another ID."""
        result = self._take(self._ingest, article)
        self._ingest.forget(PREVIEWED)
        return result

    def articles(self) -> list[Article]:
        """Return the articles that would be added or updated, as they would be."""
        return self._ingest.changed()
