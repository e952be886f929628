"""Repaints wide characters whole.

Textual repaints the part of the screen that has changed, and cuts lines at its right end. A cut in the
middle of a wide character writes a blank in place of its first half, and the terminal removes the other half:
where a dialog had become smaller, Chinese text had holes.
"""

from __future__ import annotations

from rich.cells import get_character_cell_size
from textual._compositor import ChopsUpdate
from textual.strip import Strip


def repaint_whole_characters(update: ChopsUpdate) -> None:
    """Widen the parts of lines that an update repaints, if they end in the middle of a character."""
    update.spans = [
        (y, start, end + _ends_inside_character(update, y, end)) for y, start, end in update.spans
    ]


def _ends_inside_character(update: ChopsUpdate, y: int, column: int) -> bool:
    """Whether the first half of a wide character is in the column before this one."""
    for end, (start, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
        if strip is not None and start < column < end:
            return _is_inside_character(strip, column - start)
    return False


def _is_inside_character(strip: Strip, column: int) -> bool:
    at = 0
    for segment in strip:
        width = segment.cell_length
        if at + width <= column:
            at += width
            continue
        for character in segment.text:
            if at >= column:
                break
            at += get_character_cell_size(character)
        break
    return at > column
