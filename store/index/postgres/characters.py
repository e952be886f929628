"""Texts as the tables of the index hold them.

PostgreSQL cannot hold the character NUL, and UTF-8 no half of a surrogate pair. Each stands there as a code
point of which Unicode guarantees that it is no character, so that all places and lengths stay the same.
"""

from __future__ import annotations

from store.patterns import late_pattern

_NUL = "\ufdd1"
_HALF = "\ufdd2"
_HALVES = late_pattern("[\ud800-\udfff]")


def kept(text: str) -> str:
    """Return a text as it is kept and looked up."""
    if "\0" in text:
        text = text.replace("\0", _NUL)
    return text if text.isascii() else _HALVES.sub(_HALF, text)


def given(text: str) -> str:
    """Return a text that was kept as it was given."""
    return text.replace(_NUL, "\0")
