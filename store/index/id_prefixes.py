"""IDs as people see and type them: the first few characters, as many as it takes."""

from __future__ import annotations

from store.errors import AmbiguousId, UnknownArticle
from store.index.article_index import ArticleIndex

SHORTEST_ID = 6
"""Characters of an ID that a list shows; it grows where they are not unique."""


class IdPrefixes:
    """The IDs of the articles of one library."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def resolve(self, reference: str) -> str:
        """The ID that starts with ``reference``.

        :raises UnknownArticle: there is none, or (AmbiguousId) there are several.
        """
        found = self._starting_with(reference, 5) if reference else []
        if reference in found:
            return reference
        if not found:
            raise UnknownArticle(f"There is no article {reference!r}: see the IDs with `pizhu list`.")
        if len(found) > 1:
            among = ", ".join(found)
            raise AmbiguousId(f"{reference!r} is the start of several IDs ({among}): type more of it.")
        return found[0]

    def short(self, article: str) -> str:
        """The start of the ID that a person needs to type: unique now, of six characters at least."""
        length = SHORTEST_ID
        while length < len(article) and len(self._starting_with(article[:length], 2)) > 1:
            length += 1
        return article[:length]

    def _starting_with(self, prefix: str, limit: int) -> list[str]:
        return self._index.starting_with(prefix, limit)
