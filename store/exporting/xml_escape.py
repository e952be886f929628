"""Escapes text for XML and HTML."""

from __future__ import annotations

from html import escape as escape_html
from xml.sax.saxutils import escape as escape_xml

from store.exporting.sanitise import xml_safe, xml_valid

_CONTENT = {"\r": "&#13;"}
"""A parser would read a bare carriage return as a newline (XML 1.0, section 2.11)."""

_ATTRIBUTE = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}  # untranslated: XML
"""A parser would read a bare tab or newline in an attribute as a space (XML 1.0, section 3.3.3)."""


def escape_content(text: str) -> str:
    """Escape text between tags so that a parser gives it back unchanged, except for forbidden characters."""
    return escape_xml(xml_valid(text), _CONTENT)


def escape_attribute(text: str) -> str:
    """Escape the value of a double-quoted attribute; a parser gives it back unchanged."""
    return escape_xml(xml_valid(text), _ATTRIBUTE)


def escape_markup(text: str) -> str:
    """Escape text for a document that is to be read (HTML, Word), as content or as a quoted attribute."""
    return escape_html(xml_safe(text))
