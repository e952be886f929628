"""The conditions of a query on a facet, which is a field of queries or an attribute of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from store.query.tree import Attribute, Comparison, Field, Node, Not, Or, Query, Term, any_of

Facet: TypeAlias = str
"""A :class:`Field`, or the name of an attribute."""


def wanted_values(node: Node, facet: Facet) -> tuple[str, ...]:
    """Return the values of which a node wants one; none if it is a condition on something else."""
    if isinstance(facet, Field):
        return node.values if isinstance(node, Term) and node.field is facet and node.wanted else ()
    nodes = node.nodes if isinstance(node, Or) else (node,)
    found = [
        each.value
        for each in nodes
        if isinstance(each, Attribute) and each.name == facet and each.comparison is Comparison.IS
    ]
    return tuple(found) if len(found) == len(nodes) else ()


def condition(facet: Facet, values: Sequence[str]) -> Node:
    """Return the node that wants one of some values."""
    if isinstance(facet, Field):
        return Term(facet, tuple(values))
    return any_of(Attribute(facet, Comparison.IS, each) for each in values)


def sign_of(query: Query, facet: Facet, value: str) -> str:
    """Return the role of a value in a query: see :meth:`Query.sign_of`."""
    if isinstance(facet, Field):
        return query.sign_of(facet, value)
    for node in query.terms:
        if isinstance(node, Not) and value in wanted_values(node.node, facet):
            return "!"
        if value in (values := wanted_values(node, facet)):
            return "&" if len(values) == 1 else "|"
    return ""


def without(query: Query, facet: Facet, value: str) -> Query:
    """Return a query without a value, in the terms of the conjunction."""
    if isinstance(facet, Field):
        return query.without(facet, value)
    left: list[Node] = []
    for node in query.terms:
        values = wanted_values(node.node if isinstance(node, Not) else node, facet)
        if value not in values:
            left.append(node)
        elif others := [each for each in values if each != value]:
            left.append(condition(facet, others) if not isinstance(node, Not) else node)
    return Query(tuple(left))
