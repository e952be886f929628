"""Joins the lines of a PDF to paragraphs, across columns and pages, and puts footnotes after the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from store.formats.pdf.messages import Line
from store.formats.pdf.page_characters import HYPHEN
from store.press.byline import read_imprint
from store.press.lines import ends_sentence

_INDENT = 0.8
"""The indent that begins a paragraph, in sizes."""

_VERSE_LINES, _VERSE_SHARE = 4, 0.9
"""The fewest lines of verse, and how many of them end with a mark. In prose one of eight does."""

_MARKS = frozenset("，。！？；、：,.!?;:…—”’」』")

_WIDEST_WORD = 40
"""The width of no word, in sizes."""

_LEAST_FULL = 0.6
"""The width of a full line above a column, in widths of the column."""

_SHORT = 1.9
"""The room at the end of a line, in sizes, after which it ends a paragraph."""

_GAP = 1.45
"""The distance of two lines that ends a paragraph, in usual distances."""

_SENTENCE_GAP = 1.25
"""The same after the end of a sentence, where paragraphs have no indent."""

_HEADING_GAP = 1.9
"""The same between the lines of a heading."""

_SAME_SIZE = 1.09
"""The ratio of two sizes up to which they count as one."""

_LARGE = 1.14
"""The size of a heading, in sizes of the text."""

_SMALL = 0.93
"""The size of a footnote, in sizes of the text."""

_LONGEST_HEADING = 60
"""Characters of the longest heading."""

_FOOTNOTE = re.compile(
    r"[\u2460-\u2473\u24ea\u2776-\u277f]|[\[［【〔(（]?\s*(?:\d{1,3}|[*＊†‡#＃])\s*[\]］】〕)）]?[\s.．、:：]*[^\s\d]|注\s*[:：\d]|\*"
)
_BULLET = re.compile(
    r"[•●■◆▪·○□◇★☆►▶➢–—*-]\s?\S|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）.．、]\s?\S"
)
_DECIMAL = re.compile(r"\d+[.．]\d")
_FIRST_WORD = re.compile(
    r"[“‘（《〈【「『]*(?:[!-~\u00c0-\u024f]{1,24}|\w)[”’，。、；：？！）》〉】」』]{0,2}"
)
_LATIN = r"A-Za-z0-9\u00c0-\u024f"
_LATIN_END = re.compile(rf"(?:[{_LATIN},.;:!?%)\]'\"-]|[{_LATIN},.;:!?%)\]][”’]+| [–—&])$")
_LATIN_START = re.compile(rf"(?:[“‘]*[{_LATIN}(\[$'\"]|[–—&] )")
"""The end and the start of lines with a space between them. A curly mark may be a Chinese one."""


class Paragraph(msgspec.Struct):
    """A paragraph of a PDF."""

    text: str
    size: float
    page: int
    """The number of the page where it begins, from 0."""
    heading: bool = False
    """Whether it is larger or bolder than the text, and short."""
    large: bool = False
    """Whether it is larger than the text."""
    footnote: bool = False


class _Placed(NamedTuple):
    """A line with what is known of its place."""

    line: Line
    page: int
    footnote: bool
    left: float
    """Where the lines of its column start."""
    right: float
    """Where the full lines of its column end."""
    leading: float
    """The usual distance of the lines of its column."""
    alone: bool
    """Whether it is the only line of text of its column, so that its end says nothing about its width."""


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Return the paragraphs of the lines of pages, with the footnotes after the text.

    All visible characters stay, except hyphens that divide a word at the end of a line.
    """
    pages = [_side_by_side_joined(page) for page in pages]
    body = text_size(line for page in pages for line in page)
    placed = [each for number, page in enumerate(pages) for each in _placed(page, number, body)]
    indented = _indents(placed)
    text = _joined((each for each in placed if not each.footnote), body, indented=indented)
    notes = _joined((each for each in placed if each.footnote), body, indented=indented)
    return text + notes


