"""The blocks of a page: lines below each other that follow each other in its content, such as a cell.

Programs write a table cell by cell and columns one by one. Where two blocks stand side by side, their lines
are no halves of common lines, however narrow the gap between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from store.formats.pdf.segments import Segment

_STEP = (0.6, 3.0)
"""The distances of two lines of a block, in sizes."""

_ALIKE = 1.35
"""The ratio of the sizes of two lines of a block."""

_INDENT = 3.0
"""How far the starts of its lines differ, in sizes."""

_CENTRE = 1.0
"""How far the middles of centred lines differ, in sizes."""

_SLACK = 0.3
"""How far two blocks side by side may reach over each other, in sizes."""

_MANY = 0.15
"""The share of blocks of a table that have more than one line."""

_COLUMN = 3
"""The lines that make a column."""

_TALL = 6
"""The lines of a block that is rather a column, if it stands beside another one in a single row."""

_ROW_GAP = 4.0
"""The greatest distance of two rows of a table, in lines."""

_CELL = 4.0
"""The narrowest cell of a table of one row, in sizes."""

_LABEL = 6.0
"""The widest label before a cell, in sizes."""


class Block:
    """Lines that follow each other."""

    __slots__ = ("lines", "number", "parts", "u0", "u1", "v0", "v1")

    def __init__(self, parts: list[Segment]) -> None:
        self.number = 0
        """Its number in the order of the content."""
        self.lines = 0
        self.parts: list[Segment] = []
        self.u0, self.u1 = parts[0].u0, parts[0].u1
        self.v0, self.v1 = parts[0].v0, parts[0].v1
        for each in parts:
            self.add(each)

    def add(self, each: Segment) -> None:
        """Add the next part of the content."""
        self.lines += not self.parts or each.line - self.parts[-1].line > 0.5 * each.size
        self.parts.append(each)
        self.u0, self.u1 = min(self.u0, each.u0), max(self.u1, each.u1)
        self.v1 = max(self.v1, each.v1)


def set_blocks(found: Iterable[Segment]) -> None:
    """Set the blocks of segments that are in the order of the content."""
    blocks: list[Block] = []
    for each in found:
        last = blocks[-1] if blocks else None
        if last is not None and _follows(last, last.parts[-1], each):
            last.add(each)
        else:
            if last is not None:
                blocks[-1:] = _without_cell(last, each)
            blocks.append(Block([each]))
    for number, block in enumerate(blocks):
        block.number = number
        for each in block.parts:
            each.block = block


def _without_cell(block: Block, beside: Segment) -> list[Block]:
    """Return a block, divided where its last lines are the cell to the left of what follows it."""
    at = len(block.parts)
    while at > 0 and block.parts[at - 1].v1 > beside.v0 + _SLACK * beside.size:
        at -= 1
        if block.parts[at].u1 > beside.u0 + _SLACK * beside.size:
            return [block]
    if at in (0, len(block.parts)) or block.u1 <= beside.u0:
        return [block]
    return [Block(block.parts[:at]), Block(block.parts[at:])]


def _follows(block: Block, last: Segment, each: Segment) -> bool:
    size = max(last.size, each.size)
    if size > _ALIKE * min(last.size, each.size):
        return False
    step = each.line - last.line
    if abs(step) <= 0.5 * size:
        return 0 <= each.u0 - last.u1 <= size or (block.u0 <= each.u0 and each.u1 <= block.u1)
    if not _STEP[0] * size <= step <= _STEP[1] * size:
        return False
    begins = abs(each.u0 - block.u0) <= _INDENT * size
    centred = abs(each.u0 + each.u1 - block.u0 - block.u1) <= 2 * _CENTRE * size
    return begins or centred


def are_apart(one: Segment, other: Segment) -> bool:
    """Whether two segments of a line belong to blocks that stand side by side."""
    left, right = one.block, other.block
    if left is None or right is None or left is right or max(left.lines, right.lines) < 2:
        return False
    return left.u1 <= right.u0 + _SLACK * one.size and min(left.v1, right.v1) > max(left.v0, right.v0)


class Table(NamedTuple):
    """A part of a page that is a table with a cell of several lines."""

    top: float
    bottom: float
    numbers: frozenset[int]
    """The numbers of its blocks."""
    cells: list[list[int]]
    """The numbers of the blocks of each cell, or of a row whose cells all have one line."""


def tables(found: Sequence[Segment]) -> list[Table]:
    """Return the tables among segments, from top to bottom: nothing stands beside them.

    The content goes through a table row by row: from the last line of a cell up to the first of the next, and
    from the last cell of a row back to the first of the next row. Columns are written one after the other.
    """
    blocks = {each.block.number: each.block for each in found if each.block is not None}
    if not any(block.lines > 1 for block in blocks.values()) or len(blocks) < 2:
        return []
    result: list[Table] = []
    run: list[list[Block]] = []
    for group in [*_beside(list(blocks.values())), []]:
        if _is_row(group) and (not run or _is_next_row(run[-1], group)):
            run.append(group)
            continue
        result += _table(run)
        run = [group] if _is_row(group) else []
    return result


def _is_row(group: list[Block]) -> bool:
    """Whether blocks side by side may be the cells of a row, which are written from left to right."""
    group.sort(key=lambda block: block.u0)
    return len(group) > 1 and all(
        left.number < right.number and left.u1 <= right.u0 + _SLACK * (left.v1 - left.v0) / left.lines
        for left, right in pairwise(group)
    )


def _is_next_row(before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Whether blocks follow those above in the content, and closely."""
    bottom = max(block.v1 for block in before)
    near = min((block.v0 - bottom) / ((block.v1 - block.v0) / block.lines) for block in after) <= _ROW_GAP
    return near and max(one.number for one in before) < min(one.number for one in after)


