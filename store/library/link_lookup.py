"""Looks up links in notes: articles by the name in a link, and articles whose notes link to a name."""

from __future__ import annotations

from collections.abc import Collection

from store.chinese.folding import fold
from store.index.article_index import ArticleIndex
from store.index.id_prefixes import SHORTEST_ID
from store.model.listing.rows import Row


class LinkLookup:
    """Looks up links in the index of one library."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def by_name(self, name: str) -> list[Row]:
        """Return the articles that a name in a link may mean, those added last first.

        These are the articles with that title, in either script and width. If there are none, and the name
        has at least :data:`SHORTEST_ID` characters, they are the articles whose IDs start with it.
        """
        wanted = fold(name.strip())
        found = self._index.titled(wanted)
        if found or len(wanted) < SHORTEST_ID:
            return found
        return self._index.rows_of(self._index.starting_with(wanted, -1))

    def titled(self, title: str) -> list[Row]:
        """Return the articles with a title, in either script and width, those added last first."""
        return self._index.titled(fold(title.strip()))

    def linking_to(self, names: Collection[str]) -> list[str]:
        """Return the IDs of the articles whose notes link to one of the names, those added last first.

        :param names: as :func:`store.note_syntax.wikilinks.target_key` returns them.
        """
        return self._index.linking_to(names)
