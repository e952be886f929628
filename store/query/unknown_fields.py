"""What looks like a field in a query but is none, and is therefore searched for as words.

A name in Chinese before a colon may be a field that the library does not have, ``地区:华东``, or what the
text says, ``记者：何北``. It stays words, and the user is told.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from store.patterns import late_pattern
from store.query.errors import QuerySyntaxError
from store.query.tokens import Kind, Tokens

_NAME_AND_VALUE = late_pattern(r"([^\W\d_]\w*(?<!\d))[:：](?![“”])\S")
"""No time of day, ``上午9:30``, and nobody's words, ``他说：“好``."""


class UnknownField(NamedTuple):
    """What looks like a field."""

    name: str
    typed: str
    """The words that are searched for: name, colon and value."""


def unknown_fields(query: str, attributes: Collection[str]) -> list[UnknownField]:
    """Return what looks like a field in a query but is none; nothing if the query is not valid.

    :param attributes: names that are fields beside the built-in ones.
    """
    try:
        tokens = list(Tokens(query, attributes))
    except QuerySyntaxError:
        return []
    found = [(_NAME_AND_VALUE.match(each.typed), each) for each in tokens if each.kind is Kind.WORDS]
    return [UnknownField(match[1], token.typed) for match, token in found if match is not None]
