"""Decodes bytes of which some are damaged, and continues right after the damage.

In an encoding of two bytes a character, one byte too many or too few shifts all characters after it, to the
next line in GBK, to the end in UTF-16. Where a text has an error or improbable characters, the most probable
division of the bytes around into characters and damage is found (Viterbi's algorithm). It takes time in
proportion to the bytes.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from store.importing.decoding.likelihood import DAMAGE, LATIN, Language

_CHUNK_BYTES = 8192
"""Bytes that are decoded before they are inspected."""
_BEFORE, _AFTER, _SETTLED = 48, 192, 64
"""Bytes of a window before and after an improbable place, and at its end that the next window decides."""
_MORE_DAMAGE = 10
"""The bits of each further damaged byte."""
_DOUBT = 4
"""The bits by which damage is less probable where all bytes are valid: a rare name must not become damage."""
_CHANGE = 4
"""The bits of a change between Latin letters and other characters."""
_improbable = re.compile("4|3{2}|[234]{3}|[1234]{4}|(?<=[0-4])L(?!L)").finditer
"""Finds, among grades, characters that may come from a shift. A single Latin letter after other characters is
often the end of one, since the second byte of a character in Big5, GBK or Shift JIS may be a Latin letter."""


class Encoding(NamedTuple):
    """An encoding of several bytes a character."""

    codec: str
    """Python's name."""
    name: str
    """The name that users see."""
    lengths: tuple[int, ...]
    """The numbers of bytes that a character may have."""
    language: Language
    prior: int = 0
    """Bits for choosing it at all."""


class Damaged(NamedTuple):
    """A text, with U+FFFD at each damaged place."""

    text: str
    places: int


def decode_damaged(data: bytes, encoding: Encoding, most: float = float("inf")) -> Damaged:
    """Decode ``data``, which is perhaps damaged. Each run of damaged bytes becomes one U+FFFD.

    :param most: the number of damaged places beyond which the rest is left out.
    """
    decoded: list[str] = []
    at = places = 0
    while at < len(data) and places <= most:
        text, end = _decode_chunk(data, at, encoding.codec)
        window = _window(data, at, text, end, encoding)
        if window is None:
            decoded.append(text)
            at = end
            continue
        start, last = window
        decoded.append(data[at:start].decode(encoding.codec))
        at = start
        damage = DAMAGE if _has_error(data[start:last], encoding.codec) else DAMAGE + _DOUBT
        for length, char in _best(data[start:last], encoding, damage)[1]:
            if at + length > last - _SETTLED and last < len(data):
                break
            at += length
            if char or decoded[-1] != "\ufffd":
                decoded.append(char or "\ufffd")
                places += not char
    return Damaged("".join(decoded), places)


def surprise(data: bytes, encoding: Encoding) -> int:
    """The bits of ``data`` in an encoding, divided in the most probable way, damage included."""
    return _best(data, encoding)[0]


def _decode_chunk(data: bytes, start: int, codec: str) -> tuple[str, int]:
    """The text of the next bytes, as far as they are whole valid characters, and the offset of its end."""
    chunk = data[start : start + _CHUNK_BYTES]
    is_last = start + len(chunk) == len(data)
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(chunk, is_last)
    except UnicodeDecodeError as error:
        return chunk[: error.start].decode(codec), start + error.start
    return text, start + len(chunk) - len(decoder.getstate()[0])


def _has_error(data: bytes, codec: str) -> bool:
    """Whether some bytes are not whole characters, apart from a last character that is cut."""
    try:
        codecs.getincrementaldecoder(codec)().decode(data)
    except UnicodeDecodeError:
        return True
    return False


def _window(data: bytes, start: int, text: str, end: int, encoding: Encoding) -> tuple[int, int] | None:
    """The bytes around the first doubtful place of ``text``, which was decoded from ``data[start:end]``.

    None if there is none. The window begins between two characters.
    """
    found = _first_doubtful(data, start, text, encoding)
    if found is not None:
        length = found
    elif end < len(data) and end < start + _CHUNK_BYTES - max(encoding.lengths):
        length = len(text)  # an error ended it
    else:
        return None
    before = text[: max(0, length - _BEFORE)]
    size = len(before.encode(encoding.codec, errors="ignore"))
    if data[start : start + size].decode(encoding.codec, errors="ignore") != before:
        size = 0  # several byte sequences stand for one of the characters
    size_of_rest = len(text[len(before) : length + 1].encode(encoding.codec, errors="ignore"))
    first = start + size
    return first, min(len(data), max(first + size_of_rest, end if found is None else 0) + _AFTER)


