"""Pinyin: initials and syllables without tones for searching, words with tones for learners.

The readings are pypinyin's. A single character has all its readings (行 is xing, hang, heng); a word has the
one in the phrase dictionary (银行 yínháng). The phrase dictionary is loaded lazily, which takes 0.15 s.
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

_loading = Lock()

# Surnames of one character whose reading differs from the most common reading of the character.
_SURNAMES = {
    character: reading
    for readings in (
        {"zeng": "曾", "shan": "单單", "qiu": "仇", "xie": "解", "zha": "查", "ou": "区區", "ge": "盖蓋"},
        {"piao": "朴", "miao": "缪繆", "zhai": "翟", "qin": "覃", "bo": "薄", "bu": "卜", "chong": "种"},
        {"bi": "秘", "she": "折", "shao": "召", "po": "繁", "du": "都", "yue": "乐樂", "yun": "员員"},
    )
    for reading, characters in readings.items()
    for character in characters
}

_NO_SPACE_BEFORE = re.compile(r" +(?=[，。；：！？、…”’」』）〉》】,.;:!?)])")


@cache
def syllables(character: str) -> frozenset[str]:
    """All readings of a character, without tones, ü as v: 重 → zhong, chong. Empty if it is not Han."""
    if character < "\u2e80":
        return frozenset()
    library = _pypinyin()
    found = library.pinyin(
        character, style=library.Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False
    )
    return frozenset(_plain(reading) for readings in found for reading in readings if reading)


@cache
def initials(character: str) -> frozenset[str]:
    """The initials of all readings of a character: 行 → h, x. A letter is its own initial, in lower case."""
    if character.isascii():
        return frozenset(character.lower())
    return frozenset(reading[0] for reading in syllables(character))


@lru_cache(maxsize=20_000)
def reading(word: str) -> str:
    """The pinyin of a word, with tone marks, syllables joined: 银行 → yínháng.

    Uses the phrase dictionary after :func:`load_phrases` was called, before that only single characters.
    Omits everything but Han characters.
    """
    library = _pypinyin()
    found = library.pinyin(word, style=library.Style.TONE, errors="ignore")
    return "".join(readings[0] for readings in found)


def spaced_pinyin(words: str) -> str:
    """The pinyin of words, with tone marks, syllables separated: 停两分钟。 → tíng liǎng fēn zhōng。

    Other characters stay unchanged. Phrases are used as in :func:`reading`.
    """
    library = _pypinyin()
    found = library.pinyin(words, style=library.Style.TONE)
    joined = " ".join(part for readings in found if (part := readings[0].strip()))
    return _NO_SPACE_BEFORE.sub("", joined)


def ascii_pinyin(words: str) -> str:
    """The pinyin of words in ASCII letters and digits, as typed into an input method: 吕布 → lvbu.

    Phrases are used as in :func:`reading`.
    """
    library = _pypinyin()
    found = library.pinyin(words, style=library.Style.NORMAL, v_to_u=False)
    return "".join(
        ch for readings in found for ch in _plain(readings[0]).lower() if ch.isascii() and ch.isalnum()
    )


def ascii_surname(surname: str) -> str:
    """The pinyin of a Chinese surname in ASCII letters, read as a surname: 单 → shan, 曾 → zeng."""
    return _SURNAMES.get(surname) or ascii_pinyin(surname)


@cache
def load_phrases() -> None:
    """Load the phrase dictionary, once. Takes some tenths of a second. Can be called from any thread."""
    library = _pypinyin()
    from pypinyin.phrases_dict import phrases_dict

    library.load_phrases_dict(phrases_dict)
    reading.cache_clear()


@cache
def _pypinyin() -> ModuleType:
    """pypinyin, imported without its phrase dictionary: 0.03 s instead of 0.15 s."""
    name = "PYPINYIN_NO_PHRASES"
    with _loading:
        before = os.environ.get(name)
        os.environ[name] = "true"
        try:
            import pypinyin
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before
    return pypinyin


def _plain(reading: str) -> str:
    """A reading without accents, ü as v."""
    parts = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
