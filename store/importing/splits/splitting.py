"""Splits a text that holds several articles, and recognises such texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, islice
from typing import NamedTuple

from store.errors import BadInput
from store.importing.splits.chapters import CHAPTER, CHAPTERS, chapter_starts, is_numbered
from store.language import Lazy, lazy
from store.press.head import imprint_kind
from store.press.lines import could_be_display, is_prose, width
from store.query.regular_expression import BadPattern, spans_of
from store.wording import counted

_SECONDS = 5.0
"""Seconds that the user's expression may take on a text, which has up to 24 MB."""
_END = re.compile(r"\W*(?:END|End|end|THE END|全文完|本文完|本篇完|完|终|終)\W*")
"""A line that ends an article, so that it belongs to the one before it."""
_RULE = re.compile(r"(?:([=\-*_~#+＝－＊～＿—─━═·•…※◆◇○●☆★■□▲△%])\s*){3,}")
"""A line of marks between articles."""


class Separator(NamedTuple):
    """Lines that begin articles, with a name that stands for their expression."""

    name: str
    """What the user writes: ``--split chapters``."""
    pattern: str
    example: str | Lazy
    """What such a line looks like."""


SEPARATORS = (
    Separator(
        "titles",
        r"^[【\[]?(?:标题|標題|题目|題目|题名|篇名|文章标题|Title|TITLE)[】\]]?\s*[：:]",
        "标题：…",
    ),
    Separator(
        "documents",
        r"^(?:Document|DOCUMENT)\s+\d+\s+(?:of|OF)\s+\d+|^\d+\s+(?:of|OF)\s+\d+\s+DOCUMENTS?",
        "Document 1 of 12",
    ),
    Separator(
        "numbers",
        (
            r"^[【\[（(]?\s*(?:第\s*[一二三四五六七八九十百零〇\d]{1,4}\s*篇|文章\s*[一二三四五六七八九十\d]{1,3}|"
            r"(?:例文|范文|範文|篇)\s*[一二三四五六七八九十\d]{1,3})\s*[】\]）)]?\s*(?:$|[：:、.．\s])"
        ),
        "第…篇",
    ),
    Separator(
        "pages",
        (
            r"^\S{2,8}(?:日报|晚报|早报|时报|日報|晚報|早報|時報)\s*[/／]?"
            r"\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.*版"
        ),
        "…日报 2020年3月24日 …版",
    ),
    Separator("gaps", r"\n{4,}", lazy("three empty lines")),
    Separator("headings", r"^#[ \t]+\S", "# …"),
    Separator("entries", "(?!)", lazy("the posts or memos of a page")),
    Separator("days", "(?!)", lazy("those of a chat")),
    Separator(CHAPTERS, CHAPTER, "第…章"),
)
"""Lines with which databases, collections, archives of newspapers and books begin each article or chapter."""
NAMES = {each.name: each for each in SEPARATORS}
"""The separators by name."""
_PAGE = NAMES["pages"].pattern
_GAP = NAMES["gaps"].pattern
_MOST_EXAMINED = 400_000
"""Code points of a text that are examined."""
_HEAD_LINES = 5
"""Lines of an article among which its title and byline are expected."""
_LONGEST_TITLE = 80
"""Terminal cells."""
_CHAPTERS, _CHAPTER_LENGTH = 3, 200
"""The least number of chapters that are offered as articles, and their least average length."""

_SHOWN_MARKS = 12
"""Marks of a long line that stand for all of it."""
_SPECIAL = set("*+?.^$|()[]{}\\ ")


class Split(NamedTuple):
    """How a text may be split into articles."""

    pattern: str
    """For :func:`split_text`: a name or a line."""
    parts: int
    """The number of articles."""
    example: str
    """What the line looks like that begins an article, or stands between two."""

    @property
    def what(self) -> str:
        """What it would become, with the number: ``3 chapters``."""
        if self.pattern == CHAPTERS:
            return counted(self.parts, "chapter", "chapters")
        return counted(self.parts, "article", "articles")


def split_text(source: str, pattern: str) -> list[str]:
    """The articles in ``source``, in order; ``[source]`` if the pattern is empty or is not found.

    A line that begins with a match begins the next article. A line of marks alone, such as ``=====``, stands
    between two and is left out; so are the empty lines there. A line such as 全文完 ends the one before it.

    :param pattern: a line of the text, a name of :data:`SEPARATORS`, or else a regular expression that
        matches the beginning of a line, without the white space around it. It may also match several
        line ends.
    :raises BadInput: it is neither, is too large, or takes too long on this text.
    """
    if not pattern.strip("\r\n"):
        return [source]
    raw = source.splitlines(keepends=True)
    lines = [line.strip() for line in raw]
    wanted = pattern.strip()
    matched = {index for index, line in enumerate(lines) if line and line == wanted}
    named = NAMES.get(wanted)
    if not matched and wanted == CHAPTERS:
        matched = chapter_starts(lines)
    elif not matched:
        matched = _matched_lines(lines, named.pattern if named else pattern)
    articles: list[list[str]] = [[]]
    for index, line in enumerate(raw):
        if index not in matched:
            articles[-1].append(line)
        elif not any(char.isalnum() for char in line):
            articles.append([])
        elif _END.fullmatch(lines[index]):
            articles[-1].append(line)
            articles.append([])
        else:
            articles.append([line])
    found = ["".join(article) for article in articles]
    return [article for article in found if article.strip()] or [source]


