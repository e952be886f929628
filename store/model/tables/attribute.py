"""Attributes: fields of articles that a library defines itself, such as the region or the circulation."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

import msgspec

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _, lazy
from store.model.annotation import without_controls
from store.patterns import late_pattern

LONGEST_NAME = 40
"""Code points of the longest name."""

_NAME = late_pattern(r"[^\W\d_]\w*")
"""As the query language reads the name of a field."""
_COMMAS = late_pattern(r"[,，、;；|｜/\n]")


class AttributeKind(StrEnum):
    """The kind of values that an attribute has."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    """ISO 8601: ``2020-03-24``, ``2020-03`` or ``2020``."""
    CHOICE = "choice"
    """One of a fixed list of values."""


KIND_NAMES = {
    AttributeKind.TEXT: lazy("text", "kind of an attribute"),
    AttributeKind.NUMBER: lazy("number", "kind of an attribute"),
    AttributeKind.DATE: lazy("date", "kind of an attribute"),
    AttributeKind.CHOICE: lazy("choice", "kind of an attribute"),
}
"""The kinds in words."""


class ArticleAttribute(msgspec.Struct, frozen=True, kw_only=True):
    """The definition of an attribute."""

    name: str
    kind: AttributeKind = AttributeKind.TEXT
    choices: tuple[str, ...] = ()
    """The values that are allowed, if it is a choice; empty otherwise."""
    description: str = ""


def clean_attribute_name(name: str) -> str:
    """Normalise the name of an attribute: NFC, without white space around it.

    :raises UsageError: the query language could not read it as the name of a field.
    """
    cleaned = unicodedata.normalize("NFC", name).strip()
    if not _NAME.fullmatch(cleaned) or len(cleaned) > LONGEST_NAME:
        raise UsageError(
            _(
                "{name!r} cannot be the name of an attribute: write one word of letters or characters, "
                "digits and _, at most {longest} characters long, such as 地区.",
                name=cleaned[:LONGEST_NAME],
                longest=LONGEST_NAME,
            )
        )
    return cleaned


def split_choices(typed: str) -> tuple[str, ...]:
    """Return the choices in a list of them, without repeats: two that fold to the same are one."""
    found: dict[str, str] = {}
    for part in _COMMAS.split(typed):
        value = " ".join(without_controls(part).split())
        if value:
            found.setdefault(fold(value), value)
    return tuple(found.values())
