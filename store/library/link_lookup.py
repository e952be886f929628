"""What links name: the articles of a name, and the articles whose notes link to one."""

from __future__ import annotations

from collections.abc import Collection

from store.chinese.folding import fold
from store.index.article_index import ArticleIndex
from store.index.id_prefixes import SHORTEST_ID
from store.model.rows import Row


class LinkLookup:
    """The links of one library, as the list knows them."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def by_name(self, name: str) -> list[Row]:
        """The articles that a name may mean: those of that title, in either script and width; else those
        whose ID starts so, if the name is as long as an ID is when it is shown. Those added last come first.
        """
        wanted = fold(name.strip())
        found = self._index.titled(wanted)
        if found or len(wanted) < SHORTEST_ID:
            return found
        return self._index.rows_of(self._index.starting_with(wanted, -1))

    def linking_to(self, names: Collection[str]) -> list[str]:
        """The IDs of the articles whose notes link to one of the names, those added last first.

        :param names: as :func:`store.note_syntax.wikilinks.target_key` gives them.
        """
        return self._index.linking_to(names)
