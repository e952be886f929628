"""Translates a query into an SQL condition over the tables of an index.

It is in the SQL that databases have in common, with ``?`` for each value; what they say otherwise, a subclass
of :class:`Conditions` says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeAlias

from store.chinese.folding import fold
from store.index.tables.facts import AUTHOR, CREATOR, number_in
from store.model.article import Status
from store.model.tables.attribute import AttributeKind
from store.query.tree import (
    ANY,
    And,
    Attribute,
    Comparison,
    Field,
    Node,
    Not,
    Or,
    State,
    Term,
    Thing,
    Together,
)
from store.query.values import amounts, moments, span

Values: TypeAlias = list[object]
Condition: TypeAlias = tuple[str, Values]  # untranslated: a type
"""An SQL condition and its parameters."""


class Conditions(ABC):
    """The conditions for one index, on the rows of its table ``facts``."""

    def __init__(self) -> None:
        tagged = self.has_row("tags", "TRUE")
        self.states = {
            State.STARRED: "starred",
            State.UNTAGGED: f"NOT ({tagged})",
            **{State(each): f"status = '{each}'" for each in Status},
        }
        """By state, the condition that an article is in it."""
        self.things = {
            Thing.NOTE: "(noted OR notes > 0)",
            Thing.MARK: "marks > 0",
            Thing.TAG: tagged,
            Thing.ORPHAN: "orphans > 0",
            Thing.MOVED: "moved > 0",
        }
        """By thing, the condition that an article has it."""

    # What databases say otherwise

    @abstractmethod
    def has_row(self, table: str, condition: str) -> str:
        """Return the condition that an article has a row in a table that meets a condition."""

    @abstractmethod
    def contains(self, column: str, value: str) -> Condition:
        """Return the condition that a column contains a value as it is."""

    @abstractmethod
    def is_one_of(self, column: str, values: Sequence[str]) -> Condition:
        """Return the condition that a column has one of some values, perhaps none."""

    @abstractmethod
    def having(self, phrase: str) -> Condition:
        """Return the condition that the text of an article contains a folded phrase."""

    @abstractmethod
    def having_together(self, node: Together) -> Condition:
        """Return the condition that the text of an article has runs of characters near each other."""

    @abstractmethod
    def names(self, column: str, table: str, condition: str, *values: str) -> list[str]:
        """Return the different values that a column has in the rows that meet a condition now."""

    # What they say alike

    def of(self, node: Node) -> Condition:
        """Return the condition that a node matches.

        :param node: one that an index knows: see :func:`store.index.article_index.is_known`.
        """
        if isinstance(node, And | Or):
            return joined(type(node).__name__.upper(), [self.of(each) for each in node.nodes])
        if isinstance(node, Not):
            return _negated(self.of(node.node))
        if isinstance(node, Together):
            return self.having_together(node)
        if isinstance(node, Term):
            found = self._term(node)
            return found if node.wanted else _negated(found)
        if isinstance(node, Attribute):
            condition, values = self._compared(node)
            return self.has_row("attributes", f"name = ? AND {condition}"), [node.name, *values]
        what = f"the index does not know {node}"  # untranslated: a mistake of the program
        raise TypeError(what)

    def _term(self, term: Term) -> Condition:
        """Return the condition that one of the values of a term matches."""
        conditions: dict[Field, Callable[[str], Condition]] = {
            Field.TAG: self._tagged,
            Field.UNDER: self._tagged_below,
            Field.TITLE: lambda value: self.contains("title", fold(value)),
            Field.ADDED: _added,
            Field.CHARS: _long,
            Field.LANG: _in_language,
            Field.IS: lambda value: (self.states[State(value)], []),
            Field.HAS: lambda value: (self.things[Thing(value)], []),
            Field.DATE: _dated,
            Field.WORDS: lambda value: self.having(fold(value)),
            Field.SOURCE: lambda value: self._named("source", value),
            Field.COLUMN: lambda value: self._named("section", value),
            Field.AUTHOR: lambda value: self._by(AUTHOR, value),
            Field.BY: lambda value: self._by(CREATOR, value),
        }
        return joined("OR", [conditions[term.field](value) for value in term.values])

    def _tagged(self, tag: str) -> Condition:
        """Match articles with a tag or one below it: from ``tag/`` to ``tag0``, as ``0`` follows ``/``."""
        condition = "tag = ? OR (tag > ? AND tag < ?)"
        return self.has_row("tags", condition), [tag, f"{tag}/", f"{tag}0"]

    def _tagged_below(self, tag: str) -> Condition:
        """Match articles with a tag below this one."""
        return self.has_row("tags", "tag > ? AND tag < ?"), [f"{tag}/", f"{tag}0"]

    def _named(self, column: str, value: str) -> Condition:
        """Match articles whose column contains the value, in either script and width."""
        return self.is_one_of(column, _matching(self.names(column, "facts", "TRUE"), value))

    def _by(self, role: str, value: str) -> Condition:
        """Match articles with a person in this role whose name contains the value."""
        names = _matching(self.names("name", "people", "role = ?", role), value)
        condition, values = self.is_one_of("name", names)
        return self.has_row("people", f"role = ? AND {condition}"), [role, *values]

    def _compared(self, node: Attribute) -> Condition:
        """Return the condition on a row of the table of attributes."""
        if node.value == ANY and node.comparison is Comparison.IS:
            return "TRUE", []
        if node.kind is AttributeKind.TEXT:
            return self.contains("folded", fold(node.value))
        if node.kind is AttributeKind.CHOICE:
            return "folded = ?", [fold(node.value)]
        first, dots, last = node.value.partition("..")
        if node.comparison is Comparison.IS and dots:
            bounds = [(sign, bound) for sign, bound in ((">=", first), ("<=", last)) if bound]
        else:
            bounds = [(node.comparison or "=", node.value)]
        if node.kind is AttributeKind.NUMBER:
            numbers = [(sign, number_in(bound)) for sign, bound in bounds]
            return joined(
                "AND", [(f"number {sign} CAST(? AS DOUBLE PRECISION)", [number]) for sign, number in numbers]
            )
        # Dates are compared as far as both are known.
        known = "substr(value, 1, {}) {} substr(CAST(? AS TEXT), 1, length(value))"
        return joined("AND", [(known.format(len(bound), sign), [bound]) for sign, bound in bounds])


def joined(operator: str, conditions: Sequence[Condition]) -> Condition:
    """Join conditions, at least one, by AND or OR, as a balanced tree: databases limit how deep one is."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    (left, left_values), (right, right_values) = (
        joined(operator, conditions[:middle]),
        joined(operator, conditions[middle:]),
    )
    return f"({left} {operator} {right})", [*left_values, *right_values]


