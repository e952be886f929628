"""Justified lines: the blank cells that fill a line to the measure (CLREQ, line adjustment, 拉伸).

Cells cannot be divided, so a line that is some cells short gets them one by one: first after
punctuation, then beside Latin words and digits, where print leaves space too, then anywhere, evenly.
"""

from __future__ import annotations

from collections.abc import Callable

_AFTER = "、，；：。！？”’」』）〉》】〕,;:!?)]}"

MOST = 3
"""A line that lacks more than one cell for so many characters stays ragged: it would fall apart."""


def justified_gaps(
    paragraph: str, line: range, slack: int, gaps: dict[int, int], is_loose: Callable[[int], bool]
) -> dict[int, int]:
    """The blank cells before places of a line, ``gaps`` and those that fill it by ``slack`` cells more.

    :param line: the places of the line's code points in ``paragraph``.
    :param gaps: cells that are there already.
    :param is_loose: whether a line might end at the place: there alone characters are parted.
    """
    places = [place for place in line[1:] if is_loose(place)]
    if slack <= 0 or slack * MOST > len(places):
        return gaps
    chosen: list[int] = []
    for tier in (_after_a_pause, _beside_latin, _elsewhere):
        here = [place for place in places if tier(paragraph, place) and place not in chosen]
        chosen += _spread(here, min(len(here), slack - len(chosen)))
    return {**gaps, **{place: gaps.get(place, 0) + 1 for place in chosen}}


def _is_latin(character: str) -> bool:
    return character.isascii() and character != " "


def _after_a_pause(paragraph: str, place: int) -> bool:
    return paragraph[place - 1] in _AFTER


def _beside_latin(paragraph: str, place: int) -> bool:
    before, after = paragraph[place - 1], paragraph[place]
    return before == " " or _is_latin(before) != _is_latin(after)


def _elsewhere(paragraph: str, place: int) -> bool:  # noqa: ARG001 - the last tier: anywhere
    return True


def _spread(places: list[int], count: int) -> list[int]:
    """``count`` of the places, as evenly as can be."""
    return [places[(2 * number + 1) * len(places) // (2 * count)] for number in range(count)]
