"""Checksums of lines: of each document, and of each entry of the journal.

The last field of a line, ``"sum"``, is the CRC-32 of the place where the line belongs and of its other bytes.
It detects every change of up to three bits, and a single flipped bit can be found and corrected. It is
written with the line, copied with it, and never seen above the storage. A line without one is valid: an
older Pizhu, or a person, wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from typing import Any
from zlib import crc32

import msgspec

FIELD = "sum"
"""The name of the field."""

_TAIL = len(b'"sum":"01234567"}')
_is_tail = re.compile(rb'"sum":"[0-9a-f]{8}"\}').fullmatch
_FIXED = b'"sum":"........"}'
"""The tail, with dots for the digits."""

_TEXT_FIELDS = {
    "article",
    "column",
    "creator",
    "date",
    "description",
    "digest",
    "dropped",
    "exact",
    "former",
    "id",
    "kicker",
    "label",
    "name",
    "note",
    "origin",
    "prefix",
    "redone",
    "source",
    "step",
    "subtitle",
    "suffix",
    "tag",
    "text",
    "title",
    "undone",
    "url",
    "word",
    "words",
}
"""The fields that may hold any text, such as eight digits, and end a line without a checksum."""

LONGEST_CORRECTED = 1 << 18
"""Bytes of a line in which a flipped bit is searched: the search takes about a second for as many."""


class Seal(Enum):
    """Whether the bytes of a line match its checksum."""

    INTACT = auto()
    CHANGED = auto()
    NONE = auto()
    """It has none."""


def place_of(table: str, document: int | str) -> bytes:
    """Return the place of a document, which its checksum covers."""
    return f"{table} {document} ".encode(errors="replace")


def signed(record: bytes, place: bytes) -> bytes:
    """Return a JSON object, which has no checksum, with its checksum as the last field."""
    comma = b"," if len(record) > len(b"{}") else b""
    return b'%s%s"sum":"%08x"}' % (record[:-1], comma, crc32(record, crc32(place)))


def seal_of(record: bytes, place: bytes) -> Seal:
    """Whether a JSON object matches its checksum: its bytes, or what they mean if a program rewrote them.

    :raises ValueError: it is not a JSON object.
    """
    if record[-_TAIL:-10] == b'"sum":"' and signed(unsigned(record), place) == record:
        return Seal.INTACT
    fields = msgspec.json.decode(record, type=dict[str, Any])
    if FIELD not in fields:
        return Seal.CHANGED if _has_misnamed_sum(fields, place) else Seal.NONE
    found = fields.pop(FIELD)
    rewritten = msgspec.json.encode(fields)
    is_same = found == f"{crc32(rewritten, crc32(place)):08x}" and not _has_repeated_name(record)
    return Seal.INTACT if is_same else Seal.CHANGED


def _has_repeated_name(record: bytes) -> bool:
    """Whether an object in a JSON text has a name twice, which readers of JSON do not notice."""
    is_repeated = False

    def look_at(pairs: list[tuple[str, Any]]) -> None:
        nonlocal is_repeated
        is_repeated = is_repeated or len({name for name, _ in pairs}) < len(pairs)

    json.loads(record, object_pairs_hook=look_at)
    return is_repeated


def unsigned(record: bytes) -> bytes:
    """Return a JSON object without the checksum that ends it."""
    return record[:-_TAIL].removesuffix(b",") + b"}" if _is_tail(record[-_TAIL:]) else record


def _has_misnamed_sum(fields: dict[str, Any], place: bytes) -> bool:
    """Whether the last field is a checksum whose name was damaged: it matches, or no text has that name."""
    if not fields:
        return False
    name, value = fields.popitem()
    if not isinstance(value, str) or re.fullmatch("[0-9a-f]{8}", value) is None:
        return False
    is_match = value == f"{crc32(msgspec.json.encode(fields), crc32(place)):08x}"
    return is_match or name not in _TEXT_FIELDS


def corrected(record: bytes, place: bytes) -> tuple[bytes, bytes] | None:
    """Return place and record with one flipped bit corrected; None when that does not explain the damage.

    The record may be damaged beyond JSON. It may also be intact.
    """
    tail = _corrected_tail(record[-_TAIL:])
    if tail is None or len(record) > LONGEST_CORRECTED or len(record) < _TAIL + 1:
        return None
    start, recorded = record[:-_TAIL], tail[7:15]
    comma = start[-1:] if len(start) > 1 else b""
    body = start[: len(start) - len(comma)]
    message = place + body + b"}"
    found = crc32(message)
    digits = b"%08x" % found
    if comma not in (b",", b"") and _distance(comma, b",") > 1:
        return None
    if _distance(digits, recorded) + _distance(tail, record[-_TAIL:]) + (comma not in (b",", b"")) <= 1:
        return place, signed(body + b"}", place)
    if tail != record[-_TAIL:] or comma not in (b",", b"") or not _is_tail(tail):
        return None
    bit = _flipped_bit(found ^ int(recorded, 16), len(message))
    if bit is None or bit[0] == len(message) - 1:
        return None
    fixed = bytearray(message)
    fixed[bit[0]] ^= bit[1]
    place, body = bytes(fixed[: len(place)]), bytes(fixed[len(place) :])
    return place, signed(body, place)


def _corrected_tail(tail: bytes) -> bytes | None:
    """Return the bytes of a tail with the fixed ones restored if at most one bit of them is flipped."""
    if len(tail) < _TAIL:
        return None
    fixed = bytes(is_ if must == 46 else must for is_, must in zip(tail, _FIXED, strict=True))
    return fixed if _distance(fixed, tail) <= 1 else None


def _distance(one: bytes, other: bytes) -> int:
    """Return in how many bits two equally long byte strings differ; many when their lengths differ."""
    if len(one) != len(other):
        return 8 * max(len(one), len(other))
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))


def _flipped_bit(syndrome: int, length: int) -> tuple[int, int] | None:
    """Return the position of the byte and the bit whose flip changes a CRC-32 by ``syndrome``."""
    for distance, patterns in enumerate(_patterns()):
        if distance == length:
            return None
        if syndrome in patterns:
            return length - 1 - distance, 1 << patterns.index(syndrome)
    return None


def _patterns() -> Iterator[tuple[int, ...]]:
    """Yield what the flip of each of the eight bits changes in a CRC-32, from the last byte to the first."""
    table = _table()
    patterns = tuple(table[1 << bit] for bit in range(8))
    while True:
        yield patterns
        patterns = tuple(table[each & 0xFF] ^ (each >> 8) for each in patterns)


@cache
def _table() -> tuple[int, ...]:
    """Return the table of the CRC-32 (polynomial 0xEDB88320), by which it advances a byte."""
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)  # noqa: PLW2901
        table.append(value)
    return tuple(table)
