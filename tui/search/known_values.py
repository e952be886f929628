"""The values of fields that a library has, by which a query is completed while it is typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from store.query.completion import Completion, complete
from store.query.tree import SAVED, Field

if TYPE_CHECKING:
    from store.library import Library


_OF_CODERS = (Field.ASSIGNED, Field.DISPUTED, Field.REMARK)
"""The fields whose values are names of coders."""


class KnownValues:
    """Values of fields and attributes with their numbers of articles, and the names of saved searches."""

    def __init__(
        self,
        counts: Mapping[tuple[str, str], int] | None = None,
        attributes: Collection[str] = (),
        searches: Iterable[str] = (),
        coders: Iterable[str] = (),
    ) -> None:
        """Take what is known; nothing by default.

        :param counts: the numbers of articles by field and value, the most frequent value first.
        :param attributes: the names of the attributes of the library.
        :param searches: the names of the saved searches.
        :param coders: the names of the members of the team.
        """
        self._counts = counts or {}
        self._attributes = attributes
        coders = list(coders)
        self._values: dict[str, list[str]] = {SAVED[0]: list(searches), **dict.fromkeys(_OF_CODERS, coders)}
        for field, value in self._counts:
            self._values.setdefault(field, []).append(value)

    @classmethod
    def of(cls, library: Library) -> KnownValues:
        """Read the values of a library. This may take some hundredths of a second."""
        counts = {(str(facet.field), facet.value): facet.articles for facet in library.articles.facets()}
        counts |= {(facet.name, facet.value): facet.articles for facet in library.attributes.facets()}
        searches = [search.search for search in library.searches.all()]
        coders = [each.member for each in library.team.roster.members]
        return cls(counts, library.attributes.names(), searches, coders)

    def complete(self, query: str, cursor: int) -> list[Completion]:
        """Return how a query can be completed at a place, in code points."""
        return complete(query, cursor, self._of, attributes=self._attributes)

    def count(self, completion: Completion) -> int:
        """Return how many articles have the value of a completion; 0 if that is not known."""
        return self._counts.get((_counted(completion.field), completion.name), 0)

    def _of(self, field: str) -> list[str]:
        return self._values.get(_counted(field), [])


def _counted(field: str) -> str:
    """Return the field under which the values of another one are counted."""
    return Field.TAG if field == Field.UNDER else field
