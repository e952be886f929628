"""The head of a press article: section, kicker, title, subtitle, byline and date.

A head is a run of display lines (title, kicker and the like), with imprint lines (authors, date,
publication) above or below it, before the first running text.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import NamedTuple

from store.chinese.folding import fold
from store.model.article import BlockKind
from store.press.above import count_signatures, has_isolated_pen_name, is_plain, lines_above
from store.press.dates import date
from store.press.imprint.publications import is_publication
from store.press.imprint.reading import Imprint, is_date, read_imprint
from store.press.lines import Line, could_be_display, is_prose, width
from store.press.person_names import is_name
from store.press.titles import KICKER_AND_TITLE, Part, split_titles
from store.press.unwrapping import is_torn
from store.press.vocabulary import (
    ANNOUNCED,
    ASIDE,
    COLUMN_END,
    COLUMN_MARK,
    CREDIT,
    DASHES,
    DATELINE,
    DOCUMENT,
    DOCUMENT_NAME,
    EDITORS_NOTE,
    FOLIO,
    GENRE,
    INSTITUTION,
    KICKER_END,
    MAIL_HEADER,
    MARKDOWN,
    NUMBERED,
    PAIRS,
    SLOGAN,
    SPEAKER,
    SPEAKERS,
)
from store.press.website import TRAIL, is_menu, is_section, is_site_line, is_widget

_IMPRINTS = (BlockKind.DATE, BlockKind.BYLINE)
_LONGEST_RUN = 4
"""A longer run of display lines than section, kicker, title and subtitle is a list or a poem."""
_MOST_IMPRINTS = 20
"""The most imprint lines in a row."""
_LOOKAHEAD = 500
"""Lines below the head that are examined: many more than a poem has."""
_DATE_IN_TITLE = re.compile(
    r"[日号號\d](?=[一-鿿])(?!\s|星期|周|週|来源|來源|作者|发布|第)|(?<![发布表刊载于於])[一-鿿](?=(?:19|20)\d\d\s*年)"
)
"""A date that is part of a phrase."""
_QUOTED_SENTENCE = re.compile("[“「][^“”「」]+[，,！？。!?][^“”「」]*[”」]")
"""What somebody said, above the title."""
_DATE_LABELLED = re.compile(
    r"(?:时间|時間|日期)\s*[：:|]\s*[12]\d{3}|[12]\d{3}.{3,8}\d\s*\d{1,2}:\d\d.*(?:来源|來源|作者|编辑|责编|浏览|阅读|字号|字体)\s*[：:]"
)
"""A date that only a line of date and source has."""
_LONGEST_ACCOUNT = 24
"""Terminal cells of the name of an account above its message."""
_SHORTEST_HALF = 16
"""Terminal cells of one of two lines of the same width that are together a title."""
_MOST_TITLE_LINES = 3
"""The most lines of the title of a document."""
_COLUMN_WIDTH = 12
"""Terminal cells of the longest section name without a mark: six Han characters."""


class Head(NamedTuple):
    """The parts before the text, and how many lines they take."""

    parts: list[Part]
    used: int


def find_head(lines: list[Line]) -> Head:
    """The head of an article, empty if the article begins with its text.

    What a website prints above the title is a credit. An editor's note may precede the head. The note stays a
    paragraph, and the head must then have a title and a byline.
    """
    if mail := _mail_parts(lines):
        return Head(mail, len(mail))
    above = lines_above(lines)
    if above and (head := _find_noted_head(lines[above:])).parts:
        return Head(_parts_above(lines[:above]) + head.parts, above + head.used)
    return _find_noted_head(lines)


def _mail_parts(lines: list[Line]) -> list[Part]:
    """The lines above the text of an e-mail message, if they name its sender or reader and its subject."""
    found = list(takewhile(None.__ne__, (MAIL_HEADER.match(line.words) for line in lines[:_MOST_IMPRINTS])))
    matches = [match for match in found if match]
    if len(matches) < 3 or sum(bool(match["subject"]) for match in matches) != 1:
        return []
    kinds = [
        BlockKind.TITLE if match["subject"] else BlockKind.DATE if match["date"] else BlockKind.CREDIT
        for match in matches
    ]
    return [(kind, line.text) for kind, line in zip(kinds, lines, strict=False)]


def _parts_above(lines: list[Line]) -> list[Part]:
    """The lines above the head: credits, except the page of a newspaper and its date."""
    folios = [bool(FOLIO.match(line.words)) for line in lines]
    dates = [any(folios) and is_date(line.words) for line in lines]
    return [
        (BlockKind.COLUMN if folio else BlockKind.DATE if dated else BlockKind.CREDIT, line.text)
        for line, folio, dated in zip(lines, folios, dates, strict=True)
    ]


def _find_noted_head(lines: list[Line]) -> Head:
    """The head, with the editor's note that may precede it."""
    noted = _note_lines(lines)
    head = _find_head(lines[noted:])
    if not noted:
        return head
    if {BlockKind.TITLE, BlockKind.BYLINE} <= {kind for kind, _ in head.parts}:
        note = [(BlockKind.PARAGRAPH, line.text) for line in lines[:noted]]
        return Head(note + head.parts, noted + head.used)
    return _find_head(lines)


