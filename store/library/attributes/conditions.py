"""Conditions of queries on attributes, checked against their definitions."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from store.errors import UsageError
from store.language import _
from store.library.attributes.values import canonical_value
from store.model.tables.attribute import ArticleAttribute, AttributeKind
from store.query.tree import ANY, Attribute, Comparison
from store.query.values import is_later

_ORDERED = (AttributeKind.NUMBER, AttributeKind.DATE)


def checked_condition(attribute: ArticleAttribute, node: Attribute) -> Attribute:
    """Return a condition with the kind of its attribute, and its values as they are stored.

    :raises UsageError: the kind of the attribute does not allow the value or the comparison.
    """
    value = node.value
    if node.comparison is not Comparison.IS and attribute.kind not in _ORDERED:
        raise UsageError(
            _(
                "{name} is neither a number nor a date: write {name}:{value}, without {sign}.",
                name=attribute.name,
                value=value,
                sign=node.comparison.value,
            )
        )
    if value != ANY or node.comparison is not Comparison.IS:
        if attribute.kind is AttributeKind.CHOICE:
            value = canonical_value(attribute, value)
        elif attribute.kind in _ORDERED:
            bounds = value.split("..") if node.comparison is Comparison.IS else [value]
            if len(bounds) > 2 or not any(bounds):
                bounds = [value]
            bounds = [canonical_value(attribute, bound) for bound in bounds]
            _check_order(attribute.kind, bounds, value)
            value = "..".join(bounds)
    return msgspec.structs.replace(node, name=attribute.name, value=value, kind=attribute.kind)


def _check_order(kind: AttributeKind, bounds: list[str], typed: str) -> None:
    """Check that a range does not end before it begins.

    :param bounds: its bounds, of which one may be empty, or a single value.
    :raises UsageError: it does.
    """
    if len(bounds) < 2 or not all(bounds):
        return
    first, last = bounds
    if kind is AttributeKind.NUMBER and Decimal(first) > Decimal(last):
        raise UsageError(_("{value!r} ends before it begins: write the smaller number first.", value=typed))
    if kind is AttributeKind.DATE and is_later(first, last):
        raise UsageError(_("{value!r} ends before it begins: write the earlier date first.", value=typed))
