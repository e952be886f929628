"""Splits a title line that also contains a section, a kicker or a subtitle."""

from __future__ import annotations

import re
from collections.abc import Callable

from store.model.article import BlockKind
from store.press.display.labels import label_kind
from store.press.lines import width
from store.press.person_names import is_common_word, is_name
from store.press.vocabulary import COLUMN_END

Part = tuple[BlockKind, str]
"""The kind of a paragraph and its text."""

KICKER_AND_TITLE = re.compile(r"^(.{4,}?(?:——|──|--|－－))\s+([^\s—─－-].*)$")
"""A kicker and a title on one line."""
_KICKER_NO_SPACE = re.compile(r"^([^\s—]{4,}[，,][^\s—]{2,}(?:——|──))([^\s—─]{3,}\s[^—─]{3,})$")
"""The same without a space, if the title consists of two halves: 解难题，这么办——小井不小 豆腐飘香."""
_WITH_SUBTITLE = re.compile(r"^(.{4,}?\S)\s+((?:——|──|--|－－)\S.*)$")
"""A title and a subtitle on one line."""
_SECTION_AND_TITLE = re.compile(
    r"^([【［〖][^【】［］〖〗]{2,10}[】］〗]|[^\s｜|丨，。：]{2,8}\s?[｜|丨])\s*([^\s｜|丨].{3,})$"
)
"""A section and a title on one line: 【记者手记】灯下, 新春走基层｜灯下."""

TITLE_WITH_DATE = re.compile(
    r"^([^\s：:（(][^：:（(]{3,60}?)\s*([（(]\s*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s*[）)])$"
)
"""A title and its date and time on one line: 老房子里的三只猫 (2010-10-10 21:33:02)."""
_WITH_SECTION = re.compile(r"^(\S.{3,}?)\s*([（(][^（）()]{2,8}[）)])$")
"""A title and its section in brackets: 把书还给孩子（评论员观察）."""
_TALK = re.compile("[一-鿿]{1,3}[谈談]|[一-鿿]{0,4}(?:[现現][场場]|一[线線]|[视視][线線]|[热熱][评評])")
"""Other names of sections in brackets."""
_WITH_NAME = re.compile(
    r"^(\S.{1,38}?\S)(?:[ \u3000]{3,}|\u3000{2,}|\t+)([一-鿿]{2,4}|[一-鿿][ \u3000]{1,2}[一-鿿])$"
)
"""A title and, far from it, the name of its writer."""
_WITH_BUTTON = re.compile(
    r"^(.{2,}?)\s*([\[【［](?:复制链接|複製鏈接|复制本页|打印本页|打印|关闭|分享|收藏|推荐)[\]】］])$"
)
"""A title and a button on one line: 老屋漏雨怎么修 [复制链接]."""

_Halves = tuple[str, str] | None


def split_titles(parts: list[Part]) -> list[Part]:
    """Split the title lines of ``parts`` that contain other parts of the head."""
    kinds = {kind for kind, _ in parts}
    split: list[Part] = []
    for kind, text in parts:
        split += _split_title(text, kinds) if kind is BlockKind.TITLE else [(kind, text)]
    return split


def _split_title(title: str, taken: set[BlockKind]) -> list[Part]:
    if label_kind(title):
        return [(BlockKind.TITLE, title)]
    if ending := _ending_of(title, taken):
        rest, part = ending
        return [*_split_title(rest, taken | {part[0]}), part]
    before: list[Part] = []
    leads: tuple[tuple[BlockKind, Callable[[str], _Halves]], ...] = (
        (BlockKind.COLUMN, _split_section),
        (BlockKind.KICKER, _split_kicker),
    )
    for kind, split in leads:
        if kind not in taken and (halves := split(title)):
            before.append((kind, halves[0]))
            title = halves[1]
    if BlockKind.SUBTITLE not in taken and (match := _WITH_SUBTITLE.match(title)):
        return [*before, (BlockKind.TITLE, match[1]), (BlockKind.SUBTITLE, match[2])]
    return [*before, (BlockKind.TITLE, title)]


def _ending_of(title: str, taken: set[BlockKind]) -> tuple[str, Part] | None:
    """Split off what stands behind a title: a button, the date, the writer or the section."""
    if button := _WITH_BUTTON.match(title):
        return button[1], (BlockKind.CREDIT, button[2])
    if dated := TITLE_WITH_DATE.match(title):
        return dated[1], (BlockKind.DATE, dated[2])
    named = _WITH_NAME.match(title) if BlockKind.BYLINE not in taken else None
    if named and is_name("".join(named[2].split())) and not is_common_word(named[2]):
        return named[1], (BlockKind.BYLINE, named[2])
    section = _WITH_SECTION.match(title) if BlockKind.COLUMN not in taken else None
    if section and (COLUMN_END.search(section[2][1:-1]) or _TALK.fullmatch(section[2][1:-1])):
        return section[1], (BlockKind.COLUMN, section[2])
    return None


def _split_section(title: str) -> _Halves:
    match = _SECTION_AND_TITLE.match(title)
    return (match[1], match[2]) if match else None


def _split_kicker(title: str) -> _Halves:
    match = KICKER_AND_TITLE.match(title) or _KICKER_NO_SPACE.match(title)
    return (match[1], match[2]) if match else _split_at_widest_space(title)


def _split_at_widest_space(title: str) -> _Halves:
    """Split at the single widest space.

    The halves of a title are separated by a space too. Therefore the title must contain a narrower space, or
    the wide space must consist of several and separate parts of unequal length.
    """
    if title.isascii():
        return None
    gaps = sorted(re.finditer(r"\s+", title), key=lambda gap: width(gap[0]))
    if not gaps or (len(gaps) > 1 and width(gaps[-2][0]) == width(gaps[-1][0])):
        return None
    before, after = title[: gaps[-1].start()], title[gaps[-1].end() :]
    if len(before) < 5 or len(after) < 4 or re.search(r"\s", before):
        return None
    alone = len(gaps[-1][0]) > 1 and abs(len(before) - len(after)) > 2
    return (before, after) if len(gaps) > 1 or alone else None
