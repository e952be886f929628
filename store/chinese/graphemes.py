"""Grapheme clusters (Unicode UAX #29): what a reader perceives as one character.

Nearly every character of a Chinese text is a cluster of one code point. The library that implements
UAX #29 is therefore used only around other code points: composed emoji, combining accents, variation
selectors. A newline is always a boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_SIMPLE = (
    "\x00-\x09\x0b-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u200b\u200e-\u20cf\u2100-\u2bff\u2e80-\u3029"
    "\u3030-\u3098\u309b-\ua48f\uac00-\ud7a3\ue000-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff9d\uffa0-\uffef"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff\U00020000-\U0003fffd"
)
"""A character class of code points. Any two of them, side by side, are two clusters."""


def compounds(text: str) -> list[tuple[int, int]]:
    """The clusters of two or more code points, as (start, end) in code points, in order."""
    return [
        (start, end)
        for first, last in _doubtful_segments(text)
        for start, end in _clusters(text[first:last], first)
        if end - start > 1
    ]


def snap_start(text: str, offset: int) -> int:
    """``offset``, moved to the start of the cluster if it is inside one, and clamped to the text."""
    return _cluster_around(text, offset)[0]


def snap_end(text: str, offset: int) -> int:
    """``offset``, moved to the end of the cluster if it is inside one, and clamped to the text."""
    return _cluster_around(text, offset)[1]


def _cluster_around(text: str, offset: int) -> tuple[int, int]:
    """The cluster around ``offset``; ``(offset, offset)`` if it is between two."""
    offset = min(max(offset, 0), len(text))
    first = last = offset
    while _may_join(text, first):
        first -= 1
    while _may_join(text, last):
        last += 1
    for start, end in _clusters(text[first:last], first):
        if start < offset < end:
            return start, end
        if start >= offset:
            break
    return offset, offset


@cache
def _doubtful() -> re.Pattern[str]:
    """Matches code points that may form clusters, with each other or with a neighbour.

    Compiled lazily, since a class of so many characters takes some milliseconds.
    """
    return re.compile(f"[^{_SIMPLE}\n]+")


def _may_join(text: str, offset: int) -> bool:
    """Whether the code points before and after ``offset`` may belong to one cluster."""
    if not 0 < offset < len(text) or "\n" in text[offset - 1 : offset + 1]:
        return False
    return _doubtful().search(text, offset - 1, offset + 1) is not None


def _doubtful_segments(text: str) -> list[tuple[int, int]]:
    """Segments, as (start, end), that contain all clusters of several code points."""
    segments: list[tuple[int, int]] = []
    for run in _doubtful().finditer(text):
        start, end = max(run.start() - 1, 0), run.end() + 1
        if segments and start < segments[-1][1]:
            start, _ = segments.pop()
        segments.append((start, end))
    return segments


def _clusters(segment: str, start: int) -> Iterator[tuple[int, int]]:
    """The clusters of ``segment``, which begins at offset ``start`` of the text."""
    if len(segment) < 2:
        return
    # Imported lazily: it takes 40 ms, and most articles do not need it.
    from wcwidth import iter_graphemes

    for cluster in iter_graphemes(segment):
        yield start, start + len(cluster)
        start += len(cluster)
