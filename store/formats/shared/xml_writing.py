"""XML written piece by piece: words escaped, elements begun and ended."""

from __future__ import annotations

import re

HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, section 2.2: most control characters, U+FFFE and U+FFFF."""
_CONTENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
"""In an attribute, a line end would be read as a space: section 3.3.3."""


def content(words: str) -> str:
    """Words between two tags; a character that XML cannot hold becomes U+FFFD."""
    return allowed(words).translate(_CONTENT)


def allowed(words: str) -> str:
    """The words with U+FFFD for each character that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", words)


def begun(name: str, /, **attributes: str) -> str:
    """The tag that begins an element; attributes without a value are left out."""
    return f"<{name}{_attributes(attributes)}>"


def ended(name: str) -> str:
    """The tag that ends an element."""
    return f"</{name}>"


def whole(name: str, inside: str = "", /, **attributes: str) -> str:
    """A whole element around what is inside, which is XML already."""
    if not inside:
        return f"<{name}{_attributes(attributes)}/>"
    return f"{begun(name, **attributes)}{inside}</{name}>"


def _attributes(values: dict[str, str]) -> str:
    return "".join(f' {name}="{allowed(value).translate(_VALUE)}"' for name, value in values.items() if value)
