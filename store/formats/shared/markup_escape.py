"""Text escaped for XML and HTML."""

from __future__ import annotations

from html import escape

from store.exporting.sanitise import speakable


def escaped(words: str) -> str:
    """Return text escaped for the content of an element or a quoted attribute."""
    return escape(speakable(words))
