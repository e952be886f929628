"""Replaces the characters that a file format cannot hold, and normalises line ends.

XML 1.0, section 2.2, forbids some characters and discourages others. Formats that must give the text back
unchanged (REFI-QDA) replace only the forbidden ones; formats for reading replace both.
"""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Replaces a character that cannot be written (Unicode, section 5.22; CommonMark 0.31, section 2.3)."""

_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""Characters that XML 1.0 forbids: most C0 controls, surrogates, U+FFFE and U+FFFF."""

_DISCOURAGED = (
    "\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
)  # fmt: skip
"""Characters that XML 1.0 discourages and HTML (section 13.2.3.5) treats as parse errors: DEL, C1 controls,
and the other noncharacters."""

_INVALID = re.compile(f"[{_FORBIDDEN}]")
_UNSAFE = re.compile(f"[{_FORBIDDEN}{_DISCOURAGED}\r]")
_LINE_BREAKS = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def xml_valid(text: str) -> str:
    """Replace each character that XML 1.0 forbids by U+FFFD. The length stays the same."""
    return _INVALID.sub(REPLACEMENT, text)


def xml_safe(text: str) -> str:
    """Replace each character that XML forbids or discourages, and each carriage return, by U+FFFD.

    The length stays the same.
    """
    return text if text.isprintable() else _UNSAFE.sub(REPLACEMENT, text)


def clean_text(text: str) -> str:
    r"""Normalise line ends to ``\n``, then apply :func:`xml_safe`. Tabs are kept."""
    return xml_safe(text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Replace line breaks and tabs by spaces, apply :func:`xml_safe`, and strip the result."""
    return clean_text(_LINE_BREAKS.sub(" ", text).replace("\t", " ")).strip()
