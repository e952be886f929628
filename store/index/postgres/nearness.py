"""Whether runs of characters are near each other in a text: what NEAR means in SQLite's FTS5."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def are_near(text: str, runs: Sequence[str], reach: int) -> bool:
    """Whether runs are in a text, so that none ends more than ``reach`` before the last one begins.

    They may be in any order, and overlap.
    """
    if len(runs) == 2:
        return _two_are_near(text, runs[0], runs[1], reach)
    places = [_places(text, run) for run in runs]
    if not all(places):
        return False
    for last in sorted({place for found in places for place in found}):
        if all(
            (at := bisect_left(found, last - len(run) - reach)) < len(found) and found[at] <= last
            for found, run in zip(places, runs, strict=True)
        ):
            return True
    return False


def _two_are_near(text: str, one: str, other: str, reach: int) -> bool:
    """Whether two runs are, the usual question: the second is sought around each place of the first."""
    place = text.find(one)
    while place >= 0:
        after = place + len(one) + reach + len(other)
        if text.find(other, max(place - reach - len(other), 0), after) >= 0:
            return True
        place = text.find(one, place + 1)
    return False


def farthest(runs: Sequence[str], reach: int) -> int:
    """Return the most code points from the beginning of the first run to the end of the last."""
    longest = max(map(len, runs))
    return longest + reach + longest


def _places(text: str, run: str) -> list[int]:
    """Return where a run begins, overlapping ones too."""
    places, place = [], text.find(run)
    while place >= 0:
        places.append(place)
        place = text.find(run, place + 1)
    return places
