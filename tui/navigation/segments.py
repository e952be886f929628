"""Segments: paragraphs, and parts of very long ones. A motion analyses segments instead of a whole book."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""A range of a text: (start, end) in code points. The end is exclusive."""

SEGMENT_SIZE = 1000
"""The approximate number of code points of a segment. A paragraph of up to twice as many is not divided."""

_sentence_end = re.compile("(?:[。！？…]|[!?](?![0-9A-Za-z/=&%]))+[”’」』）〉》】〕)]*").search


class Segments:
    """The segments of a text. Long paragraphs are divided at the ends of sentences.

    The division depends only on the paragraph, so a place is in the same segment however it is reached.
    """

    def __init__(self, text: str, blocks: Sequence[Span]) -> None:
        self._text = text
        self._blocks = blocks
        self._starts = [start for start, _ in blocks]

    def at(self, offset: int) -> Span:
        """The segment that contains an offset. For a newline, the segment before it."""
        if not self._blocks:
            return offset, offset
        start, end = self._blocks[max(0, bisect_right(self._starts, offset) - 1)]
        if end - start <= 2 * SEGMENT_SIZE:
            return start, end
        number = max(0, min(offset, end - 1) - start) // SEGMENT_SIZE
        first = self._start_of(start, end, number)
        if offset < first:
            return self._start_of(start, end, number - 1), first
        return first, self._start_of(start, end, number + 1)

    def after(self, offset: int) -> Iterator[Span]:
        """The segment that contains an offset, and all segments after it."""
        while True:
            start, end = self.at(offset)
            if end > start:
                yield start, end
            following = end if start < end == self.at(end)[0] else end + 1
            if following <= offset or following >= len(self._text):
                return
            offset = following

    def before(self, offset: int) -> Iterator[Span]:
        """The segment that contains an offset, and all segments before it, last first."""
        while True:
            start, end = self.at(offset)
            if end > start:
                yield start, end
            if start <= 0:
                return
            offset = start - 1

    def _start_of(self, start: int, end: int, number: int) -> int:
        """The start of a segment of a long paragraph, by its number in the paragraph."""
        nominal = start + number * SEGMENT_SIZE
        if number <= 0:
            return start
        if end - nominal <= SEGMENT_SIZE:
            return end
        found = _sentence_end(self._text, nominal, nominal + SEGMENT_SIZE - 1)
        return found.end() if found else nominal
