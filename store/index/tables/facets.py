"""Counts the values that a list can be filtered by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from store.index.article_index import AttributeFacet, Facet
from store.index.tables.conditions import Conditions
from store.index.tables.facts import AUTHOR, CREATOR
from store.query.tree import Field, State, Thing

Ask: TypeAlias = Callable[[str], Iterable[tuple[Any, ...]]]
"""Asks a database a question without values and returns the rows."""


class Facets:
    """The facets of one index."""

    def __init__(self, ask: Ask, conditions: Conditions, tables: str = "") -> None:
        """Count over tables whose names are preceded by ``tables``."""
        self._ask = ask
        self._conditions = conditions
        self._tables = tables

    def counted(self) -> list[Facet]:
        """Return the values that the list can be filtered by, without those that match no article."""
        return [facet for facet in self._all() if facet.articles and facet.value]

    def _all(self) -> Iterator[Facet]:
        ((tagged,),) = self._ask(f"SELECT count(DISTINCT article) FROM {self._tables}tags")  # noqa: S608
        # To look up for each article whether it has a tag would take longer.
        of_tags: dict[State | Thing, str] = {State.UNTAGGED: f"count(*) - {tagged}", Thing.TAG: f"{tagged}"}
        fixed: list[tuple[Field, str, str]] = []
        states, things = self._conditions.states.items(), self._conditions.things.items()
        conditions: list[tuple[State | Thing, str]] = [*states, *things]
        for each, condition in conditions:
            field = Field.IS if isinstance(each, State) else Field.HAS
            fixed.append((field, each.value, of_tags.get(each, f"count(CASE WHEN {condition} THEN 1 END)")))
        counts = ", ".join(count for _, _, count in fixed)
        for counted in self._ask(f"SELECT {counts} FROM {self._tables}facts"):  # noqa: S608
            for (field, value, _), count in zip(fixed, counted, strict=True):
                yield Facet(field, value, count)
        year = "substr(date, 1, 4)"
        groups = (
            (Field.TAG, self._grouped("tag", "tags")),
            (Field.SOURCE, self._grouped("source", "facts")),
            (Field.COLUMN, self._grouped("section", "facts")),
            (
                Field.DATE,
                f"SELECT {year}, count(*) FROM {self._tables}facts GROUP BY {year} ORDER BY {year} DESC",  # noqa: S608
            ),
            (Field.BY, self._grouped("name", "people", f"role = '{CREATOR}'")),
            (Field.AUTHOR, self._grouped("name", "people", f"role = '{AUTHOR}'")),
        )
        for field, question in groups:
            for value, count in self._ask(question):
                yield Facet(field, value, count)

    def _grouped(self, column: str, table: str, condition: str = "TRUE") -> str:
        """Return the question how many rows have each value of a column, the most frequent first."""
        return (
            f"SELECT {column}, count(*) FROM {self._tables}{table} WHERE {condition}"  # noqa: S608
            f" GROUP BY {column} ORDER BY count(*) DESC, {column}"
        )

    def of_attributes(self) -> list[AttributeFacet]:
        """Return the values of attributes, sorted by name, the most frequent of each first."""
        found = self._ask(
            f"SELECT name, value, count(*) FROM {self._tables}attributes GROUP BY name, value"  # noqa: S608
            " ORDER BY name, count(*) DESC, value"
        )
        return [AttributeFacet(name, value, count) for name, value, count in found]
