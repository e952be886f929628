"""Looking into JSON of other programs, in which a value may have any shape, or be missing."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.formats.pizhu.records import UNREADABLE
from store.model.edits import Fields, Json


def value_of(raw: msgspec.Raw) -> Json:
    """What is in JSON; nothing where it cannot be read."""
    try:
        value: Json = msgspec.json.decode(raw)
    except UNREADABLE:
        return None
    return value


def words(value: Json) -> str:
    """A string, or nothing."""
    return value if isinstance(value, str) else ""


def number(value: Json) -> int:
    """A whole number, or 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def fields(value: Json) -> Fields:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def several(value: Json) -> list[Json]:
    """A list as it is, nothing as an empty one, and anything else as a list of itself: so JSON-LD has it."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def counted(number: int, one: str, many: str) -> str:
    """So many of something, in words: «1 annotation», «3 annotations»."""
    return f"{number} {one if number == 1 else many}"


def joined(parts: Iterable[str]) -> str:
    """Paragraphs of a note, those without words left out."""
    return "\n\n".join(part for part in parts if part.strip())
