"""The body of a press piece: which of its lines are headings, captions and credits; all others are
paragraphs.
"""

from __future__ import annotations

from store.model.article import BlockKind
from store.press.captions import mark_isolated
from store.press.head import imprint_kind
from store.press.headings import headings, is_plain_heading, may_head
from store.press.lines import Line, could_be_display, ends_sentence
from store.press.vocabulary import (
    CAPTION_END,
    CAPTION_START,
    COUNTED,
    CREDIT,
    PICTURES_SUPPLIED,
    RELATED,
    SLOGAN,
    SPEAKER,
)

_CAPTION_LENGTH = 200
"""Code points of a caption that says that it is one."""
_LONGEST_TAIL = 30
"""Lines after the text in which signatures are looked for."""
_HEAD_GOES_ON = 3
"""Lines below the head in which a byline or a date may still stand, as under a lead."""


def body_kinds(lines: list[Line], *, signed: bool) -> list[BlockKind]:
    """The kind of each line after the head.

    :param signed: the head has a byline, so that a bare name at the end is not looked for.
    """
    kinds = [_kind_by_words(line.words) for line in lines]
    _mark_late_imprint(lines, kinds, signed=signed)
    _mark_tail(lines, kinds, signed=signed)
    mark_isolated(lines, kinds, headings(lines, kinds))
    found = headings(lines, kinds)
    if found == {0} and is_plain_heading(lines[0].words):  # it parts nothing: perhaps a pen name
        return kinds
    for index in sorted(found, reverse=True):
        if may_head(lines, kinds, index):
            kinds[index] = BlockKind.HEADING
    return kinds


def _kind_by_words(words: str) -> BlockKind:
    """What the words of a line alone tell."""
    if len(words) > _CAPTION_LENGTH:
        return BlockKind.PARAGRAPH
    if (CREDIT.match(words) and len(words) <= 120) or SLOGAN.match(words):
        return BlockKind.CREDIT
    if CAPTION_START.match(words) or CAPTION_END.search(words[-40:]):
        return BlockKind.CAPTION
    return BlockKind.PARAGRAPH


def _mark_late_imprint(lines: list[Line], kinds: list[BlockKind], *, signed: bool) -> None:
    """Marks the byline or date that a lead or a note parts from the head, where it can be nothing else."""
    for index, line in enumerate(lines[:_HEAD_GOES_ON]):
        if kinds[index] is not BlockKind.PARAGRAPH or len(line.words) > 60:
            continue
        kind = imprint_kind(line.words, named=False)
        goes_on = index == 0 or kinds[index - 1] is not BlockKind.PARAGRAPH
        signs = kind is BlockKind.BYLINE and not signed and not SPEAKER.match(line.words)
        if kind is not None and (signs or (kind is BlockKind.DATE and goes_on)):
            kinds[index] = kind


def _mark_tail(lines: list[Line], kinds: list[BlockKind], *, signed: bool) -> None:
    """Marks what stands after the text: a signature, a date, who supplied the pictures, what a site adds."""
    first = max(0, len(lines) - _LONGEST_TAIL)
    _mark_related(lines, kinds, first)
    for index in range(len(lines) - 1, first, -1):
        words = lines[index].words
        if PICTURES_SUPPLIED.match(words) or COUNTED.match(words):
            kinds[index] = BlockKind.CREDIT
        if kinds[index] in (BlockKind.CREDIT, BlockKind.CAPTION):
            continue
        dated = index + 1 < len(lines) and kinds[index + 1] is BlockKind.DATE
        named = dated or (not signed and ends_sentence(lines[index - 1].words))
        kind = imprint_kind(words, named=named) if len(words) <= 60 else None
        if kind is None:
            return
        kinds[index] = kind


def _mark_related(lines: list[Line], kinds: list[BlockKind], first: int) -> None:
    """Marks the titles of other pieces under 推荐阅读 at the end."""
    for index in range(len(lines) - 1, first, -1):
        if RELATED.match(lines[index].words):
            for below in range(index, len(lines)):
                kinds[below] = BlockKind.CREDIT
        if not could_be_display(lines[index].words):
            return
