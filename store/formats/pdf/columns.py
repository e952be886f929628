"""The reading order of the segments of a page: columns beside each other, between lines that cross them.

A part of the page has columns if a gap runs through all its lines and what stands on both sides is running
text. The cells of a table stand beside each other too, but are short: its rows stay together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

from store.formats.pdf.blocks import Table, tables
from store.formats.pdf.segments import Segment, rows
from store.press.lines import ends_sentence

_GUTTER = 0.8
"""The narrowest gap between columns, in sizes."""

_COLUMN_ROWS = 3
"""The fewest lines of a column."""

_COLUMN_WIDTH = 6.0
"""The width of the median line of the narrowest column, in sizes."""

_DEPTH = 8
"""How often parts of parts are searched for columns."""

_BREAK = 1.35
"""A gap between two lines that ends a part, in usual gaps."""

_NEAR = 2.5
"""The distance of two lines of a column, in sizes."""

_BESIDE = 0.2
"""How far two lines that stand side by side reach over each other across the lines, in sizes."""

_MOST_BESIDE = 12
"""Segments of such a row."""

_ALIKE = 1.1
"""The ratio of the sizes of lines of a column."""

_LARGE = 1.15
"""The size of a quotation that is set into the text, in sizes of the text."""

_LEAST_SET_IN, _MOST_SET_IN = 4, 8
"""Its fewest characters, and most lines."""

_BELOW = 10.0
"""How far below it, in sizes, lines are looked at."""

_MOST_TABLES = 100
"""Tables of a page: each looks at all that is below it."""

_HANGING = frozenset("。，、；：！？」』”’）》,.")

Span = tuple[float, float]


class Region(NamedTuple):
    """A part of a page."""

    rows: list[list[Segment]]
    is_cell: bool = False
    """Whether it is a cell or a row of a table: no paragraph goes on in the next one."""


def regions(found: Sequence[Segment], depth: int = 0) -> list[Region]:
    """Return the regions of a page in reading order, each as its rows. Every segment is in one of them."""
    set_in = _set_in(found) if found and not depth else []
    inside = {id(each) for quotation in set_in for each in quotation}
    around = [each for each in found if id(each) not in inside] if inside else found
    return _with_set_in(_with_tables(around, depth), [Region(rows(quotation)) for quotation in set_in])


def _with_tables(found: Sequence[Segment], depth: int) -> list[Region]:
    result: list[Region] = []
    for table in tables(found)[:_MOST_TABLES]:
        parts = _around(found, table)
        if parts is None:
            continue
        above, within, found = parts
        result += _without_tables(above, depth)
        result += [Region(rows(cell), is_cell=True) for cell in within]
    return result + _without_tables(found, depth)


def _set_in(found: Sequence[Segment]) -> list[list[Segment]]:
    """Return the quotations that are set into the text in large type: the lines beside them make room for
    them, those below do not.
    """
    size = median(each.size for each in found)
    large = [each for each in found if each.block is not None and each.size >= _LARGE * size]
    text = [each for each in found if _is_alike(each, size)]
    blocks = {id(each.block): each.block for each in large if each.block is not None}
    result: list[list[Segment]] = []
    for block in list(blocks.values())[:_MOST_TABLES]:
        if block.lines > _MOST_SET_IN:
            continue
        members = [each for each in large if each.block is block]
        if sum(len(each.glyphs) for each in members) < _LEAST_SET_IN:  # it is an initial
            continue
        u0, u1 = min(each.u0 for each in members), max(each.u1 for each in members)
        v0, v1 = min(each.v0 for each in members), max(each.v1 for each in members)
        beside = [
            (each.u0, each.u1)
            for each in text
            if each.v0 < v1 and each.v1 > v0 and (each.u1 <= u0 or each.u0 >= u1)
        ]
        below = [
            each for each in text if v1 <= each.v0 <= v1 + _BELOW * size and each.u0 < u1 and each.u1 > u0
        ]
        if any(each.u0 < end and each.u1 > start for each in below[:_MOST_SET_IN] for start, end in beside):
            result.append(members)
    return result


def _with_set_in(around: list[Region], set_in: list[Region]) -> list[Region]:
    """Return the regions of a page with quotations between two of them, where no sentence is torn."""
    for at, region in enumerate(around if set_in else (), 1):
        if ends_sentence(region.rows[-1][-1].text):
            return [*around[:at], *set_in, *around[at:]]
    return [*around, *set_in]


def _around(
    found: Sequence[Segment], table: Table
) -> tuple[list[Segment], list[list[Segment]], list[Segment]] | None:
    """Return what stands above a table, its cells, and what stands below; None if anything is beside it."""
    above: list[Segment] = []
    below: list[Segment] = []
    cells: dict[int, list[Segment]] = {}
    for each in found:
        if each.block is not None and each.block.number in table.numbers:
            cells.setdefault(each.block.number, []).append(each)
        elif (each.v0 + each.v1) / 2 < table.top:
            above.append(each)
        elif (each.v0 + each.v1) / 2 > table.bottom:
            below.append(each)
        else:
            return None
    within = [[each for number in cell for each in cells.get(number, ())] for cell in table.cells]
    return above, [cell for cell in within if cell], below


def _without_tables(found: Sequence[Segment], depth: int) -> list[Region]:
    if not found:
        return []
    everything = rows(found)
    if depth >= _DEPTH:
        return [Region(everything)]
    size = median(each.size for each in found)
    result: list[Region] = []
    plain: list[Segment] = []
    for band in _bands(everything, size):
        columns = _columns(band, size)
        if len(columns) < 2:
            plain += band
            continue
        if plain:
            result.append(Region(rows(plain)))
            plain = []
        for column in columns:
            result += regions(column, depth + 1)
    if plain:
        result.append(Region(rows(plain)))
    return result


def _bands(everything: list[list[Segment]], size: float) -> list[list[Segment]]:
    """Return the parts of a page from top to bottom: with a gap through all of their lines, or with none."""
    bands: list[list[list[Segment]]] = []
    cover: list[Span] = []
    for row in _beside_joined(everything, size):
        spans = [_span(each) for each in row]
        together = _union([*cover, *spans], _GUTTER * size)
        alone = len(_union(spans, _GUTTER * size)) == 1
        begins = not alone and bands and all(len(members) == 1 for members in bands[-1])
        if bands and not begins and (len(together) > 1 or (alone and len(cover) == 1)):
            bands[-1].append(row)
            cover = together
            continue
        taken = _heading_rows(bands[-1], size) if bands and len(cover) > 1 else []
        if taken and not alone:
            bands.append(taken)
            taken = []
        bands.append([*taken, row])
        cover = _union([_span(each) for members in bands[-1] for each in members], _GUTTER * size)
    bands = [part for band in bands if band for part in _without_outer(band, size)]
    for before, after in pairwise(bands):
        _give_first(before, after, size)
    return [[each for row in band for each in row] for band in bands if band]


def _beside_joined(everything: list[list[Segment]], size: float) -> list[list[Segment]]:
    """Join rows that stand side by side: the lines of two columns need not stand on the same lines."""
    result: list[list[Segment]] = []
    for row in everything:
        before = result[-1] if result else []
        if len(before) + len(row) <= _MOST_BESIDE and all(
            one.v1 - other.v0 > _BESIDE * size
            and (one.u1 + _GUTTER * size <= other.u0 or other.u1 + _GUTTER * size <= one.u0)
            for one in before
            for other in row
        ):
            result[-1:] = [sorted([*before, *row], key=lambda each: each.u0)]
        else:
            result.append(row)
    return result


def _without_outer(band: list[list[Segment]], size: float) -> list[list[list[Segment]]]:
    """Return a part without the lines that the content has before or after all columns, such as a by-line."""
    first = _first_lines(band, size)
    begin, rest = band[:first], band[first:]
    latest = list(accumulate((_last_number([row]) for row in rest), max))
    at = len(rest)
    while at > 1 and len(rest[at - 1]) == 1 and _number(rest[at - 1][0]) > latest[at - 2]:
        at -= 1
    if len(_union([_span(each) for row in rest[:at] for each in row], _GUTTER * size)) < 2:
        at = len(rest)
    return [part for part in (begin, rest[:at], rest[at:]) if part]


def _first_lines(band: list[list[Segment]], size: float) -> int:
    """Return how many lines above columns leave the first one free, and come before it in the content."""
    strips = _union([_span(each) for row in band for each in row], _GUTTER * size)
    if len(strips) < 2:
        return 0
    inside = min(_number(each) for row in band for each in row if each.u0 <= strips[0][1])
    at = 0
    while at < len(band) and all(each.u0 > strips[0][1] and _number(each) < inside for each in band[at]):
        at += 1
    return at


def _give_first(before: list[list[Segment]], after: list[list[Segment]], size: float) -> None:
    """Move the last lines of a part to the columns below if they begin these.

    The first lines of a column may stand higher than those of the column beside it, on either side. Those of
    the second one come after the first column in the content.
    """
    spans = [_span(each) for row in after for each in row]
    strips = _union(spans, _GUTTER * size)
    if len(strips) < 2:
        return
    last = max((_number(each) for row in after for each in row if each.u0 <= strips[0][1]), default=0)
    first = [row[0] for row in after if row[0].u0 <= strips[0][1] and _is_alike(row[0], size)]
    least, top = (_number(first[0]), first[0].v0) if first else (0, 0.0)
    moved: list[list[Segment]] = []
    while before and len(before[-1]) == 1:
        each = before[-1][0]
        inside = [start - size <= each.u0 and _span(each)[1] <= end + size for start, end in strips]
        if inside[0]:
            alike = _is_alike(each, size)
            if not (alike and _number(each) <= least and top - each.v1 <= _NEAR * size):
                break
            least, top = _number(each), each.v0
        elif not any(inside) or _number(each) <= last:
            break
        moved.append(before.pop())
    after[:0] = reversed(moved)


def _is_alike(each: Segment, size: float) -> bool:
    return size / _ALIKE <= each.size <= size * _ALIKE


def _number(each: Segment) -> int:
    return each.block.number if each.block is not None else 0


def _last_number(band: Sequence[Sequence[Segment]]) -> int:
    return max((_number(each) for row in band for each in row), default=0)


def _span(each: Segment) -> Span:
    """Return where a segment stands, without a mark that may hang in the margin."""
    hangs = each.text[-1] in _HANGING and each.u1 - each.u0 > 2 * each.size
    return each.u0, each.u1 - each.size if hangs else each.u1


def _heading_rows(band: list[list[Segment]], size: float) -> list[list[Segment]]:
    """Take the last lines of a part with columns that belong to the next one, such as a heading below them.

    They stand apart, or are larger, and there is nothing beside them.
    """
    at = len(band)
    while at > 1 and len(band[at - 1]) == 1:
        gap = band[at - 1][0].v0 - max(each.v1 for each in band[at - 2])
        if gap > _BREAK * size or band[at - 1][0].size > 1.15 * size:
            taken = band[at - 1 :]
            del band[at - 1 :]
            return taken
        at -= 1
    return []


def _columns(band: list[Segment], size: float) -> list[list[Segment]]:
    """Return the columns of a part from left to right; one if it has no running text side by side."""
    strips = [
        [each for each in band if start <= each.u0 <= end]
        for start, end in _union([_span(each) for each in band], _GUTTER * size)
    ]
    columns: list[list[Segment]] = []
    waiting: list[Segment] = []
    for strip in strips:
        if _is_column(strip, size):
            columns.append(waiting + strip if not columns else strip)
            waiting = []
        elif columns:
            columns[-1] += strip
        else:
            waiting += strip
    return columns if len(columns) > 1 and not _is_justified(columns, size) else [band]


def _is_justified(columns: list[list[Segment]], size: float) -> bool:
    """Whether columns are the words of justified lines with wide gaps.

    The content has them line by line, and those on the right begin anywhere.
    """
    for column in columns[1:]:
        first = min(each.u0 for each in column)
        if 2 * sum(each.u0 - first <= size / 2 for each in column) >= len(column):
            return False
    order = sorted((_number(each), at) for at, column in enumerate(columns) for each in column)
    back = sum(before > after for (_, before), (_, after) in pairwise(order))
    return 2 * back >= max(len(column) for column in columns)


def _is_column(strip: list[Segment], size: float) -> bool:
    return (
        len(rows(strip)) >= _COLUMN_ROWS
        and median(each.u1 - each.u0 for each in strip) >= _COLUMN_WIDTH * size
    )


def _union(spans: list[Span], gutter: float) -> list[Span]:
    """Return the spans that are covered, from left to right; narrower gaps than a gutter count as covered."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start - result[-1][1] < gutter:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
