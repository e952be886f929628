"""Names of persons beside the words of a pattern: where one that begins or ends there has its other end.

A segmenter knows few names: it may cut 宋知远 into 宋知 and 远, and join 林夏说. Names that are known, such
as those of authors, are taken as they are. Otherwise the character after the shortest name decides: 说 after
林夏 is a word, 远 after 宋知 is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from store.chinese.folding import fold
from store.corpus.stop_words import FUNCTION_WORDS
from store.press.person_names import is_common_word, is_name, surname_and_given

LONGEST_NAME = 20
"""Code points of the longest name of a person."""

LEAST_ELSEWHERE = 3
"""Code points of the shortest name that is taken because an author of another article has it: a shorter one
may be only the beginning of the name that stands here."""

_DOTS = "·•・‧∙"
_SURNAMES_TOO = frozenset("张張")
"""Function words that are more often a surname where a name may begin."""
_NO_SURNAMES = FUNCTION_WORDS - _SURNAMES_TOO
_NEVER_IN_NAMES = frozenset(
    "说說称稱摄攝问問答讲講赴去到看见見听聽叫告给給让讓被把在对對是的了也就都又还還却卻没沒不我你您他她它们們这這那很"
)
"""What is no third character of a name, whatever a segmenter joins it to."""
_OFTEN_AFTER_NAMES = frozenset("道谈談来來想坐站走跑拿打写寫译譯著编編绘繪任当當获獲会會请請文图圖电電报報")
"""What is a word of its own after a name where a segmenter makes it one."""


class KnownNames:
    """Names of persons that are known: those of the authors of a library."""

    def __init__(self, elsewhere: Iterable[str] = ()) -> None:
        """Start with names.

        :param elsewhere: the authors of any articles.
        """
        self._elsewhere = _by_length(
            each for each in elsewhere if len(each) >= LEAST_ELSEWHERE and is_person(each)
        )

    def beside(self, text: str, at: int, authors: Iterable[str], *, is_left: bool) -> tuple[int, int] | None:
        """Return the longest known name that begins at a place, or ends there; None if none does.

        :param authors: the authors of the text, who come before others.
        """
        own = _by_length(each for each in authors if 1 < len(each) <= LONGEST_NAME)
        for names in (own, self._elsewhere):
            for length in sorted(names, reverse=True):
                start, end = (at - length, at) if is_left else (at, at + length)
                if start >= 0 and end <= len(text) and fold(text[start:end]) in names[length]:
                    return start, end
        return None


def _by_length(names: Iterable[str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for name in names:
        found.setdefault(len(name), set()).add(fold(name))
    return found


def is_person(words: str) -> bool:
    """Whether words are the name of a person, and not a common word such as 金秋."""
    return len(words) > 1 and is_name(words) and not is_common_word(words)


class Division(NamedTuple):
    """Where the text around a name divides into words."""

    cuts: Collection[int]
    """Words of the dictionary, and unknown ones that the segmenter makes out."""
    plain: Collection[int]
    """Words of the dictionary alone."""

    def certainty(self, place: int) -> int:
        """How many of the two divide the text at a place: 0 to 2."""
        return (place in self.cuts) + (place in self.plain)


def name_after(text: str, start: int, division: Division) -> int:
    """Return the end of the Chinese name of two to four characters that begins at a place; 0 if none does."""
    parts = surname_and_given(text[start : start + 3])
    shorter = start + (3 if parts is not None and len(parts[0]) == 2 else 2)
    longer = shorter + 1
    is_short = _may_be_name(text, start, shorter, division.cuts)
    is_long = _may_be_name(text, start, longer, division.cuts)
    third = text[shorter:longer]
    if is_short and (not is_long or third in _NEVER_IN_NAMES):
        return shorter if division.certainty(shorter) or division.certainty(longer) else 0
    if not is_long:
        return 0
    if longer in division.cuts:
        is_word = third in _OFTEN_AFTER_NAMES or fold(third) in FUNCTION_WORDS
        return shorter if is_short and shorter in division.cuts and is_word else longer
    if longer in division.plain:
        return longer
    return shorter if is_short and division.certainty(shorter) else 0


def name_before(text: str, end: int, division: Division) -> int:
    """Return the start of the Chinese name of two to four characters that ends at a place; -1: none."""
    if end > 3 and is_person(text[end - 4 : end]) and division.certainty(end - 4):
        return end - 4
    longer, shorter = end - 3, end - 2
    is_after_word = longer >= 0 and fold(text[longer]) in _NO_SURNAMES
    is_long = longer >= 0 and not is_after_word and _may_be_name(text, longer, end, division.cuts)
    is_short = shorter >= 0 and _may_be_name(text, shorter, end, division.cuts)
    if is_long and division.certainty(longer) >= (division.certainty(shorter) if is_short else 1):
        return longer
    return shorter if is_short and (is_after_word or division.certainty(shorter)) else -1


def _may_be_name(text: str, start: int, end: int, cuts: Collection[int]) -> bool:
    """Return whether words are the name of a person, but not function words or a common word and one more."""
    words = text[start:end]
    if not is_person(words) or (start + 1 in cuts and fold(text[start]) in _NO_SURNAMES):
        return False
    if end - 1 in cuts and end in cuts and fold(text[end - 1]) in FUNCTION_WORDS:
        return False
    return not (len(words) > 2 and start + 2 in cuts and is_common_word(words[:2]))


def name_of_pieces(text: str, pieces: Sequence[tuple[int, int]], *, is_left: bool) -> tuple[int, int] | None:
    """Return the name that the words beside a pattern begin with, the nearest word first.

    :param is_left: whether the words stand before the pattern, so that the name ends with the first of them.
    """
    taken: list[tuple[int, int]] = []
    found = None
    for start, end in pieces:
        piece = text[start:end]
        is_dot = piece in _DOTS
        if fold(piece) in _NO_SURNAMES or not (is_dot or all(map(str.isalpha, piece))):
            break
        is_after_dot = bool(taken) and text[taken[-1][0] : taken[-1][1]] in _DOTS
        if found is not None and not is_dot and not is_after_dot:
            break
        taken.append((start, end))
        first, last = (taken[-1][0], taken[0][1]) if is_left else (taken[0][0], taken[-1][1])
        if last - first > LONGEST_NAME:
            break
        if is_person(text[first:last]):
            found = first, last
    return found
