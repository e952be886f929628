"""Documents between Python and JSONB, which can hold every character but one: NUL.

NUL becomes two other code points, and comes back as it was. Unicode guarantees that the first of them is no
character, so that no text has it, except one that was made to confuse programs: it is doubled too.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from store.model.edits import Fields, Json

_MARK = "\ufdd0"
_MARKED = {"\0": f"{_MARK}0", _MARK: f"{_MARK}1"}
_MARK_BYTES = _MARK.encode()
_NUL_BYTES = rb"\u0000"


def to_jsonb(fields: Fields) -> str:
    """Return the fields of a document as the text of a JSONB value."""
    data = msgspec.json.encode(fields)
    if _NUL_BYTES in data or _MARK_BYTES in data:
        data = msgspec.json.encode(_mapped(fields, to_text))
    return data.decode()


def from_jsonb(body: str) -> bytes:
    """Return the text of a JSONB value as the JSON of a document."""
    if _MARK in body:
        return msgspec.json.encode(_mapped(msgspec.json.decode(body), from_text))
    return body.encode()


def to_text(text: str) -> str:
    """Return a text as PostgreSQL can keep it."""
    if "\0" not in text and _MARK not in text:
        return text
    return "".join(_MARKED.get(char, char) for char in text)


def from_text(kept: str) -> str:
    """Return a text as it was given to :func:`to_text`."""
    if _MARK not in kept:
        return kept
    before, *parts = kept.split(_MARK)
    return before + "".join(("\0" if part[:1] == "0" else _MARK) + part[1:] for part in parts)


def _mapped(value: Json, changed: Callable[[str], str]) -> Json:
    """Return a JSON value with all its strings changed, names of fields too."""
    if isinstance(value, str):
        return changed(value)
    if isinstance(value, list):
        return [_mapped(each, changed) for each in value]
    if isinstance(value, dict):
        return {changed(name): _mapped(each, changed) for name, each in value.items()}
    return value
