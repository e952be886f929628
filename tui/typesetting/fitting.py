"""Fits words into a narrow space: cuts them to a width, or wraps them as the reading view does."""

from __future__ import annotations

from tui.typesetting.breaking import break_lines
from tui.typesetting.glyphs import cells, displayed


def fitted(words: str, width: int) -> str:
    """The words as displayed, on one line. If they are wider than ``width`` cells, an ellipsis ends them."""
    flat = displayed(words.replace("\n", " "))
    if cells(flat) <= width:
        return flat
    kept, used = 0, 1
    for character in flat:
        used += cells(character)
        if used > width:
            break
        kept += 1
    return flat[:kept].rstrip() + "…"


def fitted_at_start(words: str, width: int) -> str:
    """The words as :func:`fitted` has them, but with their end kept, which of a path tells most."""
    flat = displayed(words.replace("\n", " "))
    if cells(flat) <= width:
        return flat
    kept, used = len(flat), 1
    while used + cells(flat[kept - 1]) <= width:
        kept -= 1
        used += cells(flat[kept])
    return "…" + flat[kept:].lstrip()


def wrapped(words: str, width: int) -> list[str]:
    """The words as displayed, in lines of at most ``width`` cells. An empty paragraph is an empty line."""
    return [line for _, line in wrapped_with_offsets(words, width)]


def wrapped_with_offsets(words: str, width: int) -> list[tuple[int, str]]:
    """The lines of :func:`wrapped`, each with the offset in ``words`` of its first code point."""
    lines: list[tuple[int, str]] = []
    start = 0
    for paragraph in words.split("\n"):
        shown = displayed(paragraph)
        broken = break_lines(paragraph, 0, len(paragraph), max(2, width))
        lines += [(start + line.start, shown[line.start : line.end].rstrip()) for line in broken]
        start += len(paragraph) + 1
    return lines
