"""The text of a document of Taguette, and where in it a position is that Taguette counts.

Taguette keeps HTML and counts the bytes of its characters in UTF-8, tags apart: see its ``extract.py`` and
``describePos`` in ``taguette.js``. White space between tags counts, though nobody sees it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from html.parser import HTMLParser

_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|d[dlt]|div|fig.*|footer|form|h[1-6r]|header|li|main|nav|[ou]l|p|pre|"
    "section|table|t[dhr]"
).fullmatch
"""Elements that stand on lines of their own."""
_SPACE = " \t\n\r\f"
"""White space as HTML has it; other spaces are characters like any other."""
_HAN_FROM = "\u2e80"
"""Characters from here on are written without spaces between them."""


class Document(HTMLParser):
    """A document read from HTML: ``text`` has its paragraphs, joined by newlines."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._chars: list[str] = []
        self._starts = array("q")
        """At which byte of the document each character begins."""
        self._byte = 0
        self._space = ""
        """White space that waits for a word after it."""
        self._ends_block = False
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
        self.close()
        self.text = "".join(self._chars)

    def place(self, position: int) -> int:
        """Where the byte of the document is that Taguette counts, in code points of the text."""
        return bisect_left(self._starts, position)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where a highlight is, without the newlines at either end; empty where there are no words in it."""
        first, last = self.place(start), self.place(end)
        while first < last and self._chars[first] == "\n":
            first += 1
        while first < last and self._chars[last - 1] == "\n":
            last -= 1
        return first, last

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """What begins a block ends the one before."""
        self._ends_block = self._ends_block or bool(_BLOCKS(tag))

    def handle_endtag(self, tag: str) -> None:
        """What ends a block ends it."""
        self._ends_block = self._ends_block or bool(_BLOCKS(tag))

    def handle_data(self, data: str) -> None:
        """Characters are counted, and kept but for white space that nobody sees."""
        for char in data:
            if char in _SPACE:
                self._space = char if char == "\n" else self._space or char
            else:
                self._word(char)
            self._byte += _size(char)

    def _word(self, char: str) -> None:
        if self._chars and self._ends_block:
            self._put("\n")
        elif self._chars and self._space and not self._is_within_han(char):
            self._put(" ")
        self._space, self._ends_block = "", False
        self._chars.append(char)
        self._starts.append(self._byte)

    def _put(self, char: str) -> None:
        """A character that stands for a boundary: it belongs to the byte before the word that comes."""
        self._chars.append(char)
        self._starts.append(max(self._byte - 1, self._starts[-1]))

    def _is_within_han(self, char: str) -> bool:
        """Whether a line was broken between two Chinese characters: nothing stood there."""
        return self._space == "\n" and self._chars[-1] >= _HAN_FROM and char >= _HAN_FROM


def _size(char: str) -> int:
    """The bytes of a character in UTF-8."""
    if char < "\x80":
        return 1
    if char < "\u0800":
        return 2
    return 3 if char < "\U00010000" else 4
