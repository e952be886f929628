"""Words as XML and HTML can hold them."""

from __future__ import annotations

from html import escape

from store.exporting.sanitise import speakable


def escaped(words: str) -> str:
    """The words as text or as a quoted attribute: nothing in them is markup."""
    return escape(speakable(words))
