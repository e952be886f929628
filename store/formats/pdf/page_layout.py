"""Puts the characters of a page into lines, and the lines into reading order.

Characters are grouped by the direction of the writing and turned, so that all further rules see level lines
from left to right: in a vertical line ``u`` is the way down and ``v`` the way to the left.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from store.formats.pdf.beside_characters import without_beside
from store.formats.pdf.columns import regions
from store.formats.pdf.messages import Line
from store.formats.pdf.page_characters import DESCENT, TILT, UNMAPPED, Character
from store.formats.pdf.segments import Glyph, Segment, is_initial, segments

_VERTICAL, _LEVEL, _TILTED = "down", "level", "tilted"

Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top of a page in points."""

_WORD_GAP = 0.3
"""The gap between two segments of a line, in sizes, that becomes a space."""

_CELL_GAP = 2.0
"""The gap between two cells of a line, in sizes."""

_SAME_LINE = 0.3
"""The distance across the line, in sizes, up to which two characters stand in one line."""

_NEXT = (0.5, 2.5)
"""The distances along the line, in sizes, of two characters that follow each other."""

_ALIKE = 1.3
"""The ratio of the sizes of two characters of a vertical line."""

_SIDEWAYS = 270
"""The angle of Latin words in a vertical line."""

_UPRIGHT = 4
"""The most level characters that stand upright in a vertical line, such as a number."""


class PageLines(NamedTuple):
    """The lines of a page."""

    lines: tuple[Line, ...]
    unmapped: int
    outside: int
    readings: tuple[str, ...]
    marks: int


def page_lines(found: Sequence[Character], bounds: Bounds) -> PageLines:
    """Return the lines of a page in reading order.

    :param found: its characters, in the order of its content.
    :param bounds: the visible part of the page.
    """
    west, south, east, north = bounds
    inside = [
        each
        for each in found
        if west <= (each[1] + each[2]) / 2 <= east and south <= (each[3] + each[4]) / 2 <= north
    ]
    outside = _printed(found) - _printed(inside) if len(inside) < len(found) else 0
    unmapped = sum(each.char == UNMAPPED for each in inside)
    beside = without_beside(inside)
    groups = _directed(beside.text)
    lines: list[Line] = []
    number = 0
    for direction, glyphs in _in_order(groups):
        for region in regions(segments(glyphs, vertical=direction == _VERTICAL)):
            cells = [cell for row in region.rows for cell in _cells(row)]
            lines += [_line(cell, number, direction, bounds, is_cell=region.is_cell) for cell in cells]
            number += 1
    return PageLines(tuple(lines), unmapped, outside, tuple(beside.readings), beside.marks)


def _printed(found: Sequence[Character]) -> int:
    return sum(not each.char.isspace() for each in found)


def _directed(found: Sequence[Character]) -> dict[str, list[Glyph]]:
    """Return the characters by direction, turned so that the writing is level."""
    vertical = _vertical(found)
    if not any(vertical) and not any(each.angle for each in found):
        glyphs = [
            tuple.__new__(
                Glyph,
                (char, left, right, -top, -bottom, size or 1.0, bold, -bottom - DESCENT * size, x, "", False),
            )
            for char, left, right, bottom, top, size, _, bold, x, _ in found
        ]
        return {_LEVEL: glyphs}
    groups: dict[str, list[Glyph]] = {}
    skew = _skew(found)
    if skew:
        found = [_straight(each, skew) for each in found]
    for each, is_vertical in zip(found, vertical, strict=True):
        quarter = round(each.angle / 90) % 4
        if abs((each.angle + 45) % 90 - 45) > TILT:
            direction = f"{_TILTED} {each.angle:.0f}"
        elif is_vertical or quarter == 3:
            direction, quarter = _VERTICAL, 3
        else:
            direction = _LEVEL if quarter == 0 else str(quarter)
        groups.setdefault(direction, []).append(_turned(each, quarter, direction))
    return groups


