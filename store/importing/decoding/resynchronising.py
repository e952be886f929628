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

from store.importing.decoding.likelihood import DAMAGE, Language

_CHUNK_BYTES = 8192
"""Bytes that are decoded before they are inspected."""
_BEFORE, _AFTER, _SETTLED = 48, 192, 64
"""Bytes of a window before and after an improbable place, and at its end that the next window decides."""
_MORE_DAMAGE = 10
"""The bits of each further damaged byte."""
_improbable = re.compile("4|3{2}|[234]{3}|[1234]{4}").search
"""Finds, among grades, characters that may come from a shift."""


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
        for length, char in _division(data[start:last], encoding):
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


def _window(data: bytes, start: int, text: str, end: int, encoding: Encoding) -> tuple[int, int] | None:
    """The bytes around the first doubtful place of ``text``, which was decoded from ``data[start:end]``.

    None if there is none. The window begins between two characters.
    """
    found = _improbable(text.translate(encoding.language.grades))
    if found is not None:
        length = found.start()
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


def _division(data: bytes, encoding: Encoding) -> list[tuple[int, str]]:
    """The most probable division: the lengths of the characters, and the characters, empty for damage."""
    _, steps = _best(data, encoding)
    divided: list[tuple[int, str]] = []
    at = len(data)
    while at:
        length, char = steps[at]
        divided.append((length, char))
        at -= length
    return divided[::-1]


def _best(data: bytes, encoding: Encoding) -> tuple[int, list[tuple[int, str]]]:
    """The bits of the most probable division, and its step to each offset."""
    characters, language = _characters(encoding.codec), encoding.language
    size = len(data)
    costs = [1 << 60] * (size + 1)
    steps = [(0, "")] * (size + 1)
    costs[0] = 0
    for at in range(size):
        cost = costs[at]
        for length in encoding.lengths:
            end = at + length
            if end > size:
                break
            char = characters[data[at:end]]
            if char:
                whole = cost + sum(map(language.__getitem__, map(ord, char)))
                if whole < costs[end]:
                    costs[end], steps[end] = whole, (length, char)
        goes_on = at > 0 and not steps[at][1]
        damaged = cost + (_MORE_DAMAGE if goes_on else DAMAGE)
        if damaged < costs[at + 1]:
            costs[at + 1], steps[at + 1] = damaged, (1, "")
    return costs[size], steps


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
