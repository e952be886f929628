"""JSON Lines of Pizhu become a bundle; the articles are read a line at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from store.errors import BadInput
from store.formats.json_files import own_piece
from store.formats.pizhu.records import UNREADABLE, VERSION, check_version, readable
from store.formats.shared.located_json import BOM, decoded
from store.model.bundle import Bundle, IncomingArticle

LONGEST = 1 << 28
"""Bytes of a line."""

Numbered = tuple[int, bytes]
"""A line and its number, from 1."""


class _Record(msgspec.Struct, frozen=True):
    """Of a line, what it is."""

    type: str = ""
    pizhu: int = VERSION


def read(path: Path) -> Bundle:
    """What is in a file of JSON Lines. Lines of a type that is not known here are ignored.

    A line that cannot be read is left out, unless it is the first: then this is something else.

    :raises BadInput: it is no JSON Lines of Pizhu, or of a newer one, or cannot be read.
    """
    name, bundle, tags, first = str(path), Bundle(), [], True
    for number, line in _lines(path):
        try:
            record = decoded(line, _Record, name, number)
        except BadInput as error:
            if first:
                raise
            bundle.left_out.append(f"L{str(error).removeprefix(f'{name}: l')}")
            continue
        if first and not record.type:
            raise BadInput(f"{name}: the first line has no “type”, as the lines that Pizhu writes have.")
        check_version(record.pizhu, name)
        first = False
        bundle.count += record.type == "article"
        if record.type == "tag":
            tags.append(msgspec.Raw(line))
    if first:
        raise BadInput(f"{name}: there is nothing in it.")
    bundle.tags = readable(tags, bundle.left_out.append)
    bundle.pieces = _pieces(path, bundle)
    return bundle


def _pieces(path: Path, bundle: Bundle) -> Iterator[IncomingArticle]:
    for number, line in _lines(path):
        try:
            record = msgspec.json.decode(line, type=_Record)
        except UNREADABLE:
            continue  # it was told of when the file was first gone through
        if record.type == "article":
            yield from own_piece(line, f"The article on line {number}", bundle)


def _lines(path: Path) -> Iterator[Numbered]:
    """The lines that are not blank.

    :raises BadInput: the file cannot be read, or a line is too long.
    """
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    raise BadInput(f"{path}, line {number} is longer than 256 MiB: this is no JSON Lines.")
                if stripped := line.removeprefix(BOM if number == 1 else b"").strip():
                    yield number, stripped
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadInput(f"{path} cannot be read: {reason}.") from error