def _skew(found: Sequence[Character]) -> float:
    """Return the degrees by which the level lines of a page rise, as on a sheet that was scanned askew."""
    angles = sorted(angle for each in found if abs(angle := (each.angle + 180) % 360 - 180) <= TILT)
    return angles[len(angles) // 2] if angles else 0.0


def _straight(each: Character, skew: float) -> Character:
    """Return a character where it would stand on a page that is not askew."""
    sine, cosine = math.sin(math.radians(skew)), math.cos(math.radians(skew))
    x = each.left * cosine + (each.bottom + DESCENT * each.size) * sine - each.left
    y = (each.bottom + DESCENT * each.size) * (cosine - 1) - each.left * sine
    return each._replace(
        left=each.left + x,
        right=each.right + x,
        bottom=each.bottom + y,
        top=each.top + y,
        angle=(each.angle - skew) % 360,
        x=each.x + x,
        y=each.y + y,
    )


def _turned(each: Character, quarter: int, direction: str) -> Glyph:
    left, right, bottom, top = each.left, each.right, each.bottom, each.top
    u0, u1, v0, v1 = (
        (left, right, -top, -bottom),
        (bottom, top, left, right),
        (-right, -left, bottom, top),
        (-top, -bottom, -right, -left),
    )[quarter]
    size = each.size or 1.0
    if direction == _VERTICAL:
        line = (v0 + v1) / 2
    elif direction.startswith(_TILTED):
        angle = math.radians(each.angle)
        line = ((left + right) * math.sin(angle) - (bottom + top) * math.cos(angle)) / 2
    else:
        line = v1 - DESCENT * size
    middle = (each.x, each.y, -each.x, -each.y)[quarter]
    upright = direction == _VERTICAL and each.angle == 0
    return Glyph(each.char, u0, u1, v0, v1, size, each.bold, line, middle, upright=upright)


def _vertical(found: Sequence[Character]) -> list[bool]:
    """Return for each character whether it stands in a vertical line, by the step to the next one."""
    if not any(
        before.bottom != after.bottom and _step(before, after) == _VERTICAL
        for before, after in pairwise(found)
    ):
        return [each.angle == _SIDEWAYS for each in found]
    steps = [_step(before, after) for before, after in pairwise(found)]
    level = [False] * len(found)
    for at, step in enumerate(steps):
        if step == _LEVEL:
            level[at] = level[at + 1] = True
    vertical = [False] * len(found)
    run: list[int] = []
    for at, step in enumerate(steps):
        if step == _VERTICAL and not level[at] and not level[at + 1]:
            run += [at, at + 1]
        elif run:
            _set_vertical(run, found, vertical)
            run = []
    _set_vertical(run, found, vertical)
    vertical = [one or each.angle == _SIDEWAYS for one, each in zip(vertical, found, strict=True)]
    if 2 * sum(vertical) > len(found):
        _add_upright(found, steps, vertical)
    return vertical


def _set_vertical(run: list[int], found: Sequence[Character], vertical: list[bool]) -> None:
    """Take a run of characters as vertical, unless it consists of marks, which may stand in several lines."""
    if any(found[at].char.isalnum() for at in run):
        for at in run:
            vertical[at] = True


def _step(before: Character, after: Character) -> str:
    """Return the direction from a character to the next one of the content; empty if they are far apart."""
    if before.angle or after.angle:
        return ""
    size = (max(after.size, before.size)) or 1.0
    x = (after.left + after.right - before.left - before.right) / 2 / size
    y = (after.bottom + after.top - before.bottom - before.top) / 2 / size
    if -_SAME_LINE < y < _SAME_LINE:
        return _LEVEL if 0 < x <= _NEXT[1] else ""
    if not (-_SAME_LINE < x < _SAME_LINE and _NEXT[0] <= -y <= _NEXT[1]):
        return ""
    alike = size < _ALIKE * min(before.size, after.size)
    return _VERTICAL if alike and _is_wide(before) and _is_wide(after) else ""


def _is_wide(each: Character) -> bool:
    """Whether this is an East Asian character, or a mark that may stand in a vertical line."""
    return each.char >= "\u2010"


def _add_upright(found: Sequence[Character], steps: list[str], vertical: list[bool]) -> None:
    """Add the other characters of a vertical page: single ones, and the few that make a number in a line."""
    at = 0
    while at < len(found):
        end = at + 1
        while end < len(found) and steps[end - 1] == _LEVEL:
            end += 1
        few = end - at == 1 or (end - at <= _UPRIGHT and _continues(found, vertical, at, end))
        if not vertical[at] and found[at].angle == 0 and few:
            vertical[at:end] = [True] * (end - at)
        at = end


def _continues(found: Sequence[Character], vertical: list[bool], at: int, end: int) -> bool:
    """Whether characters side by side stand in the vertical line of the one before or after them."""
    run = found[at:end]
    x = (min(each.left for each in run) + max(each.right for each in run)) / 2
    for index in (at - 1, end):
        if 0 <= index < len(found) and vertical[index]:
            other = found[index]
            near = abs(x - (other.left + other.right) / 2) < 0.6 * other.size
            if near and abs(run[0].bottom - other.bottom) < _NEXT[1] * other.size:
                return True
    return False


def _in_order(groups: dict[str, list[Glyph]]) -> list[tuple[str, list[Glyph]]]:
    """Return the groups: the largest first, but level lines above vertical ones before these."""
    order = sorted(groups, key=lambda name: (name.startswith(_TILTED), -len(groups[name])))
    result = [(name, groups[name]) for name in order]
    if order[:1] == [_VERTICAL] and _LEVEL in groups:
        upper = -min(each.u0 for each in groups[_VERTICAL])
        above = [each for each in groups[_LEVEL] if -each.v1 >= upper]
        below = [each for each in groups[_LEVEL] if -each.v1 < upper]
        rest = [(name, glyphs) for name, glyphs in result[1:] if name != _LEVEL]
        result = [(_LEVEL, above), result[0], (_LEVEL, below), *rest]
    return [(name, glyphs) for name, glyphs in result if glyphs]


def _cells(row: Sequence[Segment]) -> list[list[Segment]]:
    """Return the parts of a line between wide gaps: the cells of a table, the parts of a running head."""
    cells = [[row[0]]]
    for each in row[1:]:
        if each.u0 - cells[-1][-1].u1 > _CELL_GAP * each.size:
            cells.append([])
        cells[-1].append(each)
    return cells


def _line(row: Sequence[Segment], region: int, direction: str, bounds: Bounds, *, is_cell: bool) -> Line:
    """Return the line of the segments that stand side by side."""
    sizes: Counter[float] = Counter()
    for each in row:
        sizes[round(each.size, 1)] += len(each.glyphs)
    size = sizes.most_common(1)[0][0] or 0.1
    text = row[0].text
    for before, after in pairwise(row):
        near = after.u0 - before.u1 < _WORD_GAP * max(size, before.size)
        text += ("" if near else " ") + after.text
    start, end = row[1 if is_initial(row, 0) else 0].u0, max(each.u1 for each in row)
    longest = max(row, key=lambda each: len(each.glyphs))
    top, bottom = longest.v0, longest.v1
    bold = sum(each.bold for each in row)
    return Line(
        text=text,
        start=round(start, 2),
        end=round(end, 2),
        top=round(top, 2),
        bottom=round(bottom, 2),
        size=size,
        region=region,
        box=_box((start, end, top, bottom), direction, bounds),
        bold=2 * bold > sum(len(each.glyphs) for each in row),
        tilted=direction.startswith(_TILTED),
        cell=is_cell,
    )


def _box(turned: tuple[float, float, float, float], direction: str, bounds: Bounds) -> Bounds:
    """Return the place on the page, as shares of its width and height from the upper left."""
    u0, u1, v0, v1 = turned
    left, right, bottom, top = {
        _VERTICAL: (-v1, -v0, -u1, -u0),
        "1": (v0, v1, u0, u1),
        "2": (-u1, -u0, v0, v1),
    }.get(direction, (u0, u1, -v1, -v0))
    width, height = max(1.0, bounds[2] - bounds[0]), max(1.0, bounds[3] - bounds[1])
    return (
        round((left - bounds[0]) / width, 4),
        round((bounds[3] - top) / height, 4),
        round((right - bounds[0]) / width, 4),
        round((bounds[3] - bottom) / height, 4),
    )
