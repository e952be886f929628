"""Values of attributes: what is allowed, and the form in which it is stored."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _
from store.library.corrections import LONGEST, iso_date
from store.model.annotation import without_controls
from store.model.tables.attribute import ArticleAttribute, AttributeKind
from store.patterns import late_pattern
from store.wording import listed

MOST_DIGITS = 15
"""Digits of a number: with so many, different numbers are different as binary floating-point numbers."""

_NUMBER = late_pattern(r"[+-]?(?:\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)")


def canonical_value(attribute: ArticleAttribute, typed: str) -> str:
    """Return a value in the form in which it is stored; an empty one, which deletes it, stays empty.

    Numbers become decimals without separators, dates ISO 8601, and choices are written as in the definition.

    :raises UsageError: the kind of the attribute does not allow the value.
    """
    value = " ".join(without_controls(typed).split())
    if not value:
        return ""
    if len(value) > LONGEST:
        raise UsageError(
            _(
                "The {field} has {number:,} characters: at most {longest:,} fit.",
                field=attribute.name,
                number=len(value),
                longest=LONGEST,
            )
        )
    match attribute.kind:
        case AttributeKind.NUMBER:
            return _number(attribute.name, value)
        case AttributeKind.DATE:
            return iso_date(value)
        case AttributeKind.CHOICE:
            return _choice(attribute, value)
    return value


def _number(name: str, typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).replace("−", "-").replace(" ", "")
    try:
        number = Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None
    except InvalidOperation:
        number = None
    shown = "" if number is None else f"{number.normalize():f}"
    if number is None or sum(map(str.isdigit, shown)) > MOST_DIGITS:
        raise UsageError(
            _(
                "{value!r} is not a number, as {name} needs: write one such as 12000 or -3.5, with at most "
                "{most} digits.",
                value=typed,
                name=name,
                most=MOST_DIGITS,
            )
        )
    return "0" if not number else shown


def _choice(attribute: ArticleAttribute, typed: str) -> str:
    wanted = fold(typed)
    for choice in attribute.choices:
        if fold(choice) == wanted:
            return choice
    raise UsageError(
        _(
            "{name} cannot be “{value}”: use one of {choices}.",
            name=attribute.name,
            value=typed,
            choices=listed(attribute.choices),
        )
    )