def _note_lines(lines: list[Line]) -> int:
    """The number of lines of an editor's note before the head: one, or two with a label."""
    if not lines or not EDITORS_NOTE.match(lines[0].words):
        return 0
    if is_prose(lines[0].words):
        return 1
    return 2 if len(lines) > 1 and is_prose(lines[1].words) else 0


def _find_head(lines: list[Line]) -> Head:
    parts, start = _imprint_parts(lines, 0, named=False)
    end = _display_end(lines, start)
    run = [line.words for line in lines[start:end]]
    beside, after = _imprint_parts(lines, end, named=bool(run))
    while run and _is_page_line(beside) and len(run) <= 2 and all(_is_column(words, "") for words in run):
        following = _display_end(lines, after)  # the name of the newspaper, its date, then the title
        if following == after or is_prose(lines[after].words):
            break
        more, later = _imprint_parts(lines, following, named=True)
        if not more and following - after > 1:
            break
        parts += [(BlockKind.COLUMN, line.text) for line in lines[start:end]] + beside
        run = [line.words for line in lines[after:following]]
        start, end, beside, after = after, following, more, later
    if not run:
        return Head(_with_dated_title(parts), after) if parts or beside else Head([], 0)
    if len(run) > 1 and has_isolated_pen_name(lines[start:]) and not any(map(is_prose, run)):
        title = [(BlockKind.TITLE, lines[start].text), (BlockKind.BYLINE, lines[start + 1].text)]
        more, used = _imprint_parts(lines, start + 2, named=True)
        return Head([*parts, *title, *more], used)
    if len(run) == 1 and _is_account_above(run[0], beside, lines[after:]):
        return Head([*parts, (BlockKind.BYLINE, lines[start].text), *beside], after)
    signatures = count_signatures(run, beside)
    if signatures:
        end -= signatures
        named = [_signature_part(line) for line in lines[end : end + signatures]]
        if len(named[0][1].strip()) <= 3:  # the rest describes the writer
            named[1:] = [(BlockKind.CREDIT, text) for _, text in named[1:]]
        beside = named + beside
    display = _display_parts(lines, start, end, signed=bool(beside))
    if len(display) < end - start and beside:
        rest = [(BlockKind.PARAGRAPH, line.text) for line in lines[start + len(display) : end]]
        parts += split_titles(display + rest) + beside
        return Head(parts, after)
    used = start + len(display)
    return (
        Head(parts + split_titles(display) + beside, after if used == end else used)
        if display or parts
        else Head([], 0)
    )


def _with_dated_title(parts: list[Part]) -> list[Part]:
    """The parts of a head without a title: it is the first line, if that has a day without a year and another
    line has the date: 早安江北 | 10月8日.
    """
    first = next((index for index, (kind, _) in enumerate(parts) if kind in _IMPRINTS), None)
    if first is None or date(parts[first][1]) or read_imprint(parts[first][1]).explicit:
        return parts
    if not any(date(text) for kind, text in parts[first + 1 :] if kind in _IMPRINTS):
        return parts
    return [*parts[:first], (BlockKind.TITLE, parts[first][1]), *parts[first + 1 :]]


def _is_account_above(words: str, beside: list[Part], below: list[Line]) -> bool:
    """Whether a lone line above a date is the account whose brief message follows: 【title】 text."""
    announced = bool(below) and ANNOUNCED.match(below[0].words) and is_prose(below[0].words)
    dated = any(kind is BlockKind.DATE for kind, _ in beside)
    return (
        bool(announced)
        and dated
        and width(words) <= _LONGEST_ACCOUNT
        and not re.search(r"[，？！：“]", words)
    )


def _signature_part(line: Line) -> Part:
    """The name of a writer or an account below the title, or of the section: 社会新闻."""
    return (BlockKind.COLUMN if is_section(line.words) else BlockKind.BYLINE), line.text


def _is_page_line(beside: list[Part]) -> bool:
    """Whether the imprint lines are the date below the name of a newspaper, without a writer."""
    return bool(beside) and not any(read_imprint(text).authors for _, text in beside)


