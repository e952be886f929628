"""Punctuation as in print: half-width marks of Chinese sentences are shown full-width.

Texts taken from the web often have ``,`` ``;`` ``:`` ``!`` ``?`` ``( )`` and straight quotes between Han
characters, where print has ``，`` and so on (GB/T 15834-2011, 4 and 5.1; CLREQ, 3.1). Only what is drawn
changes: each mark becomes one other code point, so that all offsets stay valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from store.patterns import late_pattern

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHINESE_MARKS = "，。；：！？、…—（）《》〈〉「」『』【】〔〕“”‘’"
"""Marks that are Chinese wherever they stand."""

FULL_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")

Punctuation = Literal["auto", "full", "as-is"]
"""The values of the setting."""

_HALF_WIDTH = frozenset(",;:!?()\"'")

SEARCHED = 100_000
"""Code points of a text that decide whether its punctuation is half-width."""

LONGEST_PAIR = 500
"""Code points that brackets or quotes may be apart."""

_CHINESE = f"{HAN}{CHINESE_MARKS}"
_PAUSE = late_pattern(
    rf"""
    (?: (?<=[{_CHINESE})"']) [,;:!?]+ (?! [\w/] ) (?![,;:!?])  # 好,"  but not 3:2 or http://
      | (?<=[{_CHINESE}]) [,;:!?]+ (?= [\w] )                  # 我有,iPhone
      | (?<=[\w%‰)"'℃]) [,;:!?]+ (?= [{HAN}“‘《（「『] )         # 5%,其中
    )
    """,
    re.VERBOSE,
)
_BRACKETS = late_pattern(rf"\(([^()\n]{{0,{LONGEST_PAIR}}})\)")
_QUOTES = late_pattern(
    rf"\"([^\"\n]{{0,{LONGEST_PAIR}}})\"|(?<![A-Za-z0-9])'([^'\n]{{0,{LONGEST_PAIR}}})'(?![A-Za-z0-9])"
)
_HAS_HAN = late_pattern(f"[{HAN}]")
_IS_CHINESE = late_pattern(f"[{_CHINESE}]")
_HALF_BETWEEN_HAN = late_pattern(f"(?<=[{HAN}])[,;:!?(](?=[{HAN}])")


def is_half_width(text: str) -> bool:
    """Whether most punctuation between the Han characters of a text is half-width."""
    start = text[:SEARCHED]
    full = sum(map(start.count, "，；：！？（"))
    if sum(map(start.count, ",;:!?(")) <= full:
        return False  # wherever they stand, so that most texts need no pattern
    return sum(1 for _ in _HALF_BETWEEN_HAN.finditer(start)) > full


@lru_cache(maxsize=2)
def full_width(text: str) -> str:
    """Return a text with the marks of Chinese sentences full-width. It has the same length.

    Marks of numbers (``1,234``, ``8:30``), of addresses and of Latin phrases stay.
    """
    return _full_width(text)


@lru_cache(maxsize=1024)
def shown_title(title: str, punctuation: Punctuation) -> str:
    """Return a title as the text below it would show it, for lists and frames. It has the same length.

    Its own marks decide what is shown if the setting is ``auto``.
    """
    if punctuation == "as-is" or not _HALF_WIDTH.intersection(title):
        return title
    return _full_width(title) if punctuation == "full" or is_half_width(title) else title


def _full_width(text: str) -> str:
    shown = list(text)
    for match in _PAUSE.finditer(text):
        shown[match.start() : match.end()] = match[0].translate(FULL_WIDTH)
    for start, end in _chinese_pairs(_BRACKETS, text):
        shown[start], shown[end] = "（", "）"
    for start, end in _chinese_pairs(_QUOTES, text):
        shown[start], shown[end] = ("“", "”") if text[start] == '"' else ("‘", "’")
    return "".join(shown)


def _chinese_pairs(pairs: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of both marks of the pairs that have Han characters inside or on both sides."""
    for match in pairs.finditer(text):
        start, end = match.start(), match.end() - 1
        around = text[start - 1 : start], text[end + 1 : end + 2]
        if _HAS_HAN.search(match[0]) or all(_IS_CHINESE.match(each) for each in around):
            yield start, end
