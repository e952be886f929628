"""A sketch of a text: a few numbers by which texts that share many of their clauses are found."""

from __future__ import annotations

from heapq import nsmallest
from threading import Lock
from zlib import crc32

from store.patterns import late_pattern

NUMBERS = 8
"""Numbers in a sketch. Of two texts that share half of their clauses, about half are the same."""

SHARED = 2
"""Numbers that two sketches share, at least, for their texts to be compared."""

_CLAUSE = late_pattern(r"\w{6,}")
"""A run of characters without punctuation and spaces; shorter ones are in too many texts."""

_SLICE = 100_000
"""Code points whose clauses are in memory at once."""

_MOST_KEPT = 256
"""Sketches that are kept: more than one change adds texts."""

_kept: dict[str, tuple[int, ...]] = {}
_keeping = Lock()


def sketch_of(folded: str) -> tuple[int, ...]:
    """Return the sketch of a folded text: the smallest CRC-32 values of its clauses, sorted.

    It is the bottom-k sketch of A. Broder, "On the resemblance and containment of documents" (1997), of
    clauses in the place of shingles: a text of 2,000 characters has about a hundred.
    """
    least: set[int] = set()
    for start in range(0, len(folded), _SLICE):
        clauses = set(_CLAUSE.findall(folded[start : start + _SLICE]))
        least.update(crc32(clause.encode("utf-8", "surrogatepass")) for clause in clauses)
        least = set(nsmallest(NUMBERS, least))
    return tuple(sorted(least)) if len(least) > SHARED else ()


def sketch_with_digest(digest: str, folded: str) -> tuple[int, ...]:
    """Return the sketch of a folded text. The last ones are kept: that of a new text is asked for twice.

    :param digest: that of the text before it was folded.
    """
    with _keeping:
        if digest not in _kept:
            _kept[digest] = sketch_of(folded)
            if len(_kept) > _MOST_KEPT:
                del _kept[next(iter(_kept))]
        return _kept[digest]
