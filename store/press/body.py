"""The body of a press article: finds its headings, captions and credits. All other lines are paragraphs."""

from __future__ import annotations

import re
from itertools import accumulate

from store.chinese.folding import fold
from store.model.article import BlockKind
from store.press.captions import mark_isolated
from store.press.dates import date
from store.press.display.above import could_be_pen_name
from store.press.headings import headings, is_plain_heading, may_head
from store.press.imprint.kinds import imprint_kind
from store.press.imprint.publications import could_be_publication
from store.press.imprint.reading import is_date, read_imprint
from store.press.lines import Line, could_be_display, could_be_heading, ends_sentence, is_prose
from store.press.sites.website import RELATED, is_menu, is_site_line, is_widget
from store.press.vocabulary import (
    ASIDE,
    CAPTION_END,
    CAPTION_SIGN,
    CAPTION_START,
    COMPLIMENT,
    COUNTED,
    CREDIT,
    INDEX_TERMS,
    INSTITUTION,
    PICTURES_SUPPLIED,
    SLOGAN,
    SPEAKER,
)

_LONGEST_CAPTION = 200
"""Code points of the longest caption that is recognised by its words."""
_ASIDE_AT_END = re.compile(r"\s*[（(][^（）()]*[）)]$")
_TAIL_LINES = 100
"""Lines at the end in which signatures are searched."""
_LONG_TEXT = 80
"""Code points of a line that is surely text of an article."""
_SHORTEST_WIDGET = 4
"""Code points: shorter names of buttons, such as 简介, may be headings in the midst of the text."""
_LONGEST_WIDGET = 60
"""Code points of the longest line of buttons in the midst of the text."""
_SIGNATURE_LINES = 5
"""Lines below such a credit among which the writer may be named."""
_FEWEST_LINKS = 8
"""Lines below a credit, hardly any of them text, that are the links of a website."""
_MOST_BUTTONS = 10
"""Lines below the date of publication that may be buttons, whatever their words."""
_LONGEST_BUTTON = 16
"""Code points of the longest of them."""
_STAMP = re.compile(
    "^(?:(?:发布|發布|發佈|编辑|編輯|发表|發表|更新|修改)[于於]|(?:发布|發布|更新|发表|發表)[时時][间間])"
)
"""The label of a date of publication below the text: 发布于 2022-02-18."""
_LATE_IMPRINT_LINES = 3
"""Lines below the head that may still be a byline or date, for example below a lead."""


def body_kinds(lines: list[Line], *, signed: bool) -> list[BlockKind]:
    """The kind of each line after the head.

    :param signed: the head has a byline, so a bare name at the end is not a signature.
    """
    kinds = [_kind_by_words(line.words) for line in lines]
    _mark_late_imprint(lines, kinds, signed=signed)
    _mark_tail(lines, kinds, signed=signed)
    found, before = headings(lines, kinds), kinds.copy()
    mark_isolated(lines, kinds, found)
    if kinds != before:
        found = headings(lines, kinds)
    if found == {0} and is_plain_heading(lines[0].words):  # it separates nothing
        if not signed and could_be_pen_name(lines[0].words):
            kinds[0] = BlockKind.BYLINE
        return kinds
    for index in sorted(found, reverse=True):
        if may_head(lines, kinds, index):
            kinds[index] = BlockKind.HEADING
    _mark_lone_caption(lines, kinds)
    return kinds


def _mark_lone_caption(lines: list[Line], kinds: list[BlockKind]) -> None:
    """Turn the only heading into a caption if captions of the same form stand between the paragraphs.

    A single heading divides nothing, and a caption without a mark looks the same.
    """
    found = [index for index, kind in enumerate(kinds) if kind is BlockKind.HEADING]
    if len(found) != 1 or not is_plain_heading(lines[found[0]].words):
        return
    (index,) = found
    captions = [i for i, kind in enumerate(kinds) if kind is BlockKind.CAPTION and i != index + 1]
    spacing = (lines[index].gap, lines[index + 1].gap) if index + 1 < len(lines) else (lines[index].gap, 0)
    alike = [
        i
        for i in captions
        if i + 1 < len(lines)
        and (lines[i].gap, lines[i + 1].gap) == spacing
        and len(lines[i].words) <= 40
        and not ends_sentence(_ASIDE_AT_END.sub("", lines[i].words))
        and not CAPTION_START.match(lines[i].words)
    ]
    if alike:
        kinds[index] = BlockKind.CAPTION


def _kind_by_words(words: str) -> BlockKind:
    """The kind of a line, judged only by its words."""
    if len(words) > _LONGEST_CAPTION:
        return BlockKind.PARAGRAPH
    if len(words) <= 120 and (CREDIT.match(words) or INDEX_TERMS.match(words) or SLOGAN.match(words)):
        return BlockKind.CREDIT
    if _SHORTEST_WIDGET <= len(words) <= _LONGEST_WIDGET and is_widget(words) and not is_menu(words):
        return BlockKind.CREDIT
    end = words[-40:]
    if CAPTION_START.match(words) or (CAPTION_SIGN.search(end) and CAPTION_END.search(end)):
        return BlockKind.CAPTION
    return BlockKind.PARAGRAPH


