"""The plain text of a Taguette document, and Taguette's byte offsets in it.

Taguette stores HTML and counts the UTF-8 bytes of its text, without tags: see its ``extract.py`` and
``describePos`` in ``taguette.js``. White space between tags counts, although it is not displayed.
"""

from __future__ import annotations

import re
import sys
import time
from array import array
from bisect import bisect_left
from html.parser import HTMLParser

from store.errors import BadInput
from store.importing.limits import MAX_SECONDS
from store.language import _

_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|d[dlt]|div|fig.*|footer|form|h[1-6r]|header|li|main|nav|[ou]l|p|pre|"
    "section|table|t[dhr]"
).fullmatch
"""Elements that start and end a paragraph."""
_SPACE = " \t\n\r\f"
"""HTML's white space; other spaces are ordinary characters."""
_NEWLINE = ord("\n")
_HAN_FROM = "\u2e80"
"""From this code point on, scripts have no spaces between words."""


class DocumentText(HTMLParser):
    """The text of an HTML document: ``text`` has its paragraphs, joined by newlines."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._codes = array("I" if array("I").itemsize == 4 else "L")
        """The code points of the text: a list of characters would take ten times as much."""
        self._byte_offsets = array("q")
        """The byte offset in the document of each character of the text."""
        self._byte_count = 0
        self._pending_space = ""
        """White space that becomes a space if a word follows it."""
        self._ends_block = False
        self._until = time.monotonic() + MAX_SECONDS
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()
        self.text = self._codes.tobytes().decode(
            f"utf-32-{'le' if sys.byteorder == 'little' else 'be'}", "replace"
        )

    def text_offset(self, position: int) -> int:
        """Return the offset in the text, in code points, of a byte offset of Taguette."""
        return bisect_left(self._byte_offsets, position)

    def text_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of a highlight without newlines at its ends; empty if it contains no text."""
        first, last = self.text_offset(start), self.text_offset(end)
        while first < last and self._codes[first] == _NEWLINE:
            first += 1
        while first < last and self._codes[last - 1] == _NEWLINE:
            last -= 1
        return first, last

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Start a paragraph at the start tag of a block."""
        self._check_time()
        self._ends_block = self._ends_block or bool(_BLOCKS(tag))

    def handle_endtag(self, tag: str) -> None:
        """End the paragraph at the end tag of a block."""
        self._check_time()
        self._ends_block = self._ends_block or bool(_BLOCKS(tag))

    def handle_data(self, data: str) -> None:
        """Add characters to the text and count their bytes. White space that is not displayed is only
        counted.
        """
        self._check_time()
        for char in data:
            if char in _SPACE:
                self._pending_space = char if char == "\n" else self._pending_space or char
            else:
                self._add_word_character(char)
            self._byte_count += _utf8_length(char)

    def _check_time(self) -> None:
        """Check the time: Python's parser is slow without end for some markup that is not closed.

        :raises BadInput: when it is used up.
        """
        if time.monotonic() > self._until:
            raise BadInput(_("its markup cannot be read in reasonable time."))

    def _add_word_character(self, char: str) -> None:
        if self._codes and self._ends_block:
            self._add_separator("\n")
        elif self._codes and self._pending_space and not self._is_within_han(char):
            self._add_separator(" ")
        self._pending_space, self._ends_block = "", False
        self._codes.append(ord(char))
        self._byte_offsets.append(self._byte_count)

    def _add_separator(self, char: str) -> None:
        """Add white space between words or paragraphs. It is counted as the byte before the next word."""
        self._codes.append(ord(char))
        self._byte_offsets.append(max(self._byte_count - 1, self._byte_offsets[-1]))

    def _is_within_han(self, char: str) -> bool:
        """Whether the white space is a line break between Han characters, which separates no words."""
        return self._pending_space == "\n" and chr(self._codes[-1]) >= _HAN_FROM and char >= _HAN_FROM


def _utf8_length(char: str) -> int:
    """Return the number of bytes of a character in UTF-8."""
    if char < "\x80":
        return 1
    if char < "\u0800":
        return 2
    return 3 if char < "\U00010000" else 4
