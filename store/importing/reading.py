"""Reads a file as articles, whatever its format."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from msgspec.structs import replace

from store.errors import BadInput
from store.importing.file_formats import HEAD_BYTES, TEXT, FileFormat, detect
from store.importing.input_file import open_input, read_input
from store.importing.piece import Piece, ReadOptions, Source
from store.importing.split_pieces import read_text_pieces, split_pieces
from store.model.surrogates import writable

_TOO_LARGE = "too large for an article; split it first"


def read_file(path: Path, options: ReadOptions = ReadOptions()) -> list[Piece]:  # noqa: B008 - it is frozen
    """Return the articles in a file, with its absolute path as ``origin``: see :func:`with_origin`.

    :raises BadInput: when the file is missing, unreadable, too large, or contains no text; never OSError.
    """
    most = _format_of(path).most_bytes
    data = read_input(path, most, _TOO_LARGE)
    origin = str(path.absolute())
    source = Source(name=str(path), path=path, options=options)
    return [with_origin(each, origin) for each in read_data(data, source)]


def read_data(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the articles in the bytes of a file; their origin is left empty, except where a key is valid
    everywhere, like that of a feed.

    :raises BadInput: the bytes are not valid, or have a format that cannot be read.
    """
    form = detect(data[:HEAD_BYTES], data[-HEAD_BYTES:], source.name)
    if form is TEXT:
        pieces = read_text_pieces(data, source, TEXT.name)
    else:
        pieces = split_pieces(form.reader()(data, source), source)
    for piece in pieces:
        yield _with_title(piece if piece.file_format else replace(piece, file_format=form.name), source.name)


def _with_title(piece: Piece, name: str) -> Piece:
    """Return a piece whose title is not empty: of a text without words it is the name of the file."""
    if piece.article.draft.title.strip():
        return piece
    draft = replace(piece.article.draft, title=PurePath(name).stem or "—")
    return replace(piece, article=replace(piece.article, draft=draft))


def _format_of(path: Path) -> FileFormat:
    with open_input(path) as file:
        try:
            head = file.read(HEAD_BYTES) or b""
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - HEAD_BYTES))
            tail = file.read(HEAD_BYTES) or b""
        except OSError as error:
            raise BadInput(f"{path}: it cannot be read ({error.strerror}); check the path.") from None
    return detect(head, tail, str(path))


def with_origin(piece: Piece, origin: str) -> Piece:
    """Return an article with its file or address as its origin, unless its format knows a better one.

    A key is added after a ``#``.
    """
    if piece.article.draft.origin:
        return piece
    place = f"{origin}#{piece.key}" if piece.key else origin
    draft = replace(piece.article.draft, origin=writable(place))
    return replace(piece, article=replace(piece.article, draft=draft))