def _first_doubtful(data: bytes, start: int, text: str, encoding: Encoding) -> int | None:
    """The offset in ``text``, which begins at ``data[start]``, of the first that a shift may explain."""
    at, last = start, 0
    for found in _improbable(text.translate(encoding.language.grades)):
        if found.group() != "L":
            return found.start()
        at += len(text[last : found.start()].encode(encoding.codec, errors="ignore"))
        last = found.start()
        if _ends_shift(data, start, at, encoding):
            return found.start()
    return None


def _ends_shift(data: bytes, start: int, at: int, encoding: Encoding) -> bool:
    """Whether the Latin letter ``data[at]`` is rather the second byte of a character.

    If so, it and some characters of two bytes before it, back to ``start``, are divided one byte too early,
    and another byte is damaged. Texts with Latin letters are common, so this is found out here, quickly.
    """
    characters, language = _characters(encoding.codec), encoding.language
    if encoding.lengths[:2] != (1, 2):
        return False
    divided, shifted = language[data[at]] + 2 * _CHANGE, DAMAGE + _DOUBT
    for end in range(at, start + 1, -2):
        char, char_of_shift = characters[data[end - 2 : end]], characters[data[end - 1 : end + 1]]
        if len(char) != 1 or len(char_of_shift) != 1:
            return False
        divided += language[ord(char)]
        shifted += language[ord(char_of_shift)]
        if shifted < divided:
            return True
    return False


def _best(data: bytes, encoding: Encoding, damage: int = DAMAGE) -> tuple[int, list[tuple[int, str]]]:
    """The bits of the most probable division, and the division: the lengths of the characters, and the
    characters, empty for damage.

    :param damage: the bits of a damaged byte after a character.

    Each offset has two states: after a Latin letter (see :data:`LATIN`), and after anything else.
    """
    characters, language = _characters(encoding.codec), encoding.language
    size = len(data)
    costs = [[1 << 60] * 2 for _ in range(size + 1)]
    steps = [[(0, "", 0)] * 2 for _ in range(size + 1)]
    costs[0] = [0, 0]
    for at in range(size):
        others, latin = costs[at]
        best = 0 if others <= latin else 1
        for length in encoding.lengths:
            end = at + length
            if end > size:
                break
            char = characters[data[at:end]]
            if char:
                state = int(char in LATIN)
                changed = costs[at][1 - state] + _CHANGE
                before = state if costs[at][state] <= changed else 1 - state
                whole = min(costs[at][state], changed) + sum(map(language.__getitem__, map(ord, char)))
                if whole < costs[end][state]:
                    costs[end][state], steps[end][state] = whole, (length, char, before)
        goes_on = at > 0 and not steps[at][best][1]
        damaged = costs[at][best] + (_MORE_DAMAGE if goes_on else damage)
        if damaged < costs[at + 1][best]:
            costs[at + 1][best], steps[at + 1][best] = damaged, (1, "", best)
    state = 0 if costs[size][0] <= costs[size][1] else 1
    return costs[size][state], _path(steps, size, state)


def _path(steps: list[list[tuple[int, str, int]]], at: int, state: int) -> list[tuple[int, str]]:
    """The lengths and characters of the steps that lead to an offset and a state."""
    path: list[tuple[int, str]] = []
    while at:
        length, char, state = steps[at][state]
        path.append((length, char))
        at -= length
    return path[::-1]


class _Characters(dict[bytes, str]):
    """The characters of byte sequences in an encoding; empty for those that are not exactly one."""

    def __init__(self, codec: str) -> None:
        super().__init__()
        self._codec = codec

    def __missing__(self, sequence: bytes) -> str:
        try:
            char = sequence.decode(self._codec)
        except UnicodeDecodeError:
            char = ""
        if len(char) > 1 and (len(char) > 2 or self._codec != "big5hkscs" or sequence[0] < 0x80):
            char = ""  # several characters; but Big5-HKSCS has letters with two accents in one
        self[sequence] = char
        return char


@cache
def _characters(codec: str) -> _Characters:
    return _Characters(codec)
