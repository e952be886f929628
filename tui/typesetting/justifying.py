"""Justification: blank cells that fill a line to the measure (CLREQ, line adjustment by stretching, 拉伸).

A cell cannot be divided. A line that is some cells short gets them one by one: first after
punctuation; then beside Latin words and digits, where printed text has space too; then anywhere, evenly.
"""

from __future__ import annotations

from collections.abc import Callable

_PUNCTUATION = "、，；：。！？”’」』）〉》】〕,;:!?)]}"

PLACES_PER_CELL = 3
"""A line is justified only if it has at least this many places for each blank cell. Otherwise it stays
ragged, because the gaps would tear it apart."""


def justified_gaps(
    paragraph: str, line: range, slack: int, gaps: dict[int, int], can_break: Callable[[int], bool]
) -> dict[int, int]:
    """The blank cells before each offset of a line: those in ``gaps``, and ``slack`` more to fill the line.

    If the line cannot be filled, this is ``gaps``.

    :param line: the offsets in ``paragraph`` of the line's code points.
    :param slack: how many cells the line is shorter than the measure.
    :param gaps: the blank cells that the line already has, by offset.
    :param can_break: whether a line might end at an offset. Only there are blank cells added.
    """
    places = [place for place in line[1:] if can_break(place)]
    if slack <= 0 or slack * PLACES_PER_CELL > len(places):
        return gaps
    chosen: list[int] = []
    for is_in_tier in (_is_after_punctuation, _is_beside_latin, _is_anywhere):
        tier = [place for place in places if is_in_tier(paragraph, place) and place not in chosen]
        chosen += _spread(tier, min(len(tier), slack - len(chosen)))
    return {**gaps, **{place: gaps.get(place, 0) + 1 for place in chosen}}


def _is_latin(character: str) -> bool:
    return character.isascii() and character != " "


def _is_after_punctuation(paragraph: str, place: int) -> bool:
    return paragraph[place - 1] in _PUNCTUATION


def _is_beside_latin(paragraph: str, place: int) -> bool:
    before, after = paragraph[place - 1], paragraph[place]
    return before == " " or _is_latin(before) != _is_latin(after)


def _is_anywhere(paragraph: str, place: int) -> bool:  # noqa: ARG001 - the last tier takes every place
    return True


def _spread(places: list[int], count: int) -> list[int]:
    """``count`` of the places, as evenly spaced as possible."""
    return [places[(2 * number + 1) * len(places) // (2 * count)] for number in range(count)]
