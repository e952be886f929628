"""The kinds of the display lines of a head: section, kicker, title, subtitle."""

from __future__ import annotations

import re

from store.chinese.folding import fold
from store.model.article import BlockKind
from store.press.display.labels import labelled_kinds
from store.press.display.titles import KICKER_AND_TITLE, Part
from store.press.imprint.publications import is_publication
from store.press.lines import Line, is_prose, width
from store.press.person_names import is_name
from store.press.vocabulary import (
    ASIDE,
    COLUMN_END,
    COLUMN_MARK,
    DASHES,
    DOCUMENT_NAME,
    FOLIO,
    GENRE,
    INSTITUTION,
    KICKER_END,
    MARKDOWN,
    MASTHEAD,
    PAGE_NUMBER,
    PAIRS,
)

LONGEST_RUN = 4
"""A longer run of display lines than section, kicker, title and subtitle is a list or a poem."""
_LOOKAHEAD = 500
"""Lines below the head that are examined: many more than a poem has."""
_QUOTED_SENTENCE = re.compile("[“「][^“”「」]+[，,！？。!?][^“”「」]*[”」]")
"""What somebody said, above the title."""
_MEETING = re.compile("(?:召开|召開|举行|舉行|举办|舉辦|启动|啟動|开幕|開幕|闭幕|閉幕|会议?|會議?)$")
_WHO_SPOKE = re.compile(r"^[一-鿿]{2,8}(?:强调|強調|指出|要求|主持|出席|讲话|講話|致辞|致辭)(?=[\s，一-鿿])")
"""The line below a title about a meeting: 马远山强调 把老街打造成样板."""
_SHORTEST_HALF = 16
"""Terminal cells of one of two lines of the same width that are together a title."""
_MOST_TITLE_LINES = 3
"""The most lines of the title of a document."""
_SECTION_HALF = re.compile(
    "(?:点赞|點讚|聚焦|关注|關注|致敬|讲述|講述|走近|走进|走進|身边|身邊|记者|記者|新春|民生|百姓|社区|法治|健康|科普|悦读|阅读|书香|文艺|文藝|艺术|藝術|文化|人物|故事|生活|亲历|親歷|人间|视野|热点|深度|调查|民声|美文|随感|心语|"
    "笔谈|筆談|书话|書話|影像)$"
)
"""One of the two halves of the name of a section: 民生·一线."""
_COLUMN_WIDTH = 12
"""Terminal cells of the longest section name without a mark: six Han characters."""


def display_parts(lines: list[Line], start: int, end: int, *, signed: bool) -> list[Part]:
    """The display lines with their kinds. Lines that are left out belong to the text."""
    texts = [line.text for line in lines[start:end]]
    if len(texts) == 1 and texts[0][-1] in "：:":
        return []  # a salutation
    only_short = not signed and not any(is_prose(line.words) for line in lines[end : end + _LOOKAHEAD])
    if only_short and not _stands_apart(lines, start):
        return []  # a poem, a list
    if len(texts) > LONGEST_RUN or only_short:
        kinds = [BlockKind.TITLE]
        if len(texts) > 1 and texts[1].startswith(DASHES):
            kinds.append(BlockKind.SUBTITLE)
        return list(zip(kinds, texts, strict=False))
    kinds = []
    words = [line.words for line in lines[start:end]]
    while len(words) > 1 and is_column(words[0], words[1]):
        named = len(words[0]) == 3 and is_name(words[0])
        kinds.append(BlockKind.BYLINE if named else BlockKind.COLUMN)
        words = words[1:]
    return list(zip(kinds + _title_kinds(words), texts, strict=False))


def _stands_apart(lines: list[Line], index: int) -> bool:
    """Whether a wider gap follows than between the lines after it."""
    gaps = [line.gap for line in lines[index + 1 : index + _LOOKAHEAD]]
    return len(gaps) > 1 and gaps[0] > min(gaps[1:])