def _mark_late_imprint(lines: list[Line], kinds: list[BlockKind], *, signed: bool) -> None:
    """Mark a byline or date that a lead or a note separates from the head, if it is unambiguous."""
    for index, line in enumerate(lines[:_LATE_IMPRINT_LINES]):
        if kinds[index] is not BlockKind.PARAGRAPH or len(line.words) > 60:
            continue
        kind = imprint_kind(line.words, named=False)
        is_continued = index == 0 or kinds[index - 1] is not BlockKind.PARAGRAPH
        is_signature = kind is BlockKind.BYLINE and not signed and not SPEAKER.match(line.words)
        is_stamp = kind is BlockKind.DATE and not could_be_heading(
            line.words
        )  # a complete date, nothing else
        if kind is not None and (is_signature or is_stamp or (kind is BlockKind.DATE and is_continued)):
            kinds[index] = kind


def _mark_tail(lines: list[Line], kinds: list[BlockKind], *, signed: bool) -> None:
    """Mark the lines after the text: a signature, a date, picture credits, additions of a website."""
    first = max(0, len(lines) - _TAIL_LINES)
    _mark_related(lines, kinds)
    for index in range(len(lines) - 1, first, -1):
        words = lines[index].words
        if PICTURES_SUPPLIED.match(words) or COUNTED.match(words):
            kinds[index] = BlockKind.CREDIT
        if not any(map(str.isalnum, words)):  # the end of a fence
            kinds[index] = BlockKind.CREDIT
        if kinds[index] is BlockKind.CAPTION and not signed and _is_explicit_byline(words):
            kinds[index] = BlockKind.BYLINE  # it names who supplied the pictures too
        if kinds[index] in (BlockKind.CREDIT, BlockKind.CAPTION, BlockKind.BYLINE):
            continue
        dated = index + 1 < len(lines) and kinds[index + 1] is BlockKind.DATE
        named = dated or (not signed and ends_sentence(lines[index - 1].words))
        kind = imprint_kind(words, named=named) if len(words) <= 60 else None
        if kind is None and is_site_line(words):
            kind = BlockKind.CREDIT
        if kind is None and _is_remark_below_date(lines, index):
            kind = BlockKind.CREDIT
        if kind is None and dated and _is_signature(lines, index):
            kind = BlockKind.BYLINE
        if kind is None:
            stamp = _stamp_above(lines, index)
            if stamp is None:
                return
            kinds[stamp + 1 : index + 1] = [BlockKind.CREDIT] * (index - stamp)
            continue
        kinds[index] = kind


def _is_explicit_byline(words: str) -> bool:
    found = read_imprint(words)
    return bool(found.authors) and found.explicit and not found.rest


def _is_remark_below_date(lines: list[Line], index: int) -> bool:
    """Whether this is a remark in brackets below the date of a document: （此件公开发布）."""
    above = lines[index - 1].words
    return bool(ASIDE.match(lines[index].words)) and len(date(above)) == len("2024-03-05") and is_date(above)


def _stamp_above(lines: list[Line], index: int) -> int | None:
    """The date of publication above a few short lines that end with ``index``, such as unknown buttons.

    One of the lines below it must be a button that is known: else they are text.
    """
    for above in range(index, max(0, index - _MOST_BUTTONS), -1):
        words = lines[above].words
        if _STAMP.match(words) and is_date(words):
            below = [line.words for line in lines[above + 1 : above + 1 + _MOST_BUTTONS]]
            return above if any(is_widget(each) or is_menu(each) for each in below) else None
        if len(words) > _LONGEST_BUTTON or ends_sentence(words):
            return None
    return None


def _is_signature(lines: list[Line], index: int) -> bool:
    """Whether the line above the last date is a name or an institution that signs the text above it."""
    words, above = lines[index].words, lines[index - 1].words
    if not re.fullmatch(r"[\w·、，（）()\s]{2,30}", words) or not could_be_display(words):
        return False
    if could_be_publication(words) or INSTITUTION.search(fold(words)):
        return not above.endswith(("、", "，", ","))
    signs = len(words) <= 4 or could_be_publication(words) or (len(words) <= 20 and " " not in words)
    return signs and (ends_sentence(above) or bool(COMPLIMENT.match(above)))


def _mark_related(lines: list[Line], kinds: list[BlockKind]) -> None:
    """Mark what a website prints below the text: titles of other articles under 推荐阅读, comments, menus.

    A box of links in the midst of the text is marked up to the next long line.
    """
    related = [RELATED.match(line.words) for line in lines]
    if not any(related) and BlockKind.CREDIT not in kinds:
        return
    prose = [is_prose(line.words) and not is_site_line(line.words) for line in lines]
    texts = [len(line.words) >= _LONG_TEXT and found for line, found in zip(lines, prose, strict=True)]
    prose_below = list(accumulate(reversed(prose), initial=0))[::-1]
    texts_below = list(accumulate(reversed(texts), initial=0))[::-1]
    for index in range(len(lines)):
        if prose_below[index] == prose_below[0] or kinds[index] is BlockKind.HEADING:
            continue  # above the text
        rest = len(lines) - index - 1
        ends = (
            kinds[index] is BlockKind.CREDIT and rest >= _FEWEST_LINKS and prose_below[index + 1] * 8 <= rest
        )
        if ends or (related[index] and texts_below[index + 1] * 4 <= rest):
            for below in range(index, len(lines)):
                signs = below < index + _SIGNATURE_LINES and read_imprint(lines[below].words).explicit
                if not signs:
                    kinds[below] = BlockKind.CREDIT
            return
        if related[index]:
            kinds[index] = BlockKind.CREDIT
