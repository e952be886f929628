"""How Han characters are read: initials and syllables without tones to find by, words with tones to learn by.

The readings are pypinyin's. Of single characters all readings count (行 is xing, hang, heng); of a word the
one that its phrases know (银行 yínháng). The phrases, 0.15 s to load, are loaded when first asked for.
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

# The closed class of this module: surnames of one character that are read otherwise than the character is
# mostly.
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
    """All readings of a character, without tones, ü as v: 重 → zhong, chong; none of what is not Han."""
    if character < "\u2e80":
        return frozenset()
    library = _pypinyin()
    found = library.pinyin(
        character, style=library.Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False
    )
    return frozenset(_plain(reading) for readings in found for reading in readings if reading)


@cache
def initials(character: str) -> frozenset[str]:
    """The first letters of all readings of a character: 行 → h, x; of a letter, itself in lower case."""
    if character.isascii():
        return frozenset(character.lower())
    return frozenset(reading[0] for reading in syllables(character))


@lru_cache(maxsize=20_000)
def reading(word: str) -> str:
    """A word as it is read, with tone marks, its syllables joined: 银行 → yínháng.

    By phrases once :func:`load_phrases` has been called, character by character before. What is no
    Han character is left out.
    """
    library = _pypinyin()
    found = library.pinyin(word, style=library.Style.TONE, errors="ignore")
    return "".join(readings[0] for readings in found)


def spaced_pinyin(words: str) -> str:
    """Words as they are read, each syllable by itself: 停两分钟。 → tíng liǎng fēn zhōng。

    What is no Han character stays as it is. By phrases, or character by character, as :func:`reading`.
    """
    library = _pypinyin()
    found = library.pinyin(words, style=library.Style.TONE)
    joined = " ".join(part for readings in found if (part := readings[0].strip()))
    return _NO_SPACE_BEFORE.sub("", joined)


def ascii_pinyin(words: str) -> str:
    """Words as one types them, letters and digits of ASCII alone: 吕布 → lvbu.

    By phrases, or character by character, as :func:`reading`.
    """
    library = _pypinyin()
    found = library.pinyin(words, style=library.Style.NORMAL, v_to_u=False)
    return "".join(
        ch for readings in found for ch in _plain(readings[0]).lower() if ch.isascii() and ch.isalnum()
    )


def ascii_surname(surname: str) -> str:
    """A Chinese surname as one types it, by its own reading where it has one: 单 → shan, 曾 → zeng."""
    return _SURNAMES.get(surname) or ascii_pinyin(surname)


@cache
def load_phrases() -> None:
    """Load what is known of the readings of words; some tenths of a second, once. From any thread."""
    library = _pypinyin()
    from pypinyin.phrases_dict import phrases_dict

    library.load_phrases_dict(phrases_dict)
    reading.cache_clear()


@cache
def _pypinyin() -> ModuleType:
    """pypinyin, imported without its phrases: 0.03 s instead of 0.15."""
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
    """A reading in letters that a keyboard has: no accents, ü as v."""
    parts = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
