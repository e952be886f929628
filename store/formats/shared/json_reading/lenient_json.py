"""Access to JSON of other programs, in which a value may have any type or be missing."""

from __future__ import annotations

import msgspec

from store.errors import BadInput
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.importing.limits import check_json
from store.language import _
from store.model.edits import Fields, Json


def parse_value(raw: msgspec.Raw) -> Json:
    """Return the value; None if it is invalid, or too large to be parsed."""
    try:
        check_json(memoryview(raw), _("the value"))
        value: Json = msgspec.json.decode(raw)
    except (*JSON_ERRORS, BadInput):
        return None
    return value


def as_text(value: Json) -> str:
    """Return a string; an empty one for any other type."""
    return value if isinstance(value, str) else ""


def as_number(value: Json) -> int:
    """Return a whole number; 0 for any other type."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def as_object(value: Json) -> Fields:
    """Return an object; an empty one for any other type."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """Return a list; an empty one for null, a list of one for any other type, as in JSON-LD."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