def is_column(words: str, title: str) -> bool:
    """Whether a line above the title is the section: marked as such, or very short."""
    aside = title and ASIDE.match(words) and not ASIDE.match(title)
    page = PAGE_NUMBER.match(words) and len(title) > len(words)
    page = page and not title.startswith(DASHES) and not is_name(title)
    headed = MASTHEAD.match(words) and (not title or (width(title) > 8 and not MASTHEAD.match(title)))
    if headed or aside or page or COLUMN_MARK.match(words) or FOLIO.match(words) or GENRE.match(words):
        return True
    if is_paper_and_section(words):
        return True
    if (
        KICKER_END.search(words)
        or title.startswith(DASHES)
        or ASIDE.match(title)
        or re.search(r"[\s，,。：:！？!?“”]", words)
    ):
        return False
    if title.startswith(("关于", "關於")) and INSTITUTION.search(fold(words)):
        return False
    if COLUMN_END.search(words) and width(words) <= 20:
        return not title or len(title) > len(words) - 4
    return width(words) <= _COLUMN_WIDTH and (not title or len(title) > len(words))


def is_paper_and_section(words: str) -> bool:
    """Whether this is a publication and its section, or a section and its genre: 晚来｜副刊."""
    halves = re.split(r"\s*[|｜丨·/]\s*", words)
    if len(halves) != 2 or width(words) > 24:
        return False
    return is_publication(halves[0]) or any(GENRE.match(half) or _SECTION_HALF.match(half) for half in halves)


def _title_kinds(words: list[str]) -> list[BlockKind]:
    """The kinds of one to four display lines, without the section."""
    if labelled := labelled_kinds(words):
        return labelled
    for lines in range(min(len(words), _MOST_TITLE_LINES), 1, -1):
        if _is_broken_title(words[:lines]):
            return [BlockKind.TITLE] * lines + [BlockKind.SUBTITLE] * _subtitle_count(words[lines:])
    title = _title_index(words)
    kinds = [BlockKind.KICKER] * title + [BlockKind.TITLE] + [BlockKind.SUBTITLE] * (len(words) - title - 1)
    return kinds[: title + 1 + _subtitle_count(words[title + 1 :])]


def _is_broken_title(words: list[str]) -> bool:
    """Whether these lines are together one title: halves of equal length, the name of a document, or a
    quotation that ends on another line than it begins.
    """
    if _is_broken_document_title(words):
        return True
    if len(words) != 2 or words[1].startswith(DASHES) or KICKER_AND_TITLE.match(words[0]):
        return False
    first, second = words
    if re.match("关于|關於", second) and INSTITUTION.search(fold(first)):
        return True
    if first[-1] in "，," and abs(width(first) - 2 - width(second)) <= 4:
        return True
    if any(first.count(mark) > first.count(end) and end in second for mark, end in PAIRS.items()):
        return True
    plain = re.fullmatch(r"[\w“”「」《》、]+", first + second) and not is_publication(second)
    return bool(plain) and width(first) == width(second) >= _SHORTEST_HALF


def _is_broken_document_title(words: list[str]) -> bool:
    """Whether the last line has the end of the name of a document that begins with 关于 above it."""
    whole = fold("".join(words))
    return bool(
        DOCUMENT_NAME.search(whole)
        and "关于" in whole
        and not any(DOCUMENT_NAME.search(fold(line)) and "《" not in line for line in words[:-1])
        and not re.search(r"[。！？；：:]|——", whole)
    )


def _subtitle_count(words: list[str]) -> int:
    """The number of subtitle lines after the title: one, or up to the last that begins with a dash."""
    marked = [index + 1 for index, line in enumerate(words) if line.startswith(DASHES)]
    return max([min(1, len(words)), *marked])


def _title_index(words: list[str]) -> int:
    """The index of the title."""
    if len(words) == 1:
        return 0
    for index, line in enumerate(words[1:], 1):
        if line.startswith(DASHES):
            return index - 1
    spoken = _MEETING.search(words[0]) and _WHO_SPOKE.match(words[1])
    document = DOCUMENT_NAME.search(fold(words[0])) and width(words[0]) > max(map(width, words[1:]))
    marked = MARKDOWN.match(words[0]) or KICKER_AND_TITLE.match(words[0]) or ASIDE.match(words[1])
    if marked or spoken or document:
        return 0
    quoted = [bool(_QUOTED_SENTENCE.fullmatch(line)) for line in words[:2]]
    if len(words) >= 3 or KICKER_END.search(words[0]) or quoted == [True, False]:
        return 1
    first, second = words
    spaced = [bool(re.search(r"\S[ \u3000]+\S", line)) and not line.isascii() for line in words]
    if spaced[0] != spaced[1]:  # only main titles have two halves separated by a space
        return int(spaced[1])
    return int(width(first) >= width(second) + 4)
