"""What a reader takes for one character: grapheme clusters (Unicode UAX #29).

Nearly every character of a Chinese text is one code point and a cluster by itself, so the rules of
UAX #29, and the library that knows them, are asked only where something else stands: an emoji put
together from several, an accent, a variation selector. A newline is always a boundary.
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
"""A character class of code points of which any two, side by side, are two clusters."""


def compounds(text: str) -> list[tuple[int, int]]:
    """The clusters of two code points or more, as (start, end) in code points, in order."""
    return [
        (start, end)
        for first, last in _doubtful_stretches(text)
        for start, end in _clusters(text[first:last], first)
        if end - start > 1
    ]


def snap_start(text: str, offset: int) -> int:
    """``offset``, moved back to the start of the cluster when it stands inside one; clamped to the text."""
    return _cluster_around(text, offset)[0]


def snap_end(text: str, offset: int) -> int:
    """``offset``, moved on to the end of the cluster when it stands inside one; clamped to the text."""
    return _cluster_around(text, offset)[1]


def _cluster_around(text: str, offset: int) -> tuple[int, int]:
    """The cluster that ``offset`` stands inside; ``(offset, offset)`` when it stands between two."""
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
    """Finds where clusters of several code points may be; they may take in the neighbours on both sides.

    Compiled when first needed: a class of so many characters takes some milliseconds.
    """
    return re.compile(f"[^{_SIMPLE}\n]+")


def _may_join(text: str, offset: int) -> bool:
    """Whether the code points on both sides of ``offset`` may be of one cluster."""
    if not 0 < offset < len(text) or "\n" in text[offset - 1 : offset + 1]:
        return False
    return _doubtful().search(text, offset - 1, offset + 1) is not None


def _doubtful_stretches(text: str) -> list[tuple[int, int]]:
    """The stretches that hold all clusters of several code points, with a neighbour on each side."""
    stretches: list[tuple[int, int]] = []
    for run in _doubtful().finditer(text):
        start, end = max(run.start() - 1, 0), run.end() + 1
        if stretches and start < stretches[-1][1]:
            start, _ = stretches.pop()
        stretches.append((start, end))
    return stretches


def _clusters(stretch: str, start: int) -> Iterator[tuple[int, int]]:
    """The clusters of ``stretch``, which stands at ``start`` in its text."""
    if len(stretch) < 2:
        return
    # Imported here, since it costs 40 ms that most articles need not pay.
    from wcwidth import iter_graphemes

    for cluster in iter_graphemes(stretch):
        yield start, start + len(cluster)
        start += len(cluster)
