"""How much a phrase says about a text: BM25 for one phrase, with k1 = 1.2 and b = 0.75."""

from __future__ import annotations

AVERAGE_LENGTH = 2000
"""Code points of an average article."""


def weight(times: int, length: int) -> float:
    """Return the weight of a phrase in a text of ``length`` code points that has it some times.

    How rare the phrase is does not matter: it is the same for all texts.
    """
    return times / (times + 1.2 * (0.25 + 0.75 * length / AVERAGE_LENGTH))
