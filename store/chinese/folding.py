"""Folding: unifies characters that a search treats as equal, such as 广 and 廣, 用 and the radical ⽤, ａ and
A and a, ， and the half-width comma.

Each code point is folded by itself, to one code point, so offsets into the folded text are valid in the text.
Folding is idempotent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise

from store.chinese.standard_forms import (
    is_ideograph,
    may_be_converted,
    modern_form,
    simplified_character,
    simplify_phrases,
    unified,
    with_simplified_particle,
)

_SIMPLIFIED_IN_SOME_WORDS = {"著": "着", "瞭": "了", "藉": "借", "覆": "复"}
"""Characters that are also simplified ones, and have another simplified form in some words: 看著 看着, 瞭解
了解, 藉口 借口, 答覆 答复. A code point is folded without its word, so always to the other form."""

_ITERATION_MARKS = "々〻"


def fold(text: str) -> str:
    """Convert all forms of an ideograph to the simplified character, full to half width, and upper to lower
    case.

    The result has as many code points as ``text``.
    """
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDED) if len(text) < _LONG else _folded_long(text)


def simplified(text: str) -> str:
    """Convert ideographs to the simplified characters that dictionaries of words have, and nothing else.

    Phrases decide where a character has several: 乾燥 → 干燥, but 乾隆 stays; 看著 → 看着, but 著名 stays.
    The result has as many code points as ``text``.
    """
    if text.isascii():
        return text
    if "著" in text:
        text = with_simplified_particle(text)
    if _convertible().search(text) is None:
        return text
    return simplify_phrases(text.translate(_MODERN))


def without_iteration_marks(text: str) -> str:
    """``text`` with the ideograph that each iteration mark repeats: 佐々木 → 佐佐木. The length is kept."""
    if not any(mark in text for mark in _ITERATION_MARKS):
        return text
    written: list[str] = []
    for char in text:
        repeats = char in _ITERATION_MARKS and written and is_ideograph(written[-1])
        written.append(written[-1] if repeats else char)
    return "".join(written)


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


@cache
def other_forms() -> dict[str, str]:
    """By folded character, all others that are folded to it. The first call takes a quarter of a second."""
    chars = [chr(code) for code in (*range(0xD800), *range(0xE000, _LAST_FORM + 1))]
    candidates = may_be_converted(chars).union(_SIMPLIFIED_IN_SOME_WORDS)
    candidates.update(char for char in chars if char.casefold() != char)
    forms: defaultdict[str, str] = defaultdict(str)
    for char in sorted(candidates):
        folded = fold(char)
        if folded != char:
            forms[folded] += char
    return dict(forms)


_LAST_FORM = 0x323AF
"""The last code point of the ideographs of Unicode 16. No later one is a form of another character."""


class _Folded(dict[int, int]):
    """Maps code points to folded ones. Computed at the first use of each."""

    def __missing__(self, code_point: int) -> int:
        char, before = chr(code_point), ""
        while char != before:
            before, char = char, _step(char)
        folded = self[code_point] = ord(char)
        return folded


class Effort:
    """Counts the code points that are handled in a slow way, until it pays to prepare a faster one."""

    def __init__(self, pays_after: int) -> None:
        """Count to ``pays_after``."""
        self._left = pays_after

    def pays(self, text: str) -> bool:
        """Count a text; whether the faster way pays for it."""
        if self._left > 0:
            self._left -= len(text)
        return self._left <= 0


def _folded_long(text: str) -> str:
    """Fold a long text: once many have been folded, in a tenth of the time, by what changes in it alone."""
    if not _EFFORT.pays(text):
        return text.translate(_FOLDED)
    for mark, folded in _COMMON_MARKS:
        text = text.replace(mark, folded)
    return _changing().sub(lambda found: found[0].translate(_FOLDED), text)


_LONG = 50
"""Code points of a long text."""

_PAYS_AFTER = 200_000
"""Code points after which the faster way is prepared: that takes as long as folding so many."""

_COMMON_MARKS = tuple(zip("，；：？！（）", ",;:?!()", strict=True))


@cache
def _changing() -> re.Pattern[str]:
    """Matches characters that folding may change: all but the common ones that it does not change."""
    ideographs = "".join(map(chr, range(0x4E00, 0xA000))).encode("gb2312", "ignore").decode("gb2312")
    same = "".join(char for char in ideographs if fold(char) == char)
    return re.compile(f"[^{same}\n -@\\[-~“”‘’、。《》…—·]+")


class _Modern(dict[int, int]):
    """Maps code points to modern forms. Computed at the first use of each."""

    def __missing__(self, code_point: int) -> int:
        char = chr(code_point)
        modern = self[code_point] = ord(modern_form(char) if is_ideograph(char) else char)
        return modern


@cache
def _convertible() -> re.Pattern[str]:
    """Matches an ideograph that :func:`simplified` may convert; GB 2312 lacks nearly all of them.

    Compiled lazily: it takes some hundredths of a second.
    """
    every = "".join(map(chr, range(0x4E00, 0xA000)))
    listed = "\n".join(every.encode("gb2312", "ignore").decode("gb2312"))
    pairs = zip(listed, simplify_phrases(listed), strict=True)
    known = "".join(one for one, other in pairs if one == other and one != "\n")
    gaps = "".join(
        f"{chr(ord(one) + 1)}-{chr(ord(other) - 1)}"
        for one, other in pairwise("\u4dff" + known + "\ua000")
        if ord(other) - ord(one) > 1
    )
    return re.compile(f"[\u2e80-\u2fdf\u31c0-\u31ef\u3400-\u4dbf{gaps}\uf900-\ufaff\U00020000-\U0003ffff]")


def _step(char: str) -> str:
    """Fold once more. Returns the character itself when it is folded."""
    char = unified(char)
    folded = simplified_character(char) if is_ideograph(char) else char.casefold()
    folded = _SIMPLIFIED_IN_SOME_WORDS.get(folded, folded)
    return folded if len(folded) == 1 else char


_FOLDED = _Folded()
_MODERN = _Modern()
_EFFORT = Effort(_PAYS_AFTER)
