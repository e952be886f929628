"""Words that any file of text may hold: no control characters, no halves of surrogate pairs."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
"""What stands where a character cannot (Unicode, section 5.22; CommonMark 0.31, section 2.3)."""

_FORBIDDEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
_BREAKS = "[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"


def printable(words: str) -> str:
    """Words with U+FFFD for each control character; lines end in a newline, tabs stay.

    Halves of surrogate pairs, which UTF-8 has no bytes for, become U+FFFD as well.
    """
    return re.sub(_FORBIDDEN, REPLACEMENT, words.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(words: str) -> str:
    """Words on one line, printable: a blank for each break of lines."""
    return printable(re.sub(_BREAKS, " ", words).replace("\t", " ")).strip()