def _table(run: Sequence[list[Block]]) -> list[Table]:
    """Return the table that has these rows; nothing if they may be columns, or lines with wide gaps."""
    long = sum(block.lines > 1 for group in run for block in group)
    if not long or long < _MANY * sum(map(len, run)):
        return []
    tall = [group for group in run if any(block.lines > 1 for block in group)]
    if len(run) < 2 and not _is_single_row(run[0]):
        return []
    if len(tall) == 1 and sum(block.lines >= _TALL for block in tall[0]) > 1:
        return []
    cells: list[list[int]] = []
    for group in run:
        numbers = [block.number for block in group]
        together = all(block.lines == 1 for block in group) or _has_label(group)
        cells += [numbers] if together else [[number] for number in numbers]
    everything = [block for group in run for block in group]
    return [
        Table(
            top=min(block.v0 for block in everything),
            bottom=max(block.v1 for block in everything),
            numbers=frozenset(block.number for block in everything),
            cells=cells,
        )
    ]


def _has_label(group: Sequence[Block]) -> bool:
    """Whether the first of two cells is a few words beside the first line of the other, such as a name."""
    if len(group) != 2 or group[0].lines > 1:
        return False
    label, text = group
    size = label.v1 - label.v0
    return label.u1 - label.u0 <= _LABEL * size and abs(label.v0 - text.v0) <= size / 2


def _is_single_row(group: Sequence[Block]) -> bool:
    """Whether blocks side by side are the cells of one row: too few lines for columns, and wide."""
    return all(
        1 < block.lines < _COLUMN and block.u1 - block.u0 > _CELL * (block.v1 - block.v0) / block.lines
        for block in group
    )


def _beside(order: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in groups from top to bottom: those of a group stand side by side."""
    groups: list[list[Block]] = []
    low = 0.0
    for block in sorted(order, key=lambda one: one.v0):
        if groups and block.v0 < low - 0.1 * (block.v1 - block.v0) / block.lines:
            groups[-1].append(block)
            low = max(low, block.v1)
        else:
            groups.append([block])
            low = block.v1
    return groups