def imprint_kind(words: str, *, named: bool) -> BlockKind | None:
    """BYLINE or DATE if the line is nothing else, CREDIT if it is an addition of a website, such as counters.

    :param named: whether names without a role count as a byline.
    """
    if "。" in words or len(words) > 120:
        return None
    found = read_imprint(words)
    if is_prose(words) and not (not found.rest and (found.dated or found.explicit)):
        return None
    if found.rest and not _is_dated(words, found):
        return None
    if found.authors and (named or found.explicit or found.dated):
        return BlockKind.BYLINE
    if found.dated:
        return BlockKind.DATE
    above = found.source and not named and is_publication(words.strip())
    return None if above else _minor_imprint_kind(words, found)  # above a title it is a section


def _minor_imprint_kind(words: str, found: Imprint) -> BlockKind | None:
    """The kind of a line with a publication, a photographer or a counter."""
    if found.source or (found.others and not CREDIT.match(words)):
        return BlockKind.BYLINE
    if found.edited:
        return BlockKind.CREDIT
    nothing = not (found.authors or found.others) and any(char.isalnum() for char in words)
    return BlockKind.CREDIT if nothing else None


def _is_dated(words: str, found: Imprint) -> bool:
    """Whether the line has a complete date and little else, such as weather or buttons.

    The date must stand apart from other words: 2024年3月5日青石镇大事记 is a title.
    """
    if len(date(words)) <= 4 or re.search(r"[。！？!?…“”]", found.rest):
        return False
    if not re.search(r"[，,：:]", found.rest) and len(found.rest) <= 6 and not _DATE_IN_TITLE.search(words):
        return True
    if _DATE_LABELLED.search(words):
        return len(found.rest) <= 80
    whole = len(date(words)) == 10 and not _DATE_IN_TITLE.search(words)
    return whole and len(found.rest) <= 40 and max(map(len, re.split(r"[\s:：|/]+", found.rest))) <= 12


def _imprint_parts(lines: list[Line], start: int, *, named: bool) -> tuple[list[Part], int]:
    """The imprint lines from ``start``, and the index after them."""
    parts: list[Part] = []
    for index, line in enumerate(lines[start : start + _MOST_IMPRINTS], start):
        if (kind := _imprint_or_site_kind(line.words, named=named)) is None:
            if named and (names := _names_above_date(lines, index, beside=bool(parts))):
                return _with_names(parts, lines, index, names)
            below = lines[index + 1].words if index + 1 < len(lines) else ""
            if not (parts and named and _is_count(line.words, below)):
                break
            kind = BlockKind.CREDIT
        parts.append((kind, line.text))
    return parts, start + len(parts)


def _names_above_date(lines: list[Line], index: int, *, beside: bool) -> int:
    """The number of lines from ``index`` that name a writer and an account, above a line with the date.

    They stand in lines of their own where the page of a public account is copied: 原创, 老许, 慢车厢.

    :param beside: whether buttons or names stand between them and the title.
    """
    for count in (1, 2):
        if not beside or index + count >= len(lines) or not is_plain(lines[index + count - 1].words):
            return 0
        below = lines[index + count].words
        if date(below) and is_date(below):
            return count
    return 0


def _with_names(parts: list[Part], lines: list[Line], index: int, names: int) -> tuple[list[Part], int]:
    """The imprint lines with those of names above the date, and the index after all of them."""
    named = [(BlockKind.BYLINE, line.text) for line in lines[index : index + names]]
    more, after = _imprint_parts(lines, index + names, named=True)
    return parts + named + more, after


def _is_count(words: str, below: str) -> bool:
    """Whether this number below an imprint is that of comments or readers, not of a section."""
    return words.isdecimal() and (len(words) > 2 or is_widget(below))


def _imprint_or_site_kind(words: str, *, named: bool) -> BlockKind | None:
    """The kind of a line above or below the title that does not belong to it, or None."""
    if FOLIO.match(words):
        return BlockKind.COLUMN
    if named and "。" not in words and date(words) and is_date(words):
        return BlockKind.DATE  # even with a button of a website
    if SLOGAN.match(words) or TRAIL.match(words) or (named and is_site_line(words)):
        return BlockKind.CREDIT
    if kind := imprint_kind(words, named=named):
        return kind
    buttons = is_site_line(words) and len(words) > 4
    buttons = buttons and (not is_menu(words) or (" " in words and is_widget(words)))
    credit = CREDIT.match(words) if named else buttons
    return BlockKind.CREDIT if DOCUMENT.match(fold(words)) or (credit and not is_prose(words)) else None


