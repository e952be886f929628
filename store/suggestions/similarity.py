"""Compares two phrases: equal, one part of the other, or similar: 电子商务, 電子商務服务, 电子政务."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

MIN_PART = 2
"""The minimum length, in code points, of a phrase that counts as a part: single characters occur in too
many."""

MIN_RATIO = 70.0
"""The percentage of characters that must agree, in order, for two phrases to be similar."""

PART_SCORE, SIMILAR_SCORE = 0.9, 0.7
"""The maximum scores of a part and of similar phrases; equal phrases score 1."""


class SimilarityKind(StrEnum):
    """How a phrase resembles another."""

    SAME = "same"
    """Equal, ignoring script and width."""
    CONTAINING = "containing"
    """It contains the other."""
    CONTAINED = "contained"
    """It is a part of the other."""
    SIMILAR = "similar"
    """Most characters agree."""


class Similarity(NamedTuple):
    """How, and how much, a phrase resembles another."""

    how: SimilarityKind
    degree: float
    """Above 0; 1 for equal phrases."""


def similarity(quote: str, text: str) -> Similarity | None:
    """Return how a quote resembles a phrase, None if it does not; both reduced by ``comparison_form``."""
    if quote == text:
        return Similarity(SimilarityKind.SAME, 1.0)
    shorter, longer = sorted((quote, text), key=len)
    if len(shorter) >= MIN_PART and shorter in longer:
        how = SimilarityKind.CONTAINED if shorter is quote else SimilarityKind.CONTAINING
        return Similarity(how, PART_SCORE * (0.5 + 0.5 * len(shorter) / len(longer)))
    from rapidfuzz import fuzz

    agreeing = fuzz.ratio(quote, text, score_cutoff=MIN_RATIO)
    return Similarity(SimilarityKind.SIMILAR, SIMILAR_SCORE * agreeing / 100) if agreeing else None
