"""Folding: unifies characters that a search treats as equal, such as 广 and 廣, ａ and A and a, ， and the
half-width comma.

Each code point is folded by itself, to one code point, so offsets into the folded text are valid in the text.
Folding is idempotent.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def fold(text: str) -> str:
    """Convert traditional to simplified characters, full to half width, and upper to lower case.

    The result has as many code points as ``text``.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def comparison_form(words: str) -> str:
    """The form in which words are compared: folded, with single spaces, without punctuation at the ends.

    Words that are only punctuation keep it.
    """
    folded = fold(" ".join(words.split()))
    start, end = 0, len(folded)
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and not folded[end - 1].isalnum():
        end -= 1
    return folded[start:end] or folded


class _Folded(dict[int, int]):
    """Maps code points to folded ones. Computed at the first use of each."""

    def __missing__(self, code_point: int) -> int:
        char, before = chr(code_point), ""
        while char != before:
            before, char = char, _step(char)
        folded = self[code_point] = ord(char)
        return folded


def _step(char: str) -> str:
    """Fold once more. Returns the character itself when it is folded."""
    width, _, narrow = unicodedata.decomposition(char).partition(" ")
    if width in ("<wide>", "<narrow>"):
        char = chr(int(narrow, 16))
    folded = _simplified().convert(char) if _is_han(char) else char.casefold()
    return folded if len(folded) == 1 else char


def _is_han(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


@cache
def _simplified() -> OpenCC:
    """The converter ``t2s`` of opencc. Used on single characters, so that phrases have no influence."""
    from opencc import OpenCC

    return OpenCC("t2s")


_FOLDED = _Folded()