def _negated(condition: Condition) -> Condition:
    return f"NOT ({condition[0]})", condition[1]


def _added(value: str) -> Condition:
    """Match articles that were added in a time."""
    first, after = moments(value)
    bounds: list[Condition] = [
        (f"added {sign} ?", [moment]) for sign, moment in ((">=", first), ("<", after)) if moment
    ]
    return joined("AND", bounds)


def _long(value: str) -> Condition:
    """Match articles by the length of their texts."""
    least, greatest = amounts(value)
    return f"chars BETWEEN {least} AND {greatest}", []


def _in_language(value: str) -> Condition:
    """Match articles in a language or in a form of it."""
    start = f"{value.lower()}-"
    return f"substr(language || '-', 1, {len(start)}) = ?", [start]


def _dated(value: str) -> Condition:
    """Match articles with a date in a span, compared as far as both dates are known."""
    first, last = span(value)
    conditions, values = ["date != ''"], Values()
    for sign, bound in ((">=", first), ("<=", last)):
        if bound:
            conditions.append(f"substr(date, 1, {len(bound)}) {sign} ?")
            values.append(bound)
    return f"({' AND '.join(conditions)})", values


def _matching(names: list[str], value: str) -> list[str]:
    wanted = fold(value)
    return [name for name in names if wanted in fold(name)]
