"""Reads Pizhu's JSON Lines, one line at a time (``docs/json.md``)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from store.errors import BadInput
from store.formats.pizhu.records import FORMAT_VERSION, check_version, parse_article, parse_tags
from store.formats.shared.located_json import BOM, JSON_ERRORS, decode
from store.importing.input_file import open_input
from store.importing.limits import MAX_DOCUMENT_LINES, MAX_PIECE_BYTES, MAX_TAGS, MIB, check_count
from store.model.bundle import Bundle, IncomingArticle

NumberedLine = tuple[int, bytes]
"""The number of a line, from 1, and the line."""


class _Header(msgspec.Struct, frozen=True):
    """The fields that say what a line holds."""

    type: str = ""
    pizhu: int = FORMAT_VERSION


def read(path: Path) -> Bundle:
    """Read a file of JSON Lines. Lines of unknown types are ignored.

    A line that cannot be read is left out and reported, except the first, for which the file is refused.

    :raises BadInput: when the file is not JSON Lines of Pizhu, of a newer version, or cannot be read.
    """
    name, bundle, is_first = str(path), Bundle(), True
    tags: list[msgspec.Raw] = []
    for number, line in _lines(path):
        try:
            header = decode(line, _Header, name, number)
        except BadInput as error:
            if is_first:
                raise
            bundle.left_out.append(f"L{str(error).removeprefix(f'{name}: l')}")
            continue
        if is_first and not header.type:
            raise BadInput(f"{name}: the first line has no “type”, as the lines that Pizhu writes have.")
        check_version(header.pizhu, name)
        is_first = False
        bundle.count += header.type == "article"
        if header.type == "tag":
            check_count(len(tags) + 1, MAX_TAGS, "tags")
            tags.append(msgspec.Raw(line))
    if is_first:
        raise BadInput(f"{name} is empty.")
    bundle.tags = parse_tags(tags, bundle.left_out.append)
    bundle.pieces = _articles(path, bundle)
    return bundle


def is_own_line(line: bytes) -> bool:
    """Whether a line is one that Pizhu writes, or cannot be read: it then says what is wrong with it."""
    try:
        return bool(msgspec.json.decode(line, type=_Header).type) or b'"pizhu"' in line[:200]
    except JSON_ERRORS:
        return True


def _articles(path: Path, bundle: Bundle) -> Iterator[IncomingArticle]:
    for number, line in _lines(path):
        try:
            header = msgspec.json.decode(line, type=_Header)
        except JSON_ERRORS:
            continue  # reported by the first pass
        if header.type == "article":
            yield from parse_article(msgspec.Raw(line), f"The article on line {number}", bundle)


def _lines(path: Path) -> Iterator[NumberedLine]:
    """Yield the lines that are not blank.

    :raises BadInput: when the file cannot be read, or has too many lines, or a line is too long.
    """
    try:
        with open_input(path) as file:
            for number, line in enumerate(iter(partial(file.readline, MAX_PIECE_BYTES + 1), b""), 1):
                if number > MAX_DOCUMENT_LINES:
                    raise BadInput(f"{path} has more than {MAX_DOCUMENT_LINES:,} lines: import it in parts.")
                if len(line) > MAX_PIECE_BYTES:
                    raise BadInput(
                        f"{path}, line {number} is longer than {MAX_PIECE_BYTES // MIB} MiB: "
                        "this is not JSON Lines of Pizhu."
                    )
                if stripped := line.removeprefix(BOM if number == 1 else b"").strip():
                    yield number, stripped
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadInput(f"{path} cannot be read: {reason}.") from error
