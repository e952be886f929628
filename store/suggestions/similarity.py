"""Whether words are the same as others, a part of them, or alike: 电子商务, 電子商務服务, 电子政务."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

SHORTEST_PART = 2
"""Code points of words that count as a part of others: a single character stands in too many."""

ALIKE = 70.0
"""Per cent of two words' characters that must agree, in order, for them to be alike."""

OF_A_PART, OF_ALIKE = 0.9, 0.7
"""What a part of the words, and words that are alike, count for at best, where the same words count 1."""


class How(StrEnum):
    """How words are like others."""

    SAME = "same"
    """In either script and width."""
    CONTAINING = "containing"
    """The others are a part of them."""
    CONTAINED = "contained"
    """They are a part of the others."""
    SIMILAR = "similar"
    """Most of their characters agree."""


class Likeness(NamedTuple):
    """How words are like others, and how much."""

    how: How
    degree: float
    """Above 0; 1 for the same words."""


def likeness(quote: str, words: str) -> Likeness | None:
    """How a quote is like words, both bare; None when it is not."""
    if quote == words:
        return Likeness(How.SAME, 1.0)
    shorter, longer = sorted((quote, words), key=len)
    if len(shorter) >= SHORTEST_PART and shorter in longer:
        how = How.CONTAINED if shorter is quote else How.CONTAINING
        return Likeness(how, OF_A_PART * (0.5 + 0.5 * len(shorter) / len(longer)))
    from rapidfuzz import fuzz

    agreeing = fuzz.ratio(quote, words, score_cutoff=ALIKE)
    return Likeness(How.SIMILAR, OF_ALIKE * agreeing / 100) if agreeing else None