def _side_by_side_joined(page: Sequence[Line]) -> list[Line]:
    """Join lines of a region that stand side by side, such as the cells of a table."""
    result: list[Line] = []
    for line in page:
        last = result[-1] if result else None
        if last and last.region == line.region and line.start > last.end and _overlap(last, line):
            result[-1] = replace(
                last,
                text=f"{last.text} {line.text}",
                end=line.end,
                top=min(last.top, line.top),
                bottom=max(last.bottom, line.bottom),
                box=(*_corner(min, last, line, 0), *_corner(max, last, line, 2)),
            )
        else:
            result.append(line)
    return result


def _overlap(one: Line, other: Line) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return 2 * common > min(one.bottom - one.top, other.bottom - other.top)


def _corner(choose: Callable[[float, float], float], one: Line, other: Line, at: int) -> tuple[float, float]:
    return choose(one.box[at], other.box[at]), choose(one.box[at + 1], other.box[at + 1])


def text_size(lines: Iterable[Line]) -> float:
    """Return the size of most characters of a document."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _placed(page: Sequence[Line], number: int, body: float) -> Iterator[_Placed]:
    footnotes = _footnotes(page, body)
    at = 0
    for _, members in groupby(page, key=lambda line: line.region):
        lines = list(members)
        text = [line for line in lines if _is_text(line, body)]
        left, right = _margins(text or lines)
        steps = [after.top - before.top for before, after in pairwise(lines)]
        leading = _usual(steps) or 1.5 * body
        for line in lines:
            yield _Placed(line, number, at in footnotes, left, right, leading, len(text) <= 1)
            at += 1


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Return where the lines of a column start, and where its full lines end.

    Single lines may reach further: a hanging mark, a number before an item. If nearly all lines that seem
    full end with a mark, they are verse or items of a list, and none is full.
    """
    slack = max(line.size for line in lines)
    left = _edge(sorted(line.start for line in lines), slack / 2, max(2, len(lines) // 10))
    right = -_edge(sorted(-line.end for line in lines), slack, max(2, len(lines) // 5))
    full = [line for line in lines if line.end >= right - slack]
    marked = sum(line.text[-1:] in _MARKS for line in full)
    if len(full) >= _VERSE_LINES and marked >= _VERSE_SHARE * len(full):
        right = max(line.end for line in lines) + _WIDEST_WORD * slack
    return left, right


def _edge(values: Sequence[float], slack: float, least: int) -> float:
    """Return the first of sorted values that has enough others within the slack after it; else the first."""
    after = 0
    for at, value in enumerate(values):
        after = max(after, at)
        while after < len(values) and values[after] - value <= slack:
            after += 1
        if after - at >= least:
            return value
    return values[0]


def _is_text(line: Line, body: float) -> bool:
    return body / _SAME_SIZE <= line.size <= body * _SAME_SIZE


def _usual(values: Iterable[float]) -> float | None:
    """Return the most common value, rounded to whole points; None if there is none."""
    counts = Counter(round(value) for value in values)
    return float(max(counts, key=lambda value: (counts[value], -value))) if counts else None


def _footnotes(page: Sequence[Line], body: float) -> set[int]:
    """Return the numbers of the lines of footnotes: small ones at the end of a column, after a mark."""
    found: set[int] = set()
    at = 0
    for _, members in groupby(page, key=lambda line: line.region):
        lines = list(members)
        end = start = len(lines)
        while start > 0 and lines[start - 1].size <= _SMALL * body:
            start -= 1
        while start < end and not _FOOTNOTE.match(lines[start].text):
            start += 1
        low = start < end and lines[start].box[1] > 0.4
        if low:
            found.update(range(at + start, at + end))
        at += len(lines)
    return found


def _indents(placed: Sequence[_Placed]) -> bool:
    """Whether the paragraphs of a document begin with an indent."""
    indented = sum(0.8 <= (each.line.start - each.left) / each.line.size <= 4.5 for each in placed)
    return indented >= max(2, 0.03 * len(placed))


def _joined(placed: Iterable[_Placed], body: float, *, indented: bool) -> list[Paragraph]:
    result: list[Paragraph] = []
    groups: list[list[_Placed]] = []
    for each in placed:
        if groups and _continues(groups[-1][-1], each, body, indented=indented):
            groups[-1].append(each)
        else:
            groups.append([each])
    for group in groups:
        text = group[0].line.text
        for each in group[1:]:
            text = join_lines(text, each.line.text)
        lines = [each.line for each in group]
        size = max(line.size for line in lines)
        short = len(text) <= _LONGEST_HEADING and len(lines) <= 3 and not _is_sentence(text)
        large = size >= _LARGE * body
        bold = all(line.bold for line in lines)
        result.append(
            Paragraph(
                text=text.rstrip(HYPHEN) if len(text) > 1 else text,
                size=size,
                page=group[0].page,
                heading=short and (large or bold) and not group[0].footnote,
                large=large,
                footnote=group[0].footnote,
            )
        )
    return result


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith(("。", "；", "，", "：", ",", ";"))


def _continues(before: _Placed, after: _Placed, body: float, *, indented: bool) -> bool:
    """Whether a line continues the paragraph of the line before it."""
    one, other = before.line, after.line
    same_column = (before.page, one.region) == (after.page, other.region)
    is_other = one.tilted != other.tilted or (not same_column and (one.cell or other.cell))
    if is_other or max(one.size, other.size) > _SAME_SIZE * min(one.size, other.size):
        return False
    if other.size >= _LARGE * body and one.bold == other.bold:
        return same_column and _is_near(before, after, _HEADING_GAP)
    if one.text.endswith(HYPHEN):
        return True
    if not _is_full(before, other) or _begins_item(one.text, other.text):
        return False
    indent = (other.start - after.left) / other.size
    if not same_column:
        is_apart = before.alone and _is_byline(one, after.right - after.left)
        return not is_apart and indent < _INDENT and (indented or not ends_sentence(one.text))
    hangs = one.cell or one.start - other.start > -0.5 * other.size
    hangs = hangs and not _is_first(before, indented=indented)
    most = _SENTENCE_GAP if ends_sentence(one.text) and not indented else _GAP
    return _is_near(before, after, most) and (indent < _INDENT or hangs)


def _is_byline(line: Line, column: float) -> bool:
    """Whether a line above columns is no part of their text: a by-line, or one too short to be full.

    :param column: the width of the column that follows.
    """
    if line.end - line.start < _LEAST_FULL * column:
        return True
    said = read_imprint(line.text)
    return bool(said.authors and said.explicit and not said.rest)


def _begins_item(before: str, after: str) -> bool:
    """Whether a line begins with a bullet or a number that is not part of the sentence before it."""
    if not _BULLET.match(after):
        return False
    if ends_sentence(before) or re.match(r"[•●■◆▪○□◇★☆►▶➢]", after):
        return True
    return _BULLET.match(before) is not None and _DECIMAL.match(after) is None


def _is_first(each: _Placed, *, indented: bool) -> bool:
    """Whether a line is indented as the first one of a paragraph is."""
    return indented and each.line.start - each.left >= _INDENT * each.line.size


def _is_full(each: _Placed, following: Line) -> bool:
    """Whether a line has no room for the first word of the next one, with the marks that stay beside it."""
    room = (each.right - each.line.end) / each.line.size
    word = _FIRST_WORD.match(following.text)
    need = sum(0.5 if char < "\u0250" else 1.0 for char in word[0]) + 0.5 if word else _SHORT
    return room < max(need, _SHORT) or each.line.text.endswith(HYPHEN)


def _is_near(before: _Placed, after: _Placed, most: float) -> bool:
    step = after.line.top - before.line.top
    return step <= most * max(after.leading, after.line.size)


def join_lines(before: str, after: str) -> str:
    """Join two lines of a paragraph: a space between Latin words, and no hyphen that divides a word."""
    if before.endswith(HYPHEN):
        hyphen = "" if after[:1].islower() else "-"
        return before[:-1] + hyphen + after
    if before.endswith("-") and len(before) > 1 and before[-2].isalpha():
        return (before[:-1] if after[:1].islower() and before[-2].islower() else before) + after
    if _LATIN_END.search(before) and _LATIN_START.match(after):
        return f"{before} {after}"
    return before + after