def is_line_of_marks(line: str) -> bool:
    """Whether a line consists of marks such as ``* * *``, which is no valid expression."""
    return bool(_RULE.fullmatch(line.strip()))


def looks_like_several(source: str) -> str | None:
    """A pattern for :func:`split_text` if the text seems to hold several articles, else None.

    Each part must then begin with a title, and have text below it; unless long rules or labels such as 标题：
    separate them, most must have a byline or a date too. Chapters and scenes of one work have neither.
    """
    source = source[:_MOST_EXAMINED]
    lines = [line.strip() for line in source.splitlines()]
    candidates = [
        (each.name, True)
        for each in SEPARATORS
        if each.name not in ("gaps", CHAPTERS, "headings")
        and len(list(islice(filter(re.compile(each.pattern).match, lines), 2))) > 1
    ]
    rules = Counter(line for line in lines if _RULE.fullmatch(line) and len(set(line.replace(" ", ""))) == 1)
    candidates += [(rule, len(rule) >= 8) for rule, _ in rules.most_common(5)]
    if re.search(_GAP, "\n".join(lines)):
        candidates.append(("gaps", False))
    return next((pattern for pattern, plain in candidates if _separates(source, pattern, plain=plain)), None)


def possible_split(source: str) -> Split | None:
    """How a text may be split into the articles, or the chapters, that it seems to hold; else None."""
    pattern = looks_like_several(source)
    if pattern is None:
        return _chapters(source)
    parts = len(split_text(source, pattern))
    if known := NAMES.get(pattern):
        return Split(pattern, parts, str(known.example))
    beginning = pattern[:_SHOWN_MARKS]
    if len(pattern) <= 2 * _SHOWN_MARKS:
        return Split(pattern, parts, pattern)
    is_enough = not set(beginning) & _SPECIAL and len(split_text(source, beginning)) == parts
    return Split(beginning if is_enough else pattern, parts, f"{beginning}…")


def split_of_headings(source: str) -> Split | None:
    """How Markdown is split that begins with a heading of the first level and has a line of marks before
    each further one; else None.
    """
    lines = [line.strip() for line in source[:_MOST_EXAMINED].splitlines() if line.strip()]
    heading = re.compile(NAMES["headings"].pattern)
    begins = [at for at, line in enumerate(lines) if heading.match(line)]
    if len(begins) < 2 or begins[0] or not all(_RULE.fullmatch(lines[at - 1]) for at in begins[1:]):
        return None
    return Split("headings", len(split_text(source, "headings")), str(NAMES["headings"].example))


def _chapters(source: str) -> Split | None:
    """How a long text is split into its chapters; None if it has none."""
    chapters = NAMES[CHAPTERS]
    lines = [line.strip() for line in source.splitlines()]
    count = len({line for line in lines if is_numbered(line)})
    if count < _CHAPTERS or len(source) < _CHAPTER_LENGTH * count:
        return None
    starts = chapter_starts(lines)
    return Split(chapters.name, len(starts), str(chapters.example)) if len(starts) >= _CHAPTERS else None


def _separates(source: str, pattern: str, *, plain: bool) -> bool:
    """Whether the pattern separates the text into articles.

    :param plain: whether the pattern is so clear that no bylines are needed.
    """
    parts = [_first_lines(part) for part in split_text(source, pattern)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return False
    titled = sum(_begins_with_title(part) for part in parts)
    signed = sum(_is_signed(part) for part in parts)
    return titled >= 0.8 * len(parts) and titled >= 2 and (plain or (signed >= 2 and signed * 2 > len(parts)))


def _first_lines(part: str) -> list[str]:
    lines = (line.strip() for line in part.splitlines())
    return [line for line in lines if line][:40]


def _begins_with_title(lines: list[str]) -> bool:
    """Whether a title and text below it stand at the beginning of the part."""
    first = next((line for line in lines if not re.match(_PAGE, line)), "")
    return could_be_display(first) and width(first) <= _LONGEST_TITLE and any(map(is_prose, lines[1:]))


def _is_signed(lines: list[str]) -> bool:
    return any(imprint_kind(line, named=True) for line in lines[1:_HEAD_LINES])


def _matched_lines(lines: list[str], pattern: str) -> set[int]:
    """The indices of the lines that a regular expression matches from their beginning."""
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    try:
        spans = spans_of(pattern, text, timeout=_SECONDS)
    except BadPattern as error:
        raise BadInput(str(error).removeprefix("re:")) from None
    found: set[int] = set()
    for start, end in spans:
        first = bisect_right(starts, start) - 1
        if not text[start:end].strip():  # line ends: the last empty line stands for them
            last = bisect_right(starts, end) - 1
            if blank := [index for index in range(first, last) if not lines[index]]:
                found.add(blank[-1])
        elif start == starts[first]:
            found.add(first)
    return found
