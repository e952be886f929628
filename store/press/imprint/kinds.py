"""The kinds of lines above or below a title that do not belong to it: byline, date, website addition."""

from __future__ import annotations

import re

from store.chinese.folding import fold
from store.model.article import BlockKind
from store.press.dates import date
from store.press.display.titles import TITLE_WITH_DATE
from store.press.imprint.bare_line import bare_line
from store.press.imprint.imprint import Imprint
from store.press.imprint.names import NO_PERSON, are_named
from store.press.imprint.publications import is_publication
from store.press.imprint.reading import is_date, read_imprint
from store.press.imprint.roles import ACT, LABEL
from store.press.lines import is_prose
from store.press.person_names import is_name
from store.press.sites.website import TRAIL, is_menu, is_site_line, is_widget
from store.press.vocabulary import (
    ADDRESS,
    CREDIT,
    DOCUMENT,
    FOLIO,
    REVIEWED_BOOK,
    SLOGAN,
)

_DATE_IN_TITLE = re.compile(
    r"(?:\d\s?[日号號]|\d)(?=[一-鿿])(?!\s|星期|周|週|来源|來源|作者|发布|第|[年月日号號时時点點分])|(?<![发布表刊载于於])[一-鿿](?=(?:19|20)\d\d\s*年)"
)
"""A date that is part of a phrase."""
_LONGEST_ROLE_LINE = 30
"""Code points of a line with a role and unknown names."""
_LONGEST_NAME = 8
"""Code points of the longest of these names."""
_ORIGINAL = re.compile(r"(?:原创|原創)\s+[\w·&.+|｜丨 -]{2,24}$")
"""The line of a public account below its title."""
_LABEL_AND_NAME = re.compile(r"[一-鿿]{2,6}\s?[:|]\s?([一-鿿·]{2,4})(?=\s|$)")
_LABELS_AND_NAMES = re.compile(rf"(?:{_LABEL_AND_NAME.pattern}\s*){{1,6}}")
"""Labels, each with one name."""
_DATE_LABELLED = re.compile(
    r"(?:时间|時間|日期)\s*[：:|]\s*[12]\d{3}|[12]\d{3}.{3,8}\d\s*\d{1,2}:\d\d.*(?:来源|來源|作者|编辑|责编|浏览|阅读|字号|字体)\s*[：:]"
)
"""A date that only a line of date and source has."""


def imprint_kind(words: str, *, named: bool) -> BlockKind | None:
    """BYLINE or DATE if the line is nothing else, CREDIT if it is an addition of a website, such as counters.

    :param named: whether names without a role count as a byline.
    """
    credit = ADDRESS.fullmatch(words) or REVIEWED_BOOK.match(words)
    if "。" in words or len(words) > 120 or credit:
        return BlockKind.CREDIT if credit else None
    found = read_imprint(words)
    if is_prose(words) and not (not found.rest and (found.dated or found.explicit)):
        return None
    original = named and _ORIGINAL.match(words)
    if found.rest and not original and not _is_dated(words, found):
        signed = named and _begins_with_role(words) and not NO_PERSON.search(words)
        return BlockKind.BYLINE if signed else None
    if original or (found.authors and (named or found.explicit or found.dated)):
        return BlockKind.BYLINE
    if found.dated:
        return BlockKind.DATE
    above = found.source and not named and is_publication(words.strip())
    return None if above else _minor_imprint_kind(words, found)  # above a title it is a section


def _begins_with_role(words: str) -> bool:
    """Whether a line below a title names somebody with a role, although the name is unknown: 讲述｜匿名者,
    本报记者 阿不都.
    """
    bare = bare_line(words)[0]
    label = LABEL.match(fold(bare))
    if not label or len(words) > _LONGEST_ROLE_LINE or re.search("[，。！？!?“”]", words):
        return False
    role, prefix = label["pen"] or label["strict"], bare[slice(*label.span("prefix"))]
    names = bare[label.end() :].split()
    if label["mark"].strip() in (":", "|"):
        if prefix or role in (None, "记者") or not names or max(map(len, names)) > _LONGEST_NAME:
            return False
        return not ACT.fullmatch(role) or are_named(names)
    employed = prefix.startswith(("本", "我")) or is_publication(prefix)
    return employed and bool(label["strict"]) and bool(names) and max(map(len, names)) <= _LONGEST_NAME


def _has_unknown_roles(words: str) -> bool:
    """Whether a line is labels with names of persons whose role is not known: 答题人：陈小满."""
    if len(words) > _LONGEST_ROLE_LINE or not _LABELS_AND_NAMES.fullmatch(bare := bare_line(words)[0]):
        return False
    return all(map(is_name, _LABEL_AND_NAME.findall(bare)))


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


def imprint_or_site_kind(words: str, *, named: bool) -> BlockKind | None:
    """The kind of a line above or below the title that does not belong to it, or None."""
    if FOLIO.match(words):
        return BlockKind.COLUMN
    if not named and TITLE_WITH_DATE.match(words):
        return None
    if named and "。" not in words and date(words) and is_date(words):
        return BlockKind.DATE  # even with a button of a website
    if SLOGAN.match(words) or TRAIL.match(words) or (named and is_site_line(words)):
        return BlockKind.CREDIT
    if kind := imprint_kind(words, named=named):
        return kind
    buttons = is_site_line(words) and len(words) > 4
    buttons = buttons and (not is_menu(words) or (" " in words and is_widget(words)))
    credit = (CREDIT.match(words) or _has_unknown_roles(words)) if named else buttons
    return BlockKind.CREDIT if DOCUMENT.match(fold(words)) or (credit and not is_prose(words)) else None
