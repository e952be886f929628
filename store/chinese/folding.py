"""Folding: what a search takes for the same. 广 and 廣, ａ and A and a, ， and the half-width comma.

Each code point is folded by itself and to one code point, so that a place in the folded text is the same
place in the text; folding what is folded changes nothing.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def fold(text: str) -> str:
    """The text with traditional characters simplified, full width made half, and case folded.

    It is as long as ``text``, in code points.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def comparison_form(words: str) -> str:
    """Words as they are compared: folded, spaces made one, without marks at both ends.

    Words that are marks alone keep them.
    """
    flat = fold(" ".join(words.split()))
    start, end = 0, len(flat)
    while start < end and not flat[start].isalnum():
        start += 1
    while end > start and not flat[end - 1].isalnum():
        end -= 1
    return flat[start:end] or flat


class _Folded(dict[int, int]):
    """What each code point folds to, worked out when it is first met."""

    def __missing__(self, code_point: int) -> int:
        char, before = chr(code_point), ""
        while char != before:
            before, char = char, _step(char)
        folded = self[code_point] = ord(char)
        return folded


def _step(char: str) -> str:
    """One step nearer to what the character folds to; itself when it is there."""
    width, _, narrow = unicodedata.decomposition(char).partition(" ")
    if width in ("<wide>", "<narrow>"):
        char = chr(int(narrow, 16))
    folded = _simplified().convert(char) if _is_han(char) else char.casefold()
    return folded if len(folded) == 1 else char


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


@cache
def _simplified() -> OpenCC:
    """Traditional to simplified (opencc's ``t2s``), asked for single characters: no phrase decides."""
    from opencc import OpenCC

    return OpenCC("t2s")


_FOLDED = _Folded()
