"""Finds the entries of a page that holds several: posts of a board, memos, an archive of messages.

Entries are elements of the same name and class beside one another, which have most of the text of the page
and each a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import msgspec
from msgspec.structs import replace

from store.errors import BadTagName
from store.formats.html.blocks import Part, attribute, blocks_of, tokens
from store.formats.html.blocks.elements import NOT_SHOWN, VOID
from store.formats.html.class_names import names_in, region_of, role_of
from store.importing.limits import check_text
from store.importing.piece import Piece
from store.importing.plain_text import press_draft
from store.importing.splits.splitting import Split
from store.language import _
from store.model.article import BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle
from store.model.tag import clean_tag_name
from store.press.dates import date
from store.press.lines import width
from store.wording import counted

NAME = "entries"
"""What the user writes: ``--split entries``."""

_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)(?!\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
"""What every day has, and what is found sooner."""
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_ELEMENTS = frozenset(("div", "li", "article", "section", "tr", "table", "dl", "blockquote"))
_FEWEST = 2
_MOST = 20_000
_DEEPEST = 60
_SHARE = 0.6
"""Of the Han characters of a page, what its entries have."""
_SHARE_OF_COMMENTS = 0.9
_DATED = 0.7
_LEAST = 4
"""Han characters of an entry, on average."""
_LONGEST_HEAD = 60
"""Terminal cells of a line that says who wrote an entry and when."""
_HEAD_LINES = 4
_LONGEST_DATED = 200
"""Code points of a line with the date of an entry."""
_DATED_ATTRIBUTE = re.compile(rf"""(?:title|datetime)=["'](?:{_DAY.pattern})""")
_AUTHOR = re.compile(r"(?:作者|楼主|发帖人|发信人|昵称|用户)\s*[:：]\s*([^\s:：|,，]{1,20})")
_WRITERS = frozenset(("from_name", "nickname", "username", "user-name", "sender", "nick", "screen_name"))
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?")
_LEADING_TAGS = re.compile(r"(?:#[^\s#]{1,30}#?(?:\s+|$))+")
_ENDING_TAGS = re.compile(r"(?:(?:^|\s)#[^\s#]{1,30}#?)+$")
_ENDING = 1_000
"""Code points at the end of a paragraph in which tags are looked for."""
_MOST_TAGS = 20
_AROUND = " \t\u3000|·-—:：,，"


class _Element(msgspec.Struct):
    """An open or closed element, with what had been counted where it began, or what it has."""

    name: str
    sign: str
    parent: int
    start: int
    han: int
    dates: int
    is_comment: bool
    end: int = -1


def possible_entries(page: str, text: str) -> Split | None:
    """How a page may be split into its entries; None if it has none.

    :param text: what was read of it as one article. If that is most of the page and has no more than one line
        with a date, it is one, and the elements of the page are not read again.
    """
    if not all(len(list(islice(each.finditer(page), _FEWEST))) == _FEWEST for each in (_YEAR, _DAY)):
        return None
    dated = sum(len(line) <= _LONGEST_DATED and bool(_DAY.search(line)) for line in text.splitlines())
    if (
        dated < _FEWEST
        and len(_HAN.findall(text)) * 2 >= len(_HAN.findall(page))
        and len(list(islice(_DATED_ATTRIBUTE.finditer(page), _FEWEST))) < _FEWEST
    ):
        return None
    count = len(find_entries(page))
    return Split(NAME, count, _("an element of the page")) if count >= _FEWEST else None


def read_entries(page: str, name: str, title: str) -> Iterator[Piece]:
    """Yield an article for each entry of a page; nothing if it has none.

    :param title: the title of the page, which is their column.
    """
    entries = [(fragment, blocks_of(fragment)) for fragment in find_entries(page)]
    around = _characters(blocks_of(page)) - sum(_characters(parts) for _unused, parts in entries)
    left_out = _("left out: {what} around the articles", what=counted(around, "character", "characters"))
    remarks: tuple[str, ...] = (left_out,) if around > 0 else ()
    for number, (fragment, parts) in enumerate(entries, 1):
        if not parts:
            continue
        draft = _draft(parts, fragment)
        check_text(draft.text, name)
        if title and not draft.column and title != draft.title:
            draft = replace(draft, column=title)
        yield Piece(article=NewArticle(draft=draft, tags=_hashtags(parts)), key=str(number), remarks=remarks)
        remarks = ()


def _characters(parts: list[Part]) -> int:
    """Return the number of characters in some paragraphs, white space excluded."""
    return sum(len("".join(words.split())) for _unused, words in parts)


def _hashtags(parts: list[Part]) -> tuple[str, ...]:
    """Return the tags that lead or end the paragraphs of an entry, as in ``#手艺 …``."""
    found = [
        name
        for _unused, words in parts
        for group in (_LEADING_TAGS.match(words), _ENDING_TAGS.search(words, max(0, len(words) - _ENDING)))
        if group
        for name in group[0].replace("#", " ").split()
    ]
    tags: list[str] = []
    for name in dict.fromkeys(found[:_MOST_TAGS]):
        with suppress(BadTagName):
            tags.append(clean_tag_name(name))
    return tuple(tags)


