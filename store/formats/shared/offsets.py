r"""Converts offsets of other programs to offsets in the stored text.

The stored text has ``\n`` for every line end. Where a file has ``\r\n``, NVivo and others count two
characters and ATLAS.ti one, according to QualCoder's ``refi.py``, which reads the projects of all of them.
Programs that keep text in UTF-16 may count a character beyond the basic plane as two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import product

import msgspec

_SAMPLE_SIZE = 200
"""How many selections are compared to guess a program's counting."""


class ForeignSelection(msgspec.Struct, frozen=True):
    """A selection of another program: its offsets there, and the beginning of its text if it is known."""

    start: int
    end: int
    quote: str = ""


def normalise_newlines(text: str) -> str:
    r"""Return the text with ``\n`` for ``\r\n`` and for ``\r``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class OffsetMap:
    """Maps offsets in one way of counting to offsets in the stored text."""

    def __init__(self, text: str, *, crlf_is_two: bool = True, astral_is_two: bool = False) -> None:
        r"""Prepare the map.

        :param text: the text of the file, with its line ends.
        :param crlf_is_two: ``\r\n`` counts as two characters.
        :param astral_is_two: a character beyond the basic plane counts as two.
        """
        counted = text if crlf_is_two else normalise_newlines(text)
        self._second_units = _second_unit_offsets(counted) if astral_is_two else []
        self._second_of_crlf = [at + 1 for at in _find_all(counted, "\r\n")]
        self._length = len(normalise_newlines(text))

    def to_stored(self, position: int) -> int:
        """Return the offset in the stored text, in code points. It is clamped to the text."""
        point = position - bisect_left(self._second_units, position)
        return min(max(point - bisect_left(self._second_of_crlf, point), 0), self._length)


def _second_unit_offsets(text: str) -> list[int]:
    """Return the UTF-16 offsets of the second units of characters beyond the basic plane."""
    if text.isascii():
        return []
    wide = [at for at, char in enumerate(text) if char > "\uffff"]
    return [at + before for before, at in enumerate(wide)]


def _find_all(text: str, part: str) -> list[int]:
    offsets: list[int] = []
    at = text.find(part)
    while at >= 0:
        offsets.append(at)
        at = text.find(part, at + len(part))
    return offsets


def guess_offset_map(text: str, selections: Sequence[ForeignSelection], *, crlf_is_two: bool) -> OffsetMap:
    """Return the map with which most selections begin with their quotes.

    :param crlf_is_two: the usual counting of the program, for when the quotes do not decide.
    """
    ends = (crlf_is_two, not crlf_is_two) if "\r\n" in text else (crlf_is_two,)
    units = (False, True) if any(char > "\uffff" for char in text) else (False,)
    offset_maps = [OffsetMap(text, crlf_is_two=end, astral_is_two=unit) for unit, end in product(units, ends)]
    if len(offset_maps) == 1:
        return offset_maps[0]
    stored = normalise_newlines(text)
    sample = [each for each in selections if _comparable(each.quote)][:_SAMPLE_SIZE]
    # Of equal ones, max returns the first.
    return max(offset_maps, key=lambda offset_map: _count_fitting(offset_map, stored, sample))


def _count_fitting(offset_map: OffsetMap, stored: str, selections: Iterable[ForeignSelection]) -> int:
    """Return how many selections begin with their quotes."""
    count = 0
    for each in selections:
        text = _comparable(stored[offset_map.to_stored(each.start) : offset_map.to_stored(each.end)])
        count += text.startswith(_comparable(each.quote))
    return count


def _comparable(text: str) -> str:
    """Return text without white space and without an ellipsis at its end."""
    return "".join(text.split()).rstrip(".…")
