"""The head of a press article: section, kicker, title, subtitle, byline and date.

A head is a run of display lines (title, kicker and the like), with imprint lines (authors, date,
publication) above or below it, before the first running text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from store.chinese.folding import fold
from store.model.article import BlockKind
from store.press.dates import date
from store.press.display.above import (
    count_signatures,
    has_isolated_pen_name,
    is_caption_above,
    is_of_person,
    is_plain,
    lines_above,
)
from store.press.display.kinds import LONGEST_RUN, display_parts, is_column
from store.press.display.titles import Part, split_titles
from store.press.imprint.kinds import imprint_kind, imprint_or_site_kind
from store.press.imprint.publications import is_publication
from store.press.imprint.reading import is_date, read_imprint
from store.press.lines import Line, could_be_display, is_prose, width
from store.press.sites.bulletin_board import BoardHeader, read_board_header
from store.press.sites.website import is_place, is_section, is_widget
from store.press.unwrapping import is_torn
from store.press.vocabulary import (
    ANNOUNCED,
    COLUMN_MARK,
    DATELINE,
    DIARY,
    DOCUMENT_NAME,
    EDITORS_NOTE,
    FOLIO,
    MAIL_HEADER,
    MAIL_MARK,
    MARKDOWN,
    NUMBERED,
    PAGE_NUMBER,
    SPEAKER,
    SPEAKERS,
)

__all__ = ["Head", "find_head", "imprint_kind"]

_IMPRINTS = (BlockKind.DATE, BlockKind.BYLINE)
_MOST_IMPRINTS = 20
"""The most imprint lines in a row."""
_OCCASION = re.compile(
    "(?:时间|時間|地点|地點|地址|主持|出席|参会|參會|参加|嘉宾|嘉賓|对象|對象|主办|主辦|承办|承辦|人物|名单|名單)\\S{0,2}\\s*[：:]"
)
"""A line about a meeting or an interview, below its title: 地点：青石书屋."""
_POSTED = re.compile("只看|[楼樓]主|[发發]表[于於]")
"""What stands beside the date of a post."""
_ROLE_AND_NAME = re.compile(r"^[一-鿿]{1,6}\s*(?P<mark>[|｜丨/／：:∶])\s*[^\s，。！？：:]{1,16}$")
_LONGEST_PEN_NAME = 3
"""Characters of a name below which another line describes the writer."""
_LONGEST_ACCOUNT = 24
"""Terminal cells of the name of an account above its message."""


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
    if board := read_board_header([line.text for line in lines[:_MOST_IMPRINTS]]):
        return Head(_board_parts(lines, board), board.lines)
    above = lines_above(lines)
    if above and (head := _find_noted_head(lines[above:])).parts:
        return Head(_parts_above(lines[:above]) + head.parts, above + head.used)
    return _find_noted_head(lines)


def _mail_parts(lines: list[Line]) -> list[Part]:
    """The lines above the text of an e-mail message, if they name its sender or reader and its subject."""
    marks = int(bool(lines) and bool(MAIL_MARK.match(lines[0].words)))
    matches: list[re.Match[str]] = []
    for line in lines[marks:_MOST_IMPRINTS]:
        if (match := MAIL_HEADER.match(line.words)) is None:
            break
        matches.append(match)
    if len(matches) < 3 or sum(bool(match["subject"]) for match in matches) != 1:
        return []
    kinds = [BlockKind.CREDIT] * marks + [
        BlockKind.TITLE if match["subject"] else BlockKind.DATE if match["date"] else BlockKind.CREDIT
        for match in matches
    ]
    return [(kind, line.text) for kind, line in zip(kinds, lines, strict=False)]


def _board_parts(lines: list[Line], board: BoardHeader) -> list[Part]:
    """The header of a post of a bulletin board: who sent it, its title, and when it was sent."""
    kinds = [BlockKind.BYLINE] + [BlockKind.DATE] * (board.lines - 1)
    kinds[board.title_line] = BlockKind.TITLE
    return [(kind, line.text) for kind, line in zip(kinds, lines, strict=False)]


def _parts_above(lines: list[Line]) -> list[Part]:
    """The lines above the head: credits, except the page of a newspaper and its date."""
    folios = [bool(FOLIO.match(line.words) or PAGE_NUMBER.match(line.words)) for line in lines]
    dates = [any(folios) and is_date(line.words) for line in lines]
    return [
        (
            BlockKind.COLUMN
            if folio
            else BlockKind.DATE
            if dated
            else BlockKind.CAPTION
            if is_caption_above(line.words)
            else BlockKind.CREDIT,
            line.text,
        )
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
    titled = not all(map(is_publication, run))
    beside, after = _imprint_parts(lines, end, named=bool(run), titled=titled)
    while run and _is_page_line(beside) and len(run) <= 2 and _are_above_title(run, lines[after:]):
        following = _display_end(lines, after)  # the name of the newspaper, its date, then the title
        if following == after or is_prose(lines[after].words):
            break
        more, later = _imprint_parts(lines, following, named=True)
        if not more and following - after > 1 and not any(map(is_publication, run)):
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
        if len(named[0][1].strip()) <= _LONGEST_PEN_NAME or is_of_person(
            beside
        ):  # the rest describes the writer
            named[1:] = [(BlockKind.CREDIT, text) for _, text in named[1:]]
        beside = named + beside
    display = display_parts(lines, start, end, signed=bool(beside))
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


def _are_above_title(run: list[str], below: list[Line]) -> bool:
    """Whether these lines above a date or number are no title: the name of a newspaper or of its section, or
    the issuer and class of a document whose title follows.
    """
    title = below[0].words if below else ""
    document = title.startswith(("关于", "關於")) and DOCUMENT_NAME.search(fold(title))
    return bool(document) or all(is_column(words, "") or is_publication(words) for words in run)


def _with_dated_title(parts: list[Part]) -> list[Part]:
    """The parts of a head without a title: it is the first line, if that has a day without a year and another
    line has the date: 早安江北 | 10月8日. Of a diary it is the date and what it is: 2024年3月5日 搬家日记.
    """
    first = next((index for index, (kind, _) in enumerate(parts) if kind in _IMPRINTS), None)
    if first is not None and DIARY.search(parts[first][1]) and not read_imprint(parts[first][1]).explicit:
        return [*parts[:first], (BlockKind.TITLE, parts[first][1]), *parts[first + 1 :]]
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
    return bool(beside) and not any(
        _POSTED.search(text) or read_imprint(text).authors
        for kind, text in beside
        if kind is not BlockKind.COLUMN
    )


def _imprint_parts(
    lines: list[Line], start: int, *, named: bool, titled: bool = True
) -> tuple[list[Part], int]:
    """The imprint lines from ``start``, and the index after them.

    :param named: whether display lines stand above, so that names without a role are a byline.
    :param titled: whether one of them may be the title, so that a lone name is not the title itself.
    """
    parts: list[Part] = []
    for index, line in enumerate(lines[start : start + _MOST_IMPRINTS], start):
        if (kind := imprint_or_site_kind(line.words, named=named)) is None:
            beside = titled and bool(parts)
            if named and (names := _names_above_imprint(lines, index, beside=beside)):
                return _with_names(parts, lines, index, names)
            below = lines[index + 1].words if index + 1 < len(lines) else ""
            placed = bool(parts) and parts[-1][0] is BlockKind.DATE and is_place(line.words)
            if _is_page_number(lines, index, named=named):
                kind = BlockKind.COLUMN
            elif parts and named and (placed or _is_count(line.words, below) or _is_role_below(parts, line)):
                kind = BlockKind.CREDIT
            else:
                break
        elif not titled and kind is BlockKind.BYLINE and line.words.isascii():
            kind = BlockKind.COLUMN  # the name of the newspaper in English
        parts.append((kind, line.text))
    return parts, start + len(parts)


def _names_above_imprint(lines: list[Line], index: int, *, beside: bool) -> int:
    """The number of lines from ``index`` that name a writer and an account, above a line with the date, or
    the buttons and counters that a platform prints below the name of a writer.

    They stand in lines of their own where the page of a public account is copied: 原创, 老许, 慢车厢.

    :param beside: whether buttons or names stand between them and the title.
    """
    for count in (1, 2):
        if not beside or index + count >= len(lines) or not is_plain(lines[index + count - 1].words):
            return 0
        below = lines[index + count].words
        if (date(below) and is_date(below)) or is_widget(below):
            return count
    return 0


def _with_names(parts: list[Part], lines: list[Line], index: int, names: int) -> tuple[list[Part], int]:
    """The imprint lines with those of names above the date, and the index after all of them."""
    named = [(BlockKind.BYLINE, line.text) for line in lines[index : index + names]]
    if is_widget(lines[index + names].words) and len(named[0][1].strip()) <= _LONGEST_PEN_NAME:
        named[1:] = [(BlockKind.CREDIT, text) for _, text in named[1:]]  # it describes the writer
    more, after = _imprint_parts(lines, index + names, named=True)
    return parts + named + more, after


def _is_page_number(lines: list[Line], index: int, *, named: bool) -> bool:
    """Whether a line is the page of a newspaper, whose name or date stands beside it. G7 峰会 is a title.

    :param named: whether the title stands above; else it must stand below.
    """
    if not PAGE_NUMBER.match(lines[index].words):
        return False
    if not any(map(_is_of_paper, lines[max(0, index - 1) : index] + lines[index + 1 : index + 2])):
        return False
    below = next((line.words for line in lines[index + 1 : index + 4] if not _is_of_paper(line)), "")
    return named or bool(below and could_be_display(below) and not is_prose(below))


def _is_of_paper(line: Line) -> bool:
    return is_publication(line.words) or (bool(date(line.words)) and is_date(line.words))


def _is_role_below(parts: list[Part], line: Line) -> bool:
    """Whether this is a label and a value like the by-line above it: 作者｜老许, 运营｜慢车厢."""
    match = _ROLE_AND_NAME.match(line.words)
    above = _ROLE_AND_NAME.match(parts[-1][1]) if parts[-1][0] is not BlockKind.DATE else None
    return bool(match and above and match["mark"] == above["mark"])


def _is_count(words: str, below: str) -> bool:
    """Whether this number below an imprint is that of comments or readers, not of a section."""
    return words.isdecimal() and (len(words) > 2 or is_widget(below))


def _display_end(lines: list[Line], start: int) -> int:
    """The end of the run of display lines that begins at ``start``."""
    end = start
    limit = min(len(lines), start + 3 * LONGEST_RUN)
    while end < limit and could_be_display(lines[end].words) and width(lines[end].words) <= 130:
        words = lines[end].words
        if end == start and (_begins_with_speaker(words) or DATELINE.match(words) or _OCCASION.match(words)):
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
    signed_below = imprint_kind(following, named=True) is BlockKind.BYLINE
    if _is_bare_name(words) and signed_below and not read_imprint(following).translated:
        return False  # an article has one byline: this is a title that looks like a name
    if (
        words[-1] in "：:"
        or imprint_or_site_kind(words, named=True)
        or _is_page_number(lines, index, named=not is_publication(lines[index - 1].words))
        or _begins_with_speaker(words)
        or _OCCASION.match(words)
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
