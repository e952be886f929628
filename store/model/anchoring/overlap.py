"""How much of the same text two annotations mark."""

from __future__ import annotations

from typing import TypeAlias

Range: TypeAlias = tuple[int, int]
"""The start and end of an annotation, in code points."""


def jaccard(one: Range, other: Range) -> float:
    """Return the Jaccard index of two ranges: the share of what either covers that both cover."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0
