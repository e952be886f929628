"""XML written piece by piece: words escaped, elements begun and ended."""

from __future__ import annotations

from store.exporting.xml_escape import escape_attribute

HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'


def start_tag(name: str, /, **attributes: str) -> str:
    """The tag that begins an element; attributes without a value are left out."""
    return f"<{name}{_attributes(attributes)}>"


def end_tag(name: str) -> str:
    """The tag that ends an element."""
    return f"</{name}>"


def element(name: str, inside: str = "", /, **attributes: str) -> str:
    """A whole element around what is inside, which is XML already."""
    if not inside:
        return f"<{name}{_attributes(attributes)}/>"
    return f"{start_tag(name, **attributes)}{inside}</{name}>"


def _attributes(values: dict[str, str]) -> str:
    return "".join(f' {name}="{escape_attribute(value)}"' for name, value in values.items() if value)
