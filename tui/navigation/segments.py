"""Stretches: paragraphs, and parts of very long ones, so that no motion has to look through a whole book."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""A range of a text: (start, end) in code points, end exclusive."""

LONGEST = 1000
"""Code points of a stretch, about; a paragraph of up to twice as many is one."""

_sentence_end = re.compile("[。！？!?…]+[”’」』）〉》】〕)]*").search


class Segments:
    """The stretches of a text; a long paragraph is divided where sentences end.

    Where depends on the paragraph alone, so that every way to a place finds the same stretch.
    """

    def __init__(self, text: str, blocks: Sequence[Span]) -> None:
        self._text = text
        self._blocks = blocks
        self._starts = [start for start, _ in blocks]

    def at(self, offset: int) -> Span:
        """The stretch in which an offset is; on a newline, the one before it."""
        if not self._blocks:
            return offset, offset
        start, end = self._blocks[max(0, bisect_right(self._starts, offset) - 1)]
        if end - start <= 2 * LONGEST:
            return start, end
        number = max(0, min(offset, end - 1) - start) // LONGEST
        first = self._bound(start, end, number)
        if offset < first:
            return self._bound(start, end, number - 1), first
        return first, self._bound(start, end, number + 1)

    def after(self, offset: int) -> Iterator[Span]:
        """The stretch of an offset, and all that follow."""
        while True:
            start, end = self.at(offset)
            if end > start:
                yield start, end
            following = end if start < end == self.at(end)[0] else end + 1
            if following <= offset or following >= len(self._text):
                return
            offset = following

    def before(self, offset: int) -> Iterator[Span]:
        """The stretch of an offset, and all before it, backwards."""
        while True:
            start, end = self.at(offset)
            if end > start:
                yield start, end
            if start <= 0:
                return
            offset = start - 1

    def _bound(self, start: int, end: int, number: int) -> int:
        """Where the stretch of this number in a long paragraph begins."""
        nominal = start + number * LONGEST
        if number <= 0:
            return start
        if end - nominal <= LONGEST:
            return end
        found = _sentence_end(self._text, nominal, nominal + LONGEST - 1)
        return found.end() if found else nominal
