"""XML written piece by piece: escaped text, start tags and end tags."""

from __future__ import annotations

import re

HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow (section 2.2): most control characters, U+FFFE and U+FFFF."""
_CONTENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
"""In an attribute, a parser reads a line end as a space (section 3.3.3)."""


def content(words: str) -> str:
    """Return text as the content of an element. Characters that XML does not allow become U+FFFD."""
    return allowed(words).translate(_CONTENT)


def allowed(words: str) -> str:
    """Return the text with U+FFFD for each character that XML does not allow."""
    return _FORBIDDEN.sub("\ufffd", words)


def begun(name: str, /, **attributes: str) -> str:
    """Return the start tag of an element. Attributes with an empty value are left out."""
    return f"<{name}{_attributes(attributes)}>"


def ended(name: str) -> str:
    """Return the end tag of an element."""
    return f"</{name}>"


def whole(name: str, inside: str = "", /, **attributes: str) -> str:
    """Return a complete element.

    :param inside: its content, which must be XML already.
    """
    if not inside:
        return f"<{name}{_attributes(attributes)}/>"
    return f"{begun(name, **attributes)}{inside}</{name}>"


def _attributes(values: dict[str, str]) -> str:
    return "".join(f' {name}="{allowed(value).translate(_VALUE)}"' for name, value in values.items() if value)
