"""The trail: where one has been, to go back and forth through."""

from __future__ import annotations

from typing import NamedTuple

LONGEST = 100
"""Places that are remembered."""


class Place(NamedTuple):
    """A place in an article."""

    article: str
    """Its ID."""
    offset: int
    """In code points."""


class JumpList:
    """Places that were jumped from, the oldest first, and where in them one is."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = 0
        """The index of the place one came back to; their number when one has not gone back."""

    def leave(self, place: Place) -> None:
        """Remember a place that is jumped from; each is kept once, as the newest."""
        self._places = [*(known for known in self._places if known != place), place][-LONGEST:]
        self._at = len(self._places)

    def go(self, here: Place, steps: int) -> Place | None:
        """The place so many steps back (negative) or forth; None when there is none.

        Going back for the first time, ``here`` is remembered, to come forth to.
        """
        if steps < 0 and self._at == len(self._places):
            self.leave(here)
            self._at = len(self._places) - 1
        target = max(0, min(self._at + steps, len(self._places) - 1))
        if not self._places or (target - self._at) * steps <= 0:
            return None
        self._at = target
        return self._places[target]
