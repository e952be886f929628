"""Pinyin: initials and syllables without tones for searching, words with tones for learners.

The readings are pypinyin's. A single character has all its readings (行 is xing, hang, heng); a word has the
one in the phrase dictionary (银行 yínháng). The dictionary is of simplified words, so a word in another form
is looked up simplified (銀行 yínháng); what it lacks is read character by character, each as it is written
(髮 fà, though 发 is fā). :mod:`store.chinese.neutral_tones` corrects it. It is loaded lazily, which takes
0.15 s.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from store.chinese.folding import simplified, without_iteration_marks
from store.chinese.neutral_tones import LISTED, with_neutral_tone
from store.chinese.standard_forms import modern_form, simplified_character
from store.patterns import late_pattern

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

_HAN = (  # compiled at its first use
    "[\u2e80-\u2fdf\u3005\u3007\u303b\u31c0-\u31ef\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LONGEST_PHRASE = 10
"""Code points of the longest entry of the phrase dictionary."""

_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
"""The numbers of the tones, by the combining mark."""

_APOSTROPHES = "'’ʼ＇"

_NO_SPACE_BEFORE = late_pattern(r" +(?=[，。；：！？、…”’」』）〉》】,.;:!?)])")


@cache
def syllables(character: str) -> frozenset[str]:
    """All readings of a character, without tones, ü as v: 重 → zhong, chong. Empty if it is not Han."""
    if character < "\u2e80":
        return frozenset()
    return frozenset(map(_plain, _character_readings(character)))


@cache
def initials(character: str) -> frozenset[str]:
    """The initials of all readings of a character: 行 → h, x. A letter is its own initial, in lower case."""
    if character.isascii():
        return frozenset(character.lower())
    return frozenset(reading[0] for reading in syllables(character))


@lru_cache(maxsize=20_000)
def reading(word: str) -> str:
    """The pinyin of a word, with tone marks, syllables joined: 银行 → yínháng, 西安 → xī'ān.

    Uses the phrase dictionary after :func:`load_phrases` was called, before that only single characters.
    Han characters without a reading, letters and digits are kept: 卡拉OK → kǎlāOK. Marks are omitted. Empty
    if the word has no Han character.
    """
    if re.search(_HAN, word) is None:
        return ""
    read = _read(word)
    return join_syllables(
        (each.pinyin or each.written, bool(each.pinyin)) for each in read if each.pinyin or each.is_shown
    )


def join_syllables(parts: Iterable[tuple[str, bool]]) -> str:
    """Join the parts of a word, each given with whether it is a syllable of pinyin.

    A syllable that begins with a, o or e and follows another gets an apostrophe before it (GB/T 16159).
    """
    joined, after_syllable = [], False
    for part, is_syllable in parts:
        if after_syllable and is_syllable and _plain(part[:1].lower()) in ("a", "o", "e"):
            joined.append("'")
        joined.append(part)
        after_syllable = is_syllable
    return "".join(joined)


@lru_cache(maxsize=2_000)
def read_characters(words: str) -> tuple[tuple[str, str], ...]:
    """Return each character of words with its reading, with a tone mark; empty if it has none.

    Phrases are used as in :func:`reading`.
    """
    return tuple((each.written, each.pinyin) for each in _read(words))


@lru_cache(maxsize=20_000)
def ordered_syllables(character: str) -> tuple[str, ...]:
    """All readings of a character, without tones, ü as v, the most common first. Empty if it is not Han."""
    return tuple(dict.fromkeys(map(_plain, _character_readings(character))))


def collation_key(words: str) -> str:
    """Return a key by which words are sorted as in a Chinese dictionary: by syllable, tone, then character.

    Digits and letters come before Chinese. Marks and spaces are ignored. Phrases are used as in
    :func:`reading`.
    """
    parts = []
    for written, pinyin in read_characters(words):
        if pinyin:
            tones = [_TONES[each] for each in unicodedata.normalize("NFD", pinyin) if each in _TONES]
            parts.append(f"~{_plain(pinyin)}{tones[0] if tones else 5}{written}")
        elif written.isalnum():
            parts.append(written.casefold())
    return " ".join(parts)


def spaced_pinyin(words: str) -> str:
    """The pinyin of words, with tone marks, syllables separated: 停两分钟。 → tíng liǎng fēn zhōng。

    Other characters stay unchanged. Phrases are used as in :func:`reading`.
    """
    parts: list[str] = []
    for is_read, group in groupby(_read(words), lambda each: bool(each.pinyin)):
        if is_read:
            parts += [each.pinyin for each in group]
        else:
            parts.append("".join(each.written for each in group).strip())
    return _NO_SPACE_BEFORE.sub("", " ".join(filter(None, parts)))


def ascii_pinyin(words: str) -> str:
    """The pinyin of words in ASCII letters and digits, as typed into an input method: 吕布 → lvbu.

    Phrases are used as in :func:`reading`.
    """
    return "".join(
        ch
        for each in _read(words)
        for ch in _plain(each.pinyin or each.written).lower()
        if ch.isascii() and ch.isalnum()
    )


def typed_pinyin(typed: str) -> str:
    """What was typed as pinyin, in lower case, without tone marks, ü as v: Xī'ān → xi'an.

    An apostrophe between letters, of any shape, is kept as ``'``: it divides syllables.
    """
    plain = _plain(typed.lower())
    return "".join("'" if ch in _APOSTROPHES else ch for ch in plain)


def ascii_surname(surname: str) -> str:
    """The pinyin of a Chinese surname in ASCII letters, read as a surname: 单 → shan, 曾 → zeng."""
    return _SURNAMES.get(surname) or ascii_pinyin(surname)


@cache
def load_phrases() -> None:
    """Load the phrase dictionary, once. Takes some tenths of a second. Can be called from any thread."""
    global _phrases  # noqa: PLW0603 - loaded once, for the whole process
    _pypinyin()
    from pypinyin.phrases_dict import phrases_dict

    _phrases = phrases_dict
    reading.cache_clear()
    read_characters.cache_clear()


_phrases: Mapping[str, list[list[str]]] = {}
"""The readings of the syllables of each phrase; empty until :func:`load_phrases`."""


class _Read(NamedTuple):
    """A character with its reading."""

    written: str
    pinyin: str
    """With tone marks; empty if it has none."""

    @property
    def is_shown(self) -> bool:
        """Whether a word shows the character when it has no reading: a letter, digit or ideograph."""
        return self.written.isalnum() or re.match(_HAN, self.written) is not None


def _read(words: str) -> Iterator[_Read]:
    """The characters of words, in order, with their readings."""
    written = without_iteration_marks(words)
    dictionary_form = simplified(written)
    forms = (written,) if dictionary_form == written else (written, dictionary_form)
    at = 0
    while at < len(words):
        readings = next(filter(None, (_phrase_at(form, at) for form in forms)), [])
        if not readings:
            is_particle = (written[at], dictionary_form[at]) == ("著", "着") and (at or len(words) == 1)
            readings = ["zhe" if is_particle else next(iter(_character_readings(written[at])), "")]
        for pinyin in readings:
            yield _Read(words[at], pinyin)
            at += 1


def _phrase_at(words: str, at: int) -> list[str]:
    """The readings of the longest phrase of several characters at an offset; empty if there is none."""
    for end in range(min(at + _LONGEST_PHRASE, len(words)) if _phrases else 0, at + 1, -1):
        phrase = words[at:end]
        if phrase not in _phrases and phrase not in LISTED:
            continue
        readings = _listed(phrase) or (_by_parts(phrase) if phrase in LISTED else [])
        if readings:
            return with_neutral_tone(phrase, readings)
    return []


def _listed(phrase: str) -> list[str]:
    """The readings of a phrase in the phrase dictionary; empty if it is not there."""
    found = _phrases.get(phrase, [])
    return [syllable[0] for syllable in found] if len(found) == len(phrase) else []


def _by_parts(phrase: str) -> list[str]:
    """The readings of a phrase that the dictionary lacks, by its longest phrases and its characters."""
    readings: list[str] = []
    while len(readings) < len(phrase):
        rest = phrase[len(readings) :]
        parts = [_listed(rest[:end]) for end in range(len(rest), 1, -1)]
        first = [next(iter(_character_readings(rest[0])), "")]
        readings += next(filter(None, parts), first)
    return readings


@lru_cache(maxsize=20_000)
def _character_readings(character: str) -> tuple[str, ...]:
    """The readings of a character, with tone marks, the most common first; empty if it has none.

    A form without readings has those of its standard form.
    """
    if character < "\u2e80":
        return ()
    _pypinyin()
    from pypinyin.constants import PINYIN_DICT

    forms = (character, modern_form(character), simplified_character(character))
    listed = next((found for form in forms if (found := PINYIN_DICT.get(ord(form)))), "")
    return tuple(filter(None, listed.split(",")))


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


@lru_cache(maxsize=5_000)
def _plain(reading: str) -> str:
    """A reading without accents, ü as v."""
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v").replace("U\u0308", "V")
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
