"""A title's line that holds more than the title: a section or a kicker before it, a subtitle after it."""

from __future__ import annotations

import re
from collections.abc import Callable

from store.model.article import BlockKind
from store.press.lines import width

Part = tuple[BlockKind, str]
"""A paragraph and what it is."""

LED_IN = re.compile(r"^(.{4,}?(?:——|──|--|－－))\s+([^\s—─－-].*)$")
"""A kicker and the title on one line."""
_LED_CLOSELY = re.compile(r"^([^\s—]{4,}[，,][^\s—]{2,}(?:——|──))([^\s—─]{3,}\s[^—─]{3,})$")
"""The same without a space, where the title alone is set in two halves: 解难题，这么办——小井不小 豆腐飘香."""
_EXPLAINED = re.compile(r"^(.{4,}?\S)\s+((?:——|──|--|－－)\S.*)$")
"""A title and the subtitle on one line."""
_SECTION = re.compile(
    r"^([【［〖][^【】［］〖〗]{2,10}[】］〗]|[^\s｜|丨，。：]{2,8}\s?[｜|丨])\s*([^\s｜|丨].{3,})$"
)
"""A section and the title on one line: 【记者手记】灯下, 新春走基层｜灯下."""

_Halves = tuple[str, str] | None


def split_titles(parts: list[Part]) -> list[Part]:
    """``parts`` with the lines of titles split where another part of the head shares them."""
    kinds = {kind for kind, _ in parts}
    split: list[Part] = []
    for kind, text in parts:
        split += _split_title(text, kinds) if kind is BlockKind.TITLE else [(kind, text)]
    return split


def _split_title(title: str, taken: set[BlockKind]) -> list[Part]:
    before: list[Part] = []
    leads: tuple[tuple[BlockKind, Callable[[str], _Halves]], ...] = (
        (BlockKind.COLUMN, _after_section),
        (BlockKind.KICKER, _after_kicker),
    )
    for kind, split in leads:
        if kind not in taken and (halves := split(title)):
            before.append((kind, halves[0]))
            title = halves[1]
    if BlockKind.SUBTITLE not in taken and (match := _EXPLAINED.match(title)):
        return [*before, (BlockKind.TITLE, match[1]), (BlockKind.SUBTITLE, match[2])]
    return [*before, (BlockKind.TITLE, title)]


def _after_section(title: str) -> _Halves:
    match = _SECTION.match(title)
    return (match[1], match[2]) if match else None


def _after_kicker(title: str) -> _Halves:
    match = LED_IN.match(title) or _LED_CLOSELY.match(title)
    return (match[1], match[2]) if match else _at_wider_space(title)


def _at_wider_space(title: str) -> _Halves:
    """Both sides of the one space that is wider than any other.

    The halves of a title stand apart too, so the wide space must lead to a title with a narrower one inside,
    or be several spaces between unequal parts.
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
