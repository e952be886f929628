"""Repairs a text that was read in a wrong encoding and saved so: 乱码 as 涔辩爜.

Such a text is valid UTF-8. Written in the wrong encoding again, its bytes are valid in the right one and make
common Chinese, which no other text does. What was lost when it was saved becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from store.importing.decoding.common_characters import COMMON
from store.language import _, ngettext
from store.patterns import late_pattern

_LOST = b"\xff"
"""Stands for bytes that were lost: it belongs to no character of UTF-8, GB18030 or Big5."""
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_ASCII_OR_LOST = re.compile("[\x00-\x7f\ufffd]+")
_COMMON_ONES = late_pattern(f"[{''.join(sorted(COMMON))}]+")
_DAMAGE = re.compile("\ufffd+")
_LOST_AS_MARK = re.compile(r"(?<!\ufffd)\ufffd+\?{1,2}")
_SAMPLE = 2000
"""Characters from the first one that is not ASCII on that are tried before the whole text."""
_FEWEST = 6
"""Common characters below which nothing is certain."""
_LEAST_COMMON = 0.85
"""The share of common characters in Chinese text, ASCII excepted."""
_MOST_COMMON_BEFORE = 0.6
"""Their share above which a text is right as it is."""
_MOST_LOST = 0.5
"""Lost places for each common character that is left: beyond it there is nothing to read."""


class Repair(NamedTuple):
    """A repaired text, and what the user is told."""

    text: str
    remark: str


def repair(text: str) -> Repair | None:
    """Return a text as it was before it was read in a wrong encoding; None if it surely was not."""
    first = _NOT_ASCII.search(text)
    if first is None:
        return None
    sample = text[first.start() : first.start() + _SAMPLE]
    common, others = _count_common(sample)
    if common > _MOST_COMMON_BEFORE * others:
        return None
    for wrong, to_bytes, rights in _WAYS:
        for right, codec in rights:
            if _repaired(sample, to_bytes, codec, cut=len(sample) == _SAMPLE) is None:
                continue
            if (whole := _repaired(text, to_bytes, codec)) is not None:
                lost = len(_DAMAGE.findall(whole))
                return Repair(whole, _remark(right, wrong, lost))
    return None


def _remark(right: str, wrong: str, lost: int) -> str:
    if not lost:
        return _("it was {right} read as {wrong}; repaired", right=right, wrong=wrong)
    return ngettext(
        "it was {right} read as {wrong}; repaired: {count:,} place in it lost for good",
        "it was {right} read as {wrong}; repaired: {count:,} places in it lost for good",
        lost,
        right=right,
        wrong=wrong,
    )


def _repaired(
    text: str, to_bytes: Callable[[str], bytes | None], codec: str, *, cut: bool = False
) -> str | None:
    """Return the text in the right encoding; None if it is not certain that it is.

    :param cut: whether the text may end within a character.
    """
    if (data := to_bytes(text)) is None:
        return None
    result = _LOST_AS_MARK.sub("\ufffd", data.decode(codec, "replace"))
    common, others = _count_common(result)
    places = len(_DAMAGE.findall(result))
    explained = len(_DAMAGE.findall(text)) + text.count("?") + 1 + cut
    if common < _FEWEST or common < _LEAST_COMMON * others:
        return None
    is_certain = places <= explained and places <= _MOST_LOST * common
    return _DAMAGE.sub("\ufffd", result) if is_certain else None


def _count_common(text: str) -> tuple[int, int]:
    """Return how many characters are common, and how many there are, without ASCII and what was lost."""
    others = _ASCII_OR_LOST.sub("", text)
    return sum(map(len, _COMMON_ONES.findall(others))), len(others)


def _as_gbk(text: str) -> bytes | None:
    """The bytes that a program read as GBK, in which the byte 80 is the euro."""
    return _LOST.join(
        b"\x80".join(each.encode("gb18030", "replace") for each in part.split("€"))
        for part in text.split("\ufffd")
    )


def _as_big5(text: str) -> bytes | None:
    try:
        return _LOST.join(part.encode("cp950") for part in text.split("\ufffd"))
    except UnicodeEncodeError:
        return None


def _as_latin(text: str) -> bytes | None:
    """The bytes that a program read as Windows-1252, or as Latin-1 where that has no character."""
    if max(text.replace("\ufffd", ""), default="") > "\u2122":
        return None
    try:
        return _LOST.join(
            part.encode("cp1252", "surrogateescape") for part in map(_latin, text.split("\ufffd"))
        )
    except UnicodeEncodeError:
        return None


def _latin(text: str) -> str:
    """Write the control characters of Latin-1 so that Windows-1252 takes them as bytes."""
    return re.sub("[\x80-\x9f]", lambda control: chr(0xDC00 + ord(control[0])), text)


_UTF_8 = ("UTF-8", "utf-8")
_WAYS = (
    ("GBK", _as_gbk, (_UTF_8,)),
    ("Big5", _as_big5, (_UTF_8,)),
    ("Latin-1", _as_latin, (_UTF_8, ("GBK", "gb18030"), ("Big5", "cp950"))),
)
