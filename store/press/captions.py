"""Captions recognised by their spacing: short lines that wider gaps separate from the text."""

from __future__ import annotations

import re

from store.model.article import BlockKind
from store.press.lines import Line, ends_sentence, usual_gap, width
from store.press.vocabulary import MARKDOWN, NUMBERED, SPEAKER

_LONGEST = 80
"""Code points of the longest caption that is recognised by its spacing."""
_LONGEST_SPACED_HEADING = 40
"""Terminal cells of the longest heading that may be as far from its text as a caption."""
_MIN_UNSTOPPED = 17
"""Code points: headings of press articles are shorter."""


def mark_isolated(lines: list[Line], kinds: list[BlockKind], headings: set[int]) -> None:
    """Mark as captions the short lines that wider gaps than usual separate from the text.

    Below them a heading or a credit counts as a gap: pictures are often at the end of a section.
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
    for index in short:  # with such captions found, a gap above is enough for a line without a full stop
        if kinds[index] is BlockKind.PARAGRAPH and (index == last or _is_unstopped(lines[index].words)):
            kinds[index] = BlockKind.CAPTION


def _stands_apart(
    lines: list[Line], kinds: list[BlockKind], headings: set[int], index: int, wide: int
) -> bool:
    """Whether the line is separate from the next one: a wide gap, a heading or a credit follows."""
    below = index + 1
    if below == len(lines):
        return False
    gap = lines[below].gap >= wide
    if index in headings and below not in headings:
        over_text = kinds[below] is BlockKind.PARAGRAPH and len(lines[below].words) > _LONGEST
        return gap and not (over_text and width(lines[index].words) <= _LONGEST_SPACED_HEADING)
    return gap or below in headings or kinds[below] is BlockKind.CREDIT


def _is_unstopped(words: str) -> bool:
    """Whether the line is too long for a heading and does not end like a paragraph."""
    return len(words) >= _MIN_UNSTOPPED and not ends_sentence(words)


def _could_be_caption(line: Line, kind: BlockKind, wide: int) -> bool:
    words = line.words
    if kind is not BlockKind.PARAGRAPH or line.gap < wide or len(words) > _LONGEST or len(words) < 6:
        return False
    if NUMBERED.match(words) or MARKDOWN.match(words) or SPEAKER.match(words) or words[-1] in "？?！!：:，,":
        return False
    return len(re.findall(r"[。！？!?]", words)) <= 2
