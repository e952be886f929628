"""Filters the list of articles on a server, by conditions over its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.index.article_index import AttributeFacet, Facet
from store.index.postgres import fulltext
from store.index.postgres.characters import given
from store.index.postgres.passages import condition_of
from store.index.postgres.statements import asked, asked_by_index, texts
from store.index.tables.conditions import Condition, Conditions, Values, joined
from store.index.tables.facets import Facets
from store.index.tables.orders import ordered_parts
from store.model.listing.order import Order
from store.query.tree import And, Query, Together
from store.storage.postgres.connections import Row, Session


class PostgresConditions(Conditions):
    """Conditions as PostgreSQL says them.

    Rows of other tables are asked for by EXISTS: NOT IN would compare each article with each of these rows as
    soon as they are too many for the memory of the server.
    """

    def __init__(self, session: Session) -> None:
        """Conditions for questions that ``session`` asks."""
        super().__init__()
        self._session = session
        self.are_of_texts = False
        """Whether one of them is about what texts contain."""

    def has_row(self, table: str, condition: str) -> str:
        """Return the condition that an article has a row in a table that meets a condition."""
        return f"EXISTS (SELECT 1 FROM {{schema}}.{table} t WHERE t.article = facts.id AND ({condition}))"  # noqa: S608

    def contains(self, column: str, value: str) -> Condition:
        """Return the condition that a column contains a value."""
        return f"strpos({column}, ?) > 0", [value]

    def is_one_of(self, column: str, values: Sequence[str]) -> Condition:
        """Return the condition that a column has one of some values."""
        return f"{column} = ANY(CAST(? AS text[]))", [[*values]]

    def having(self, phrase: str) -> Condition:
        """Return the condition that a text contains a phrase, as a search finds it."""
        self.are_of_texts = True
        condition, values = condition_of(phrase)
        found = f"SELECT 1 FROM {{schema}}.passages p WHERE p.article = facts.id AND {condition}"  # noqa: S608
        return f"EXISTS ({found})", values

    def having_together(self, node: Together) -> Condition:
        """Return the condition that a text has runs near each other: the articles are found first."""
        return self.is_one_of("id", fulltext.near(self._session, node.runs, node.reach, node.marks))

    def names(self, column: str, table: str, condition: str, *values: str) -> list[str]:
        """Return the different values of a column."""
        question = f"SELECT DISTINCT {column} FROM {{schema}}.{table} WHERE {condition}"  # noqa: S608
        return texts(asked(self._session, question, values))


def filtered(
    session: Session, query: Query, keep: str, order: Order, among: Sequence[str] | None
) -> list[str]:
    """Return the articles that match a query: see :class:`store.index.article_index.ArticleIndex`."""
    where, values = "TRUE", Values()
    conditions = PostgresConditions(session)
    if query:
        where, values = conditions.of(And(query.terms))
        if keep:
            where, values = joined("OR", [(where, values), ("id = ?", [keep])])
    if among is not None:
        where, values = f"({where}) AND id = ANY(CAST(? AS text[]))", [*values, list(among)]
    found: list[str] = []
    ask = asked_by_index if conditions.are_of_texts else asked
    for part, by in ordered_parts(order):
        rows = ask(
            session,
            f"SELECT id FROM {{schema}}.facts WHERE ({where}) AND {part} ORDER BY {by}",  # noqa: S608
            values,
        )
        found += [article for (article,) in rows]
    return found


def facets(session: Session) -> list[Facet]:
    """Return the values that the list can be filtered by, without those that match no article."""
    return _facets(session).counted()


def attribute_facets(session: Session) -> list[AttributeFacet]:
    """Return the values of attributes, sorted by name, the most frequent of each first."""
    return _facets(session).of_attributes()


def _facets(session: Session) -> Facets:
    def ask(question: str) -> Iterator[Row]:
        for row in asked(session, question):
            yield tuple(given(each) if isinstance(each, str) else each for each in row)

    return Facets(ask, PostgresConditions(session), "{schema}.")
