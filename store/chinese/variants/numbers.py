"""Numbers in words, and the patterns of the numbers that a variant may have in their place."""

from __future__ import annotations

from store.patterns import late_pattern

_HAN = "〇○零一二三四五六七八九十百千万亿两廿卅几半壹贰叁肆伍陆柒捌玖拾佰仟"
_COUNTED = "届次个名位条章节期批卷册页集轮代版回季天年周月日号种类步人户家元岁分笔件项只张米里吨公度倍"
_DIGITS = r"(?<![\d.])\d++(?:[.,]\d++)*+"
_SHARE = rf"(?:{_DIGITS} ?[%‰]|百分之[{_HAN}\d][{_HAN}\d点.]*|[{_HAN}]成[{_HAN}]?)"
_COUNT = rf"(?:{_DIGITS}[十百千万亿]*+(?! ?[%‰]|\d)|(?<![{_HAN}\d])[{_HAN}]++(?:点[{_HAN}]+)?(?!分之))"

_ANY = late_pattern(rf"第?(?P<share>{_SHARE})|第?(?P<count>{_COUNT})")
_NUMBER = late_pattern(f"{_SHARE}|{_COUNT}")
_IS_SHARE = late_pattern(_SHARE)
_AFTER_HAN = late_pattern(rf"[{_COUNTED}]*")
_AFTER_DIGITS = late_pattern(r"[^a-z\d]*")

WIDEST_NUMBER = 24
"""Code points of a number, for the distance of the words around it."""


def number_in(piece: str) -> tuple[int, int] | None:
    """Return where the number is in a folded word: all of it, or what stands before a measure word.

    Words such as 一起, 十分 and 5G have none.
    """
    found = _ANY.match(piece)
    if found is None or piece in _NO_NUMBERS:
        return None
    start, end = found.span("share" if found["share"] else "count")
    ending = _AFTER_DIGITS if piece[start].isdecimal() else _AFTER_HAN
    return (start, end) if ending.fullmatch(piece, end) else None


def is_number(piece: str) -> bool:
    """Whether a folded piece is a number and nothing else."""
    return _NUMBER.fullmatch(piece) is not None


def pattern_for(number: str) -> str:
    """Return the pattern of the numbers that may stand for a folded one: for a share shares, else counts."""
    return _SHARE if _IS_SHARE.fullmatch(number) else _COUNT


_NO_NUMBERS = frozenset(
    ("十分", "万分", "一家", "一元", "一度", "一年", "一代", "一类", "一天", "百家", "万户")
)
"""Words that look like a number with a measure word."""