def find_entries(page: str) -> list[str]:
    """Return the markup of each entry of a page; empty if it has none."""
    elements, whole = _elements(page)
    groups: dict[tuple[int, str, str], list[_Element]] = {}
    for each in elements:
        if each.end >= 0 and each.sign:
            groups.setdefault((each.parent, each.name, each.sign), []).append(each)
    for group in groups.values():  # outer ones come first
        if not _FEWEST <= len(group) <= _MOST:
            continue
        han, dated = sum(each.han for each in group), sum(each.dates > 0 for each in group)
        comments = sum(each.is_comment for each in group) > len(group) // 2
        if (
            han >= max(whole * (_SHARE_OF_COMMENTS if comments else _SHARE), _LEAST * len(group))
            and dated >= len(group) * _DATED
        ):
            return [page[each.start : each.end] for each in group]
    return []


def _elements(page: str) -> tuple[list[_Element], int]:
    """Return the elements of a page in their order, with the Han characters and dates in each, and the number
    of Han characters in all.
    """
    found: list[_Element] = []
    stack: list[int] = []
    han = dates = 0
    hidden = ""
    for token in tokens(page):
        if token.kind == "text":
            if not hidden:
                han += len(_HAN.findall(token.value))
                dates += bool(_DAY.search(token.value))
        elif token.kind == "start":
            if token.value in NOT_SHOWN:
                hidden = hidden or token.value
            if "title=" in token.attributes or "datetime=" in token.attributes:
                dates += bool(_DAY.search(token.attributes))
            if token.value in _ELEMENTS and token.value not in VOID and len(stack) < _DEEPEST:
                names = names_in(token.attributes) if token.attributes else ""
                sign = (
                    re.sub(r"\d+", "", names.split()[0]) if names else "article" * (token.value == "article")
                )
                parent = stack[-1] if stack else -1
                above = bool(stack) and found[parent].is_comment
                is_comment = above or region_of(names) == "comments"
                stack.append(len(found))
                found.append(_Element(token.value, sign, parent, token.start, han, dates, is_comment))
        elif token.value == hidden:
            hidden = ""
        elif token.value in _ELEMENTS:
            at = next(
                (at for at in range(len(stack) - 1, -1, -1) if found[stack[at]].name == token.value), -1
            )
            if at >= 0:
                each = found[stack[at]]
                each.end, each.han, each.dates = token.end, han - each.han, dates - each.dates
                del stack[at:]
    return found, han


def _draft(parts: list[Part], fragment: str) -> Draft:
    """Return the article of an entry; lines at its beginning that say who wrote it and when are imprint."""
    day, author = "", _writer(fragment)
    kinds: list[Part] = []
    for at, (kind, words) in enumerate(parts):
        found = _DAY.search(words) if at < _HEAD_LINES or at == len(parts) - 1 else None
        if found and width(words) <= _LONGEST_HEAD and not day:
            day = _day(found[0])
            named = _AUTHOR.search(words)
            author = author or (named[1] if named else "")
            kinds.append((BlockKind.BYLINE if named else BlockKind.DATE, words))
        elif at < _HEAD_LINES and author and author.startswith(words.strip(_AROUND)):
            kinds.append((BlockKind.BYLINE, words))  # the name, or the initial in the place of a picture
        elif at < _HEAD_LINES and _TIME.fullmatch(words.strip()):
            kinds.append((BlockKind.DATE, words))
        else:
            kinds.append((kind, words))
    head = [part for part in kinds if part[0] in (BlockKind.BYLINE, BlockKind.DATE)]
    body = [part for part in kinds if part not in head]
    if body and body[0][0] is BlockKind.HEADING:
        body[0] = (BlockKind.TITLE, body[0][1])
        body[1:1] = head
    else:
        body = head + body
    text, blocks = join_blocks(body)
    draft = press_draft(text, blocks)
    day = day or _day_of_attributes(fragment) or draft.date
    title = _LEADING_TAGS.sub("", draft.title).strip() or draft.title
    return replace(draft, title=title, date=day, authors=(author,) if author else draft.authors)


def _writer(fragment: str) -> str:
    """Return the name in the element of an entry that is named for its author; empty if there is none."""
    depth, words = "", ""
    for token in tokens(fragment[:20_000]):
        if depth and token.kind == "text":
            words += token.value
        elif depth and token.kind == "end" and token.value == depth:
            name = " ".join(words.split()).strip(_AROUND)
            if 0 < len(name) <= 20 and not _DAY.search(name):
                return name
            depth, words = "", ""
        elif not depth and token.kind == "start" and token.attributes and token.value not in VOID:
            names = names_in(token.attributes)
            if names and (role_of(names) == "author" or _WRITERS & set(names.split())):
                depth = token.value
    return ""


def _day_of_attributes(fragment: str) -> str:
    for token in tokens(fragment[:20_000]):
        if token.kind == "start":
            for name in ("datetime", "title"):
                if (found := _DAY.search(attribute(token.attributes, name) or "")) is not None:
                    return _day(found[0])
    return ""


def _day(words: str) -> str:
    """Return a date in ISO 8601; one with the day first is understood too."""
    if found := _DAY_FIRST.fullmatch(words):
        words = f"{found[3]}-{found[2].zfill(2)}-{found[1].zfill(2)}"
    return date(re.sub(r"\s", "", words))
