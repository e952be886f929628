"""How surprising a character is in a text of a language, in bits: the negative binary logarithm of its
probability, roughly.

The bytes of a text in a wrong encoding decode to characters that are rare in any language. The encoding in
which all bytes together have the fewest bits is therefore the most likely one. A text in its own language has
about ten bits a character, a wrongly decoded one sixteen or more.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter

from store.importing.decoding.common_characters import (
    COMMON_KANA,
    COMMON_SYLLABLES,
    PUNCTUATION,
    SIMPLIFIED_BY_FREQUENCY,
    TRADITIONAL_BY_FREQUENCY,
)

DAMAGE = 20
"""The bits of a byte that belongs to no character."""

LATIN = frozenset(map(chr, range(0x40, 0x7F)))
"""The Latin letters of ASCII and the other characters of its second half."""

_CATEGORIES = {"Cc": 22, "Cn": 28, "Co": 26, "Cs": 28, "Cf": 18, "So": 15, "Sk": 17, "Mn": 19, "Zs": 14}
_ASCII_BITS = 6
_GRADES = (14, 15, 17, 19)
_RANGES = (
    ("\u2000", "\u206f", 12),
    ("\u2500", "\u257f", 18),
    ("\u3000", "\u303f", 12),
    ("\u3041", "\u30fe", 14),
    ("\u3100", "\u312f", 18),
    ("\uac00", "\ud7a3", 17),
    ("\uff01", "\uff5e", 11),
    ("\uff61", "\uffdc", 20),  # half-width kana and Hangul: what Shift JIS makes of most bytes
    ("\u00a1", "\u024f", 13),
    ("\u0370", "\u04ff", 15),
)
"""The first and last characters of blocks, and the bits of those in them that are unusual."""


class Language(dict[int, int]):
    """The bits of each code point in a language. Computed when they are first needed."""

    clean: float
    """The bits of a character, ASCII excepted, up to which a text is certainly right and undamaged."""

    def __init__(self) -> None:
        super().__init__()
        self.grades = Grades(self)

    def __missing__(self, code_point: int) -> int:
        char = chr(code_point)
        if code_point in (9, 10, 13) or 0x20 <= code_point < 0x7F:
            bits = _ASCII_BITS
        elif char == "\ufffd":
            bits = DAMAGE
        elif char in PUNCTUATION:
            bits = 6
        else:
            bits = self._letter(char) or _other(char)
        self[code_point] = bits
        return bits

    def of(self, text: Counter[str]) -> int:
        """The bits of a text, given as its characters with the times of each."""
        return sum(self[ord(char)] * times for char, times in text.items())

    def _letter(self, char: str) -> int:
        """The bits of a letter that is usual in the language; 0 for other characters."""
        raise NotImplementedError


class Chinese(Language):
    """Chinese, in both scripts."""

    clean = 11.5

    def _letter(self, char: str) -> int:
        if char in SIMPLIFIED_BY_FREQUENCY:
            return _by_rank(SIMPLIFIED_BY_FREQUENCY[char])
        if char in TRADITIONAL_BY_FREQUENCY:
            return _by_rank(2 * TRADITIONAL_BY_FREQUENCY[char])
        return 0


class Japanese(Language):
    """Japanese: kana, and Chinese characters."""

    clean = 9.3

    def _letter(self, char: str) -> int:
        if char in COMMON_KANA:
            return 6
        if "\u3041" <= char <= "\u30fe":
            return 9
        rank = SIMPLIFIED_BY_FREQUENCY.get(char, TRADITIONAL_BY_FREQUENCY.get(char))
        if rank is not None and _in_charset(char, "shift_jis"):
            return 11 if rank < 800 else 13
        return 15 if _in_charset(char, "shift_jis") and char.encode("shift_jis") < b"\x98" else 0


class Korean(Language):
    """Korean, in Hangul."""

    clean = 9.8

    def _letter(self, char: str) -> int:
        if not "\uac00" <= char <= "\ud7a3":
            return 0
        rank = COMMON_SYLLABLES.get(char)
        if rank is not None:
            return 7 if rank < 100 else 9
        return 14 if _in_charset(char, "euc_kr") else 18


def _by_rank(rank: int) -> int:
    return 8 if rank < 100 else 10 if rank < 500 else 12 if rank < 1000 else 14


def _other(char: str) -> int:
    """The bits of a character that is unusual in every one of the languages."""
    if "\u4e00" <= char <= "\u9fff":
        return _rare_ideograph(char)
    for first, last, bits in _RANGES:
        if first <= char <= last:
            return bits
    category = unicodedata.category(char)
    if category in _CATEGORIES:
        return _CATEGORIES[category]
    return 16 if category[0] in "PSN" else 22


def _rare_ideograph(char: str) -> int:
    if _in_charset(char, "gb2312"):
        return 15 if char.encode("gb2312") < b"\xd8" else 17
    if _in_charset(char, "big5"):
        return 16 if char.encode("big5") < b"\xc9" else 20
    return 19 if _in_charset(char, "gbk") else 22


def _in_charset(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


class Grades(dict[int, str]):
    """Grades code points by their bits in a language: ``0`` is usual, ``4`` hardly ever in running text.

    Those of ASCII are ``L`` if they are in :data:`LATIN`, else ``A``.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, code_point: int) -> str:
        if code_point < 0x80:
            grade = "L" if chr(code_point) in LATIN else "A"
        else:
            grade = str(bisect_right(_GRADES, self._language[code_point]))
        self[code_point] = grade
        return grade


CHINESE, JAPANESE, KOREAN = Chinese(), Japanese(), Korean()
