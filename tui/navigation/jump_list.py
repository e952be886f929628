"""The jump list: places in articles, to go back and forward through, as in Vim."""

from __future__ import annotations

from typing import NamedTuple

MAX_PLACES = 100
"""The number of places that are remembered."""


class Place(NamedTuple):
    """A place in an article."""

    article: str
    """The ID of the article."""
    offset: int
    """In code points."""


class JumpList:
    """The places from which the cursor jumped, oldest first, and the current position among them."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = 0
        """The index of the current place. After the last one if the user has not gone back."""

    def push(self, place: Place) -> None:
        """Remember the place that a jump starts from. If it is in the list already, it becomes the newest."""
        self._places = [*(known for known in self._places if known != place), place][-MAX_PLACES:]
        self._at = len(self._places)

    def go(self, here: Place, steps: int) -> Place | None:
        """Move through the list: back if ``steps`` is negative, else forward.

        :param here: the cursor. The first step back remembers it, so that forward returns to it.
        :return: the new place, or None if the list has no place in that direction.
        """
        if steps < 0 and self._at == len(self._places):
            self.push(here)
            self._at = len(self._places) - 1
        target = max(0, min(self._at + steps, len(self._places) - 1))
        if not self._places or (target - self._at) * steps <= 0:
            return None
        self._at = target
        return self._places[target]
