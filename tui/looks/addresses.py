"""Web addresses in texts and notes, which terminals with OSC 8 open on a click."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from rich.style import Style
from rich.text import Text

from store.patterns import late_pattern
from tui.typesetting.fitting import fitted

_ADDRESS = late_pattern(r"https?://[!-~]+", re.IGNORECASE)
"""Printable ASCII: Chinese goes on right after an address, without a space."""

_MARKS_BEHIND = ".,;:!?'\"<>"
"""Marks at the end of an address that belong to the sentence."""

_BRACKETS = {")": "(", "]": "[", "}": "{"}

LONGEST_ADDRESS = 2000
"""Characters of the longest address that becomes a link. OSC 8 of VTE takes 2,083 bytes."""

_SAFE = "".join(map(chr, range(0x21, 0x7F)))
"""The characters that an escape sequence may contain: no control characters."""


class WebAddress(NamedTuple):
    """A web address in a text, ``text[start:end]``."""

    start: int
    end: int
    address: str


def addresses_in(text: str, start: int = 0, end: int | None = None) -> list[WebAddress]:
    """The web addresses in ``text[start:end]``, in order, without the marks of the sentence behind one."""
    found = []
    for match in _ADDRESS.finditer(text, start, len(text) if end is None else end):
        words = _without_marks(match[0])
        if words.partition("://")[2] and len(words) <= LONGEST_ADDRESS:
            found.append(WebAddress(match.start(), match.start() + len(words), words))
    return found


def _without_marks(words: str) -> str:
    """An address without marks and closing brackets at its end. A bracket that it opens itself stays."""
    unopened = {
        closing: words.count(closing) - words.count(opening) for closing, opening in _BRACKETS.items()
    }
    end = len(words)
    while end:
        mark = words[end - 1]
        if unopened.get(mark, 0) > 0:
            unopened[mark] -= 1
        elif mark not in _MARKS_BEHIND:
            break
        end -= 1
    return words[:end]


def hyperlink(address: str) -> Style:
    """The style of a link to an address: underlined, and a hyperlink where the terminal has them (OSC 8).

    An address that is not of the web, or is too long, is no link: its style is empty.
    """
    if not address.lower().startswith(("http://", "https://")) or len(address) > LONGEST_ADDRESS:
        return Style()
    return Style(link=quote(address, safe=_SAFE), underline=True)


def linked_address(address: str, width: int) -> Text:
    """An address as a link, without ``https://``, cut to a width in cells."""
    shown = re.sub("^https?://(www[.])?", "", address, flags=re.IGNORECASE)
    return Text(fitted(shown, width), hyperlink(address))
