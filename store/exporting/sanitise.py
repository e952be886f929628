"""Words that any file may hold: no control characters, no halves of surrogate pairs, no noncharacters."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""What stands where a character cannot (Unicode, section 5.22; CommonMark 0.31, section 2.3)."""

_UNHELD = (
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
    "|[" + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)) + "]"
)
"""Controls but tab and newline, surrogates, noncharacters: XML 1.0, section 2.2, forbids some and discourages
others, and HTML's section 13.2.3.5 calls the rest an error in the stream."""

_BREAKS = "[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"


def speakable(words: str) -> str:
    """The words, as long as before, with U+FFFD for each character that a file cannot hold."""
    return words if words.isprintable() else re.sub(_UNHELD, REPLACEMENT, words)


def printable(words: str) -> str:
    """The words, speakable, each line ended by a newline alone; tabs stay."""
    return speakable(words.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(words: str) -> str:
    """The words on one line, printable: a blank for each break of lines and each tab."""
    return printable(re.sub(_BREAKS, " ", words).replace("\t", " ")).strip()
