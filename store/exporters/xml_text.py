"""Words as XML and HTML can hold them."""

from __future__ import annotations

import re
from html import escape

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSPEAKABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
    "|[" + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)) + "]"
)
"""Controls but tab and newline, surrogates, noncharacters: XML 1.0, section 2.2, forbids some, and HTML's
section 13.2.3.5 calls the rest an error in the stream."""


def speakable(words: str) -> str:
    """The words, as long as before, with U+FFFD for each character that neither XML nor HTML can hold."""
    return words if words.isprintable() else _UNSPEAKABLE.sub(REPLACEMENT, words)


def escaped(words: str) -> str:
    """The words as text or as a quoted attribute: nothing in them is markup."""
    return escape(speakable(words))
