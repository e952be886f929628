"""Reads what is left of a damaged file of documents: every line that is whole, wherever it stands.

A line with a checksum says itself which table it belongs to and whether it is intact, and one flipped bit in
it is corrected. A line without one belongs to the table it is in, else to the one that its fields suit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from enum import IntEnum
from itertools import zip_longest
from typing import Any

import msgspec

from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    DISMISSALS,
    LIBRARY,
    MEMBERS,
    ROUNDS,
    SEARCHES,
    THE_ONE,
    WORDS,
    Fields,
)
from store.storage.checksums import FIELD, Seal, corrected, place_of, seal_of

_SHAPES = {
    ANNOTATIONS: "exact",
    ARTICLE: "digest",
    ATTRIBUTES: "choices",
    CODEBOOK: "name",
    WORDS: "word",
    DISMISSALS: "tag",
    SEARCHES: "search",
    MEMBERS: "member",
    ROUNDS: "opened",
    ASSIGNMENTS: "coder",
    LIBRARY: "schema",
}
"""A field by which the documents of each table are recognised."""

_TABLE = re.compile(rb'"(\w{1,40})": ?\{')
_HEADER = re.compile(rb'"(\d{1,19})": ?(?=\{)')
_BEGINNING = 26
"""Bytes of the beginning of a line in which a flipped bit may hide the document ID."""


class Trust(IntEnum):
    """How far a line can be trusted, the least first."""

    CHANGED = 1
    """It does not match its checksum: another program changed it, or damage did."""
    UNSIGNED = 2
    """It has no checksum."""
    INTACT = 3
    """It matches its checksum, perhaps after one flipped bit was corrected."""


class FoundDocument(msgspec.Struct, frozen=True):
    """A document that was found in a file."""

    table: str
    id: int
    fields: Fields
    trust: Trust

    @property
    def rank(self) -> tuple[int, int]:
        """What is compared of two documents with the same ID: trust, then revision."""
        revision = self.fields.get("rev")
        return self.trust, revision if isinstance(revision, int) else 0


Documents = dict[tuple[str, int], FoundDocument]
"""What was found, by table and document ID."""


def documents_in(data: bytes, tables: tuple[str, ...]) -> Documents:
    """Return every document that can be read in a file, the best of those with the same ID.

    :param tables: the tables that a file of its kind has.
    """
    found: Documents = {}
    for document in _every_document(data, tables):
        place = document.table, document.id
        if place not in found or found[place].rank <= document.rank:
            found[place] = document
    return found


def has_repeated_document(data: bytes) -> bool:
    """Whether a file has a table twice, or a document ID in one table. JSON readers keep the last one."""
    seen: set[bytes] = set()
    tables: set[bytes] = set()
    for line in data.split(b"\n"):
        header = _HEADER.match(line.lstrip())
        if header is None:
            if table := _TABLE.match(line.lstrip()):
                if table[1] in tables:
                    return True
                tables.add(table[1])
                seen.clear()
        elif header[1] in seen:
            return True
        else:
            seen.add(header[1])
    return False


def _every_document(data: bytes, tables: tuple[str, ...]) -> Iterator[FoundDocument]:
    table = ""
    pieces = [*_pieces(data)]
    for raw, following in zip_longest(pieces, pieces[1:], fillvalue=b""):
        piece = raw.strip()
        if (start := _TABLE.fullmatch(piece)) and _HEADER.match(piece) is None:
            table = start[1].decode()
            continue
        found = _whole(piece, table, tables) or _mended(piece, table, tables)
        if found is None:  # one bit may have made a space or a line end
            found = _mended(raw, table, tables) or _mended(raw + b"\n" + following, table, tables)
        if found is not None:
            yield found
        elif (start := _TABLE.match(piece)) and _HEADER.match(piece) is None:
            table = start[1].decode()


def _pieces(data: bytes) -> Iterator[bytes]:
    """Split a file at its line ends and before each document ID."""
    for line in data.split(b"\n"):
        starts = [0, *(match.start() for match in _HEADER.finditer(line) if match.start())]
        for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
            if line[start:end].strip():
                yield line[start:end]


def _ends(piece: bytes) -> list[bytes]:
    """Return a piece as it is and without a byte that follows its last brace."""
    return [piece.removesuffix(b","), piece[:-1]]


def _whole(piece: bytes, table: str, tables: tuple[str, ...]) -> FoundDocument | None:
    """Read a piece that is ID and document."""
    header = _HEADER.match(piece)
    if header is None:
        return None
    key, rest = header[1].decode(), piece[header.end() :]
    if end := re.search(rb'"sum":"[0-9a-f]{8}"\}', rest):
        rest = rest[: end.end()]
    for record in dict.fromkeys((*_ends(rest), rest[: rest.rfind(b"}") + 1])):
        with suppress(ValueError):
            record.decode()
            fields = msgspec.json.decode(record, type=dict[str, Any])
            return _placed(record, fields, key, table, tables)
    return None


def _placed(
    record: bytes, fields: Fields, key: str, table: str, tables: tuple[str, ...]
) -> FoundDocument | None:
    """Return the document of a line in the table whose checksum it has; None if no table suits it.

    A table that this Pizhu does not know is kept if the checksums of its lines are right.
    """
    ordered = sorted({*tables, table} - {""}, key=lambda name: name != table)
    seals = {name: seal_of(record, place_of(name, key)) for name in ordered}
    place = next((name for name in ordered if seals[name] is Seal.INTACT), None)
    if place is None and Seal.CHANGED in seals.values():
        for name in ordered:
            if (mended := _corrected(record, key, name)) is not None:
                return mended
    trust = Trust.INTACT if place else Trust.UNSIGNED if Seal.NONE in seals.values() else Trust.CHANGED
    if place is None and table in tables:
        place = table
    place = place or next((name for name in tables if _SHAPES[name] in fields), None)
    if place is None:
        return None
    document = THE_ONE if place in (ARTICLE, LIBRARY) else int(key)
    return FoundDocument(place, document, _without_sum(fields), trust)


def _mended(piece: bytes, table: str, tables: tuple[str, ...]) -> FoundDocument | None:
    """Read a piece in which one flipped bit hides the document."""
    ordered = sorted(tables, key=lambda name: name != table)
    for line in _ends(piece):
        headers = [line] if _HEADER.match(line) else _with_a_bit_flipped(line)
        for each in headers:
            header = _HEADER.match(each)
            if header is None:
                continue
            record, key = each[header.end() :], header[1].decode()
            for name in ordered:
                if (found := _corrected(record, key, name)) is not None:
                    return found
    return None


def _with_a_bit_flipped(line: bytes) -> Iterator[bytes]:
    """Yield a line with each bit of its beginning flipped, if it then begins like a document."""
    beginning = line[:_BEGINNING]
    for at in range(len(beginning)):
        for bit in range(8):
            flipped = beginning[:at] + bytes([beginning[at] ^ 1 << bit]) + beginning[at + 1 :]
            if _HEADER.match(flipped):
                yield flipped + line[_BEGINNING:]


def _corrected(record: bytes, key: str, table: str) -> FoundDocument | None:
    """Return the document with one flipped bit corrected; None when that does not explain the damage."""
    fixed = corrected(record, place_of(table, key))
    if fixed is None:
        return None
    place, line = fixed
    with suppress(ValueError):
        name, number = place.decode().split()
        if name == table and number.isascii() and number.isdecimal():
            fields = msgspec.json.decode(line.decode(), type=dict[str, Any])
            return FoundDocument(table, int(number), _without_sum(fields), Trust.INTACT)
    return None


def _without_sum(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name != FIELD}
