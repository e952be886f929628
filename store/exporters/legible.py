"""Text for formats that do not hold every character."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
"""What stands for a character that a format cannot hold."""

_LINE_END = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile("[\n\u2028\u2029]+")


def legible(words: str) -> str:
    r"""Words whose lines end in ``\n``, U+FFFD in place of control characters and halves of characters.

    Beside tab and newline, these are what XML 1.0 (section 2.2, Char) forbids, and the control characters
    U+007F to U+009F, which it discourages.
    """
    return _CONTROL.sub(REPLACEMENT, _LINE_END.sub("\n", words))


def in_a_line(words: str) -> str:
    """The same in one line: a space for each run of line ends."""
    return _LINES.sub(" ", legible(words).strip())
