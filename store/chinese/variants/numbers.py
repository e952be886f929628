"""Numbers in words, and the patterns of the numbers that a variant may have in their place."""

from __future__ import annotations

import re

_HAN = "〇○零一二三四五六七八九十百千万亿两廿卅几半壹贰叁肆伍陆柒捌玖拾佰仟"
_COUNTED = "届次个名位条章节期批卷册页集轮代版回季天年周月日号种类步人户家元岁分笔件项只张米里吨公度倍"
_DIGITS = r"(?<![\d.])\d++(?:[.,]\d++)*+"
_SHARE = rf"(?:{_DIGITS}[%‰]|百分之[{_HAN}\d][{_HAN}\d点.]*|[{_HAN}]成[{_HAN}]?)"
_COUNT = rf"(?:{_DIGITS}[十百千万亿]*+(?![%‰\d])|(?<![{_HAN}\d])[{_HAN}]++(?:点[{_HAN}]+)?(?!分之))"

_ANY = re.compile(rf"第?(?P<share>{_SHARE})|第?(?P<count>{_COUNT})")
_ENDING = re.compile(rf"[{_COUNTED}]*")

WIDEST_NUMBER = 24
"""Code points of a number, for the distance of the words around it."""


def number_in(piece: str) -> tuple[int, int] | None:
    """Return where the number is in a folded word: all of it, or what stands before a measure word.

    Words such as 一起 and 十分 have none.
    """
    found = _ANY.match(piece)
    if found is None or not _ENDING.fullmatch(piece, found.end()):
        return None
    span = found.span("share" if found["share"] else "count")
    return None if len(piece) > 1 and piece in _NO_NUMBERS else span


def is_number(piece: str) -> bool:
    """Whether a folded piece is a number and nothing else."""
    return re.fullmatch(f"{_SHARE}|{_COUNT}", piece) is not None


def pattern_for(number: str) -> str:
    """Return the pattern of the numbers that may stand for a folded one: shares for a share, counts for a count."""
    return _SHARE if re.fullmatch(_SHARE, number) else _COUNT


_NO_NUMBERS = frozenset(("十分", "万分", "一家", "一元", "一度", "一年", "一代", "一类", "一天", "百家", "万户"))
"""Words that look like a number with a measure word."""
