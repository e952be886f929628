"""Captions that only their setting gives away: short lines that wider gaps set apart from the text."""

from __future__ import annotations

import re

from store.model.article import BlockKind
from store.press.lines import Line, ends_sentence, usual_gap, width
from store.press.vocabulary import MARKDOWN, NUMBERED, SPEAKER

_LONGEST = 80
"""Code points of a caption that only its setting gives away."""
_HEADING_IN_THE_OPEN = 40
"""Terminal cells of a heading set as far from its text as a caption is."""
_LONGER_THAN_A_HEADING = 17
"""Code points of a line that no heading of a press piece reaches."""


def mark_isolated(lines: list[Line], kinds: list[BlockKind], headings: set[int]) -> None:
    """Marks as captions the short lines that wider gaps than usual set apart from the text.

    What is set so before a heading or a credit is apart from the text as well: pictures often close a
    section.
    """
    wide = max(2, usual_gap(lines) + 1)
    last = len(lines) - 1
    short = [index for index in range(1, last + 1) if _could_be_caption(lines[index], kinds[index], wide)]
    text_ends = max((i for i, kind in enumerate(kinds) if kind is BlockKind.PARAGRAPH), default=-1)
    found = {index for index in short if _stands_apart(lines, kinds, headings, index, wide)}
    if text_ends in short and text_ends < last:  # nothing but captions and credits below
        found.add(text_ends)
    for index in found:
        kinds[index] = BlockKind.CAPTION
    if len(found) < 2:
        return
    for index in short:  # the pattern is set: a gap above is enough where no full stop says that it is text
        if kinds[index] is BlockKind.PARAGRAPH and (index == last or _is_unstopped(lines[index].words)):
            kinds[index] = BlockKind.CAPTION


def _stands_apart(
    lines: list[Line], kinds: list[BlockKind], headings: set[int], index: int, wide: int
) -> bool:
    """Whether nothing below belongs to the line: a wide gap, a heading or a credit follows."""
    below = index + 1
    if below == len(lines):
        return False
    gap = lines[below].gap >= wide
    if index in headings and below not in headings:
        over_text = kinds[below] is BlockKind.PARAGRAPH and len(lines[below].words) > _LONGEST
        return gap and not (over_text and width(lines[index].words) <= _HEADING_IN_THE_OPEN)
    return gap or below in headings or kinds[below] is BlockKind.CREDIT


def _is_unstopped(words: str) -> bool:
    """Whether this is too long for a heading and yet ends like no paragraph."""
    return len(words) >= _LONGER_THAN_A_HEADING and not ends_sentence(words)


def _could_be_caption(line: Line, kind: BlockKind, wide: int) -> bool:
    words = line.words
    if kind is not BlockKind.PARAGRAPH or line.gap < wide or len(words) > _LONGEST or len(words) < 6:
        return False
    if NUMBERED.match(words) or MARKDOWN.match(words) or SPEAKER.match(words) or words[-1] in "？?！!：:，,":
        return False
    return len(re.findall(r"[。！？!?]", words)) <= 2
