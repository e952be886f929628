r"""Positions in a text as another program counts them, in the text as it is kept here.

What is kept has ``\n`` for every line end. Where a file has ``\r\n``, NVivo and others count it as two and
ATLAS.ti as one, as QualCoder's ``refi.py`` says, which reads the projects of all of them; programs that hold
texts in UTF-16 may count a character beyond the basic plane as two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import product

import msgspec

_ENOUGH = 200
"""Selections that are looked at to tell how a program counts."""


class Stretch(msgspec.Struct, frozen=True):
    """A selection as a project has it: where it is by its program's count, and how it begins, if it tells."""

    start: int
    end: int
    words: str = ""


def with_newlines(text: str) -> str:
    r"""The text with ``\n`` for ``\r\n`` and for ``\r``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Count:
    """One way of counting in a text, and how it leads to places in the text as it is kept."""

    def __init__(self, text: str, *, double_ends: bool = True, double_units: bool = False) -> None:
        r"""How positions in ``text``, the file's, are counted.

        :param double_ends: ``\r\n`` is two characters.
        :param double_units: a character beyond the basic plane is two.
        """
        counted = text if double_ends else with_newlines(text)
        self._wide = _second_units(counted) if double_units else []
        self._ends = [at + 1 for at in _places(counted, "\r\n")]
        self._length = len(with_newlines(text))

    def place(self, position: int) -> int:
        """Where a position is, within the text: code points."""
        point = position - bisect_left(self._wide, position)
        return min(max(point - bisect_left(self._ends, point), 0), self._length)


def _second_units(text: str) -> list[int]:
    """The positions in UTF-16 of the second units of characters beyond the basic plane."""
    if text.isascii():
        return []
    wide = [at for at, char in enumerate(text) if char > "\uffff"]
    return [at + before for before, at in enumerate(wide)]


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found


def count_of(text: str, stretches: Sequence[Stretch], *, double_ends: bool) -> Count:
    """The way of counting by which most stretches begin with the words that they say.

    :param double_ends: how the program that wrote them is known to count; it decides where nothing else does.
    """
    ends = (double_ends, not double_ends) if "\r\n" in text else (double_ends,)
    units = (False, True) if any(char > "\uffff" for char in text) else (False,)
    ways = [Count(text, double_ends=end, double_units=unit) for unit, end in product(units, ends)]
    if len(ways) == 1:
        return ways[0]
    kept = with_newlines(text)
    telling = [each for each in stretches if _plain(each.words)][:_ENOUGH]
    return max(ways, key=lambda way: _fits(way, kept, telling))  # the first of equals


def _fits(way: Count, kept: str, stretches: Iterable[Stretch]) -> int:
    """How many stretches begin as they say they do."""
    fitting = 0
    for each in stretches:
        found = _plain(kept[way.place(each.start) : way.place(each.end)])
        fitting += found.startswith(_plain(each.words))
    return fitting


def _plain(words: str) -> str:
    """Words without white space, and without the dots that say that they were cut."""
    return "".join(words.split()).rstrip(".…")