def _display_end(lines: list[Line], start: int) -> int:
    """The end of the run of display lines that begins at ``start``."""
    end = start
    limit = min(len(lines), start + 3 * _LONGEST_RUN)
    while end < limit and could_be_display(lines[end].words) and width(lines[end].words) <= 130:
        words = lines[end].words
        if end == start and (_begins_with_speaker(words) or DATELINE.match(words)):
            break
        if end > start and _belongs_below(lines, end):
            break
        end += 1
    return end


def _belongs_below(lines: list[Line], index: int) -> bool:
    """Whether a display line after the first one no longer belongs to the head."""
    words = lines[index].words
    markdown = MARKDOWN.match(words)
    following = lines[index + 1].words if index + 1 < len(lines) else ""
    if _is_bare_name(words) and imprint_kind(following, named=True) is BlockKind.BYLINE:
        return False  # an article has one byline: this is a title that looks like a name
    if (
        words[-1] in "：:"
        or _imprint_or_site_kind(words, named=True)
        or _begins_with_speaker(words)
        or DATELINE.match(words)
        or (markdown and len(markdown[1]) > 1)
    ):
        return True
    numbered = NUMBERED.match(words) and not COLUMN_MARK.match(words)
    return bool(numbered) or bool(following and is_torn(words, following))


def _is_bare_name(words: str) -> bool:
    found = read_imprint(words)
    return (
        len(found.authors) == 1 and not (found.explicit or found.dated or found.source) and " " not in words
    )


def _begins_with_speaker(words: str) -> bool:
    match = SPEAKER.match(words)
    return bool(match and SPEAKERS.fullmatch(match[1]))


def _display_parts(lines: list[Line], start: int, end: int, *, signed: bool) -> list[Part]:
    """The display lines with their kinds. Lines that are left out belong to the text."""
    texts = [line.text for line in lines[start:end]]
    if len(texts) == 1 and texts[0][-1] in "：:":
        return []  # a salutation
    only_short = not signed and not any(is_prose(line.words) for line in lines[end : end + _LOOKAHEAD])
    if only_short and not _stands_apart(lines, start):
        return []  # a poem, a list
    if len(texts) > _LONGEST_RUN or only_short:
        kinds = [BlockKind.TITLE]
        if len(texts) > 1 and texts[1].startswith(DASHES):
            kinds.append(BlockKind.SUBTITLE)
        return list(zip(kinds, texts, strict=False))
    kinds = []
    words = [line.words for line in lines[start:end]]
    while len(words) > 1 and _is_column(words[0], words[1]):
        named = len(words[0]) == 3 and is_name(words[0])
        kinds.append(BlockKind.BYLINE if named else BlockKind.COLUMN)
        words = words[1:]
    return list(zip(kinds + _title_kinds(words), texts, strict=False))


def _stands_apart(lines: list[Line], index: int) -> bool:
    """Whether a wider gap follows than between the lines after it."""
    gaps = [line.gap for line in lines[index + 1 : index + _LOOKAHEAD]]
    return len(gaps) > 1 and gaps[0] > min(gaps[1:])


def _is_column(words: str, title: str) -> bool:
    """Whether a line above the title is the section: marked as such, or very short."""
    aside = title and ASIDE.match(words) and not ASIDE.match(title)
    if aside or COLUMN_MARK.match(words) or FOLIO.match(words) or GENRE.match(words):
        return True
    halves = re.split(r"\s*[|｜丨·/]\s*", words)
    if len(halves) == 2 and width(words) <= 24 and (is_publication(halves[0]) or GENRE.match(halves[1])):
        return True
    if KICKER_END.search(words) or title.startswith(DASHES) or re.search(r"[\s，,。：:！？!?“”]", words):
        return False
    if title.startswith(("关于", "關於")) and INSTITUTION.search(fold(words)):
        return False
    if COLUMN_END.search(words) and width(words) <= 20:
        return not title or len(title) > len(words) - 4
    return width(words) <= _COLUMN_WIDTH and (not title or len(title) > len(words))


def _title_kinds(words: list[str]) -> list[BlockKind]:
    """The kinds of one to four display lines, without the section."""
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
    if MARKDOWN.match(words[0]) or KICKER_AND_TITLE.match(words[0]) or ASIDE.match(words[1]):
        return 0
    quoted = [bool(_QUOTED_SENTENCE.fullmatch(line)) for line in words[:2]]
    if len(words) >= 3 or KICKER_END.search(words[0]) or quoted == [True, False]:
        return 1
    first, second = words
    spaced = [bool(re.search(r"\S[ \u3000]+\S", line)) and not line.isascii() for line in words]
    if spaced[0] != spaced[1]:  # only main titles have two halves separated by a space
        return int(spaced[1])
    return int(width(first) >= width(second) + 4)
