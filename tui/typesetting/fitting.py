"""Words in a narrow place: cut to a width, or broken into lines as the reading view breaks them."""

from __future__ import annotations

from tui.typesetting.breaking import set_paragraph
from tui.typesetting.glyphs import cells, displayed


def fitted(words: str, width: int) -> str:
    """The words as displayed on one line, cut with an ellipsis where they are wider than ``width`` cells."""
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


def wrapped(words: str, width: int) -> list[str]:
    """The words as displayed in lines of at most ``width`` cells; an empty paragraph is an empty line."""
    return [line for _, line in placed_lines(words, width)]


def placed_lines(words: str, width: int) -> list[tuple[int, str]]:
    """The lines of :func:`wrapped`, each with the code point of the words at which it begins."""
    lines: list[tuple[int, str]] = []
    start = 0
    for paragraph in words.split("\n"):
        shown = displayed(paragraph)
        set_lines = set_paragraph(paragraph, 0, len(paragraph), max(2, width))
        lines += [(start + line.start, shown[line.start : line.end].rstrip()) for line in set_lines] or [
            (start, "")
        ]
        start += len(paragraph) + 1
    return lines
