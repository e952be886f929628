"""Article IDs shortened to unique prefixes, as users see and type them."""

from __future__ import annotations

from store.errors import AmbiguousId, UnknownArticle
from store.index.article_index import ArticleIndex
from store.language import _
from store.wording import listed

SHORTEST_ID = 6
"""Characters of a shortened ID; more where these are not unique."""


class IdPrefixes:
    """Shortens and resolves the IDs of one library."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def resolve(self, reference: str) -> str:
        """Return the ID that starts with ``reference``.

        :raises UnknownArticle: no ID does.
        :raises AmbiguousId: several IDs do.
        """
        found = self._starting_with(reference, 5) if reference else []
        if reference in found:
            return reference
        if not found:
            raise UnknownArticle(
                _("There is no article {reference!r}: see the IDs with `pizhu list`.", reference=reference)
            )
        if len(found) > 1:
            raise AmbiguousId(
                _(
                    "{reference!r} is the start of several IDs ({among}): type more of it.",
                    reference=reference,
                    among=listed(found),
                )
            )
        return found[0]

    def short(self, article: str) -> str:
        """Return the shortest unique prefix of an ID, with at least :data:`SHORTEST_ID` characters."""
        length = SHORTEST_ID
        while length < len(article) and len(self._starting_with(article[:length], 2)) > 1:
            length += 1
        return article[:length]

    def _starting_with(self, prefix: str, limit: int) -> list[str]:
        return self._index.starting_with(prefix, limit)
