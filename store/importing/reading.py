"""Reads a file as articles, whatever its format."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from msgspec.structs import replace

from store.errors import BadInput, BadTagName, NoSuchColumn, reason_in
from store.importing.decoding.damage import told_by_words
from store.importing.decoding.mojibake import Repair, repair
from store.importing.file_formats import (
    CSV,
    HEAD_BYTES,
    HTML,
    JSON,
    MARKDOWN,
    SUBTITLES,
    TEXT,
    XLSX,
    ZIP,
    FileFormat,
    detect,
)
from store.importing.file_names import read_file_name
from store.importing.folders import LOCK
from store.importing.input_file import open_input, read_open, unreadable_because
from store.importing.piece import Piece, ReadOptions, Source
from store.importing.splits.split_pieces import read_markdown_pieces, read_text_pieces, split_pieces
from store.importing.unfinished_notes import NOTION_HASH
from store.language import _, lazy
from store.model.article import Draft
from store.model.metadata.web_address import web_address
from store.model.surrogates import writable
from store.model.tag import clean_tag_name
from store.press.byline import day_of_year, has_own_title
from store.press.stated_header import read_stated_header

_TEXTS = (TEXT, MARKDOWN, HTML, SUBTITLES, CSV)
"""Formats whose files are text throughout."""
_TABLES = (CSV, JSON, XLSX)
_TELLING_DAMAGE = (TEXT, ZIP)
"""Formats whose readers tell of damage: by line, and file by file."""
_YEAR = re.compile(
    r"^(?P<first>(?:19|20)\d\d)(?=年?(?:[\s_\-–—－.,，、|｜·]|$)|年第?\d)|[\s_\-–—－.,，、|｜·](?P<last>(?:19|20)\d\d)年?$"
)
"""The year at the beginning or the end of a file's name, apart from its other words: 1984读后感 has none."""
_LONGEST_TOLD = 80
"""Code points of an address that a remark shows."""

_TOO_LARGE = lazy("too large for an article; split it first")
_FROM_NAME = {
    ("date",): lazy("date read from the name of the file"),
    ("source",): lazy("source read from the name of the file"),
    ("date", "source"): lazy("date and source read from the name of the file"),
}
"""The remarks about fields that the name of a file says."""


def read_file(path: Path, options: ReadOptions = ReadOptions()) -> list[Piece]:  # noqa: B008 - it is frozen
    """Return the articles in a file, with its absolute path as ``origin``: see :func:`with_origin`.

    :raises BadInput: when the file is missing, unreadable, too large, or contains no text; never OSError.
    """
    if path.name.startswith(LOCK):
        raise BadInput(
            _(
                "{path}: this is a lock file of Office, which has no text; name the document, {document}.",
                path=path,
                document=path.name[2:],
            )
        )
    with open_input(path) as file:
        form = _format_of(file, path)
        data = read_open(file, path, form.most_bytes, _TOO_LARGE)
    origin = str(path.absolute())
    source = Source(name=str(path), path=path, options=options)
    return [with_origin(each, origin) for each in read_data(data, source, form)]


def read_data(data: bytes, source: Source, form: FileFormat | None = None) -> Iterator[Piece]:
    """Yield the articles in the bytes of a file; their origin is left empty, except where a key is valid
    everywhere, like that of a feed.

    :param form: their format; it is detected if it is None.
    :raises BadInput: the bytes are not valid, or have a format that cannot be read.
    """
    form = form or detect(data[:HEAD_BYTES], data[-HEAD_BYTES:], source.name)
    told: tuple[str, ...] = ()
    if form in _TEXTS and (mended := repaired(data)):
        data, told = mended.text.encode(), (mended.remark,)
        del mended
    if form is TEXT:
        pieces = read_text_pieces(data, source, TEXT.name)
    elif form is MARKDOWN:
        pieces = read_markdown_pieces(data, source, form.reader())
    elif form in _TABLES:
        pieces = split_pieces(_read_table(data, source, form), source)
    else:
        pieces = split_pieces(form.reader()(data, source), source)
    for piece in _with_keys(pieces):
        remarks = told + piece.remarks
        if form not in _TELLING_DAMAGE:
            remarks += told_by_words(piece.article.draft.text)
        named = replace(piece, file_format=piece.file_format or form.name, remarks=remarks)
        told = ()
        yield completed(named, source)


def _read_table(data: bytes, source: Source, form: FileFormat) -> Iterable[Piece]:
    """Return the articles of a table by the first columns of :class:`ReadOptions` that it has.

    :raises NoSuchColumn: it has none of them. One of several tables is then read as it is, and this is told.
    """
    read, options = form.reader(), source.options
    lacking: NoSuchColumn | None = None
    for columns in filter(None, (options.columns, *options.more_columns)):
        try:
            return read(data, replace(source, options=replace(options, columns=columns)))
        except NoSuchColumn as error:
            lacking = lacking or error
    unsaid = replace(source, options=replace(options, columns={}))
    if lacking is None or not options.columns:
        return read(data, unsaid)
    if not (options.is_one_of_several or source.depth):
        raise lacking
    try:
        pieces = list(read(data, unsaid))
    except BadInput:
        raise lacking from None
    told = _("{problem}; read by the names of its columns", problem=reason_in(str(lacking), source.name))
    return [replace(pieces[0], remarks=(told, *pieces[0].remarks)), *pieces[1:]]


def completed(piece: Piece, source: Source) -> Piece:
    """Return a piece with a title, its own or that of its file, and what lines around its text state."""
    return _with_address(_with_header(_with_title(piece, source)))


def repaired(data: bytes) -> Repair | None:
    """Return the text of a file that was saved after it was read in a wrong encoding; None if it was not."""
    if data.isascii():
        return None
    try:
        return repair(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def _with_keys(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces of which no two have the same key and so the same origin, as if they were two versions of
    one article. Those with an origin of their own, such as the entry of a feed, are known by it.
    """
    used: set[str] = set()
    for number, piece in enumerate(pieces, 1):
        key = piece.key
        if piece.article.draft.origin or (key in used and piece.article.identified):
            yield piece
            continue
        if key in used:
            key = f"{key} {number}".strip()
            while key in used:
                key += "+"
        used.add(key)
        yield piece if key == piece.key else replace(piece, key=key)


def _with_address(piece: Piece) -> Piece:
    """Return a piece whose address is one of a page; anything else is kept out, and told."""
    draft = piece.article.draft
    address = web_address(draft.url)
    if address == draft.url:
        return piece
    remarks = piece.remarks
    if not address:
        remarks += (
            _("the address “{address}” left out: it is not one of a page", address=draft.url[:_LONGEST_TOLD]),
        )
    article = replace(piece.article, draft=replace(draft, url=address))
    return replace(piece, article=article, remarks=remarks)


def _with_header(piece: Piece) -> Piece:
    """Return a piece with the address and the key words that lines above or below its text state."""
    draft = piece.article.draft
    found = read_stated_header(draft.text, draft.blocks)
    url = draft.url or web_address(found.url)
    tags = piece.article.tags or tuple(filter(None, map(_tag_name, found.tags)))
    if url == draft.url and tags == piece.article.tags:
        return piece
    return replace(piece, article=replace(piece.article, draft=replace(draft, url=url), tags=tags))


def _tag_name(words: str) -> str:
    try:
        return clean_tag_name(words)
    except BadTagName:
        return ""


def _with_title(piece: Piece, source: Source) -> Piece:
    """Return a piece whose title is not empty, with what the name of its file says.

    That is its title if its text has none of its own.
    """
    draft = piece.article.draft
    told: tuple[str, ...] = ()
    if not (piece.key or source.url):
        draft, told = _with_file_name(draft, source.name)
    if not draft.title.strip():
        draft = replace(draft, title=NOTION_HASH.sub("", PurePath(source.name).stem) or "—")
    if draft is piece.article.draft:
        return piece
    return replace(piece, article=replace(piece.article, draft=draft), remarks=piece.remarks + told)


def _with_file_name(draft: Draft, name: str) -> tuple[Draft, tuple[str, ...]]:
    """Return a draft with title, date and source from the name of its file, where it lacks them, and the
    remark about it. A name with another title than the text's may be about anything, and is left alone.
    """
    years = {each["first"] or each["last"] for each in _YEAR.finditer(PurePath(name).stem)}
    day = day_of_year(draft.text, draft.blocks, years.pop()) if len(years) == 1 and not draft.date else ""
    if day and day <= datetime.datetime.now().astimezone().date().isoformat():
        dated, told = _with_file_name(replace(draft, date=day), name)
        return dated, (*told, _("year of the date read from the name of the file"))
    found = read_file_name(name, (*draft.authors, draft.source))
    if not any(found):
        return draft, ()
    titled = has_own_title(draft.title, draft.text, draft.blocks)
    if titled and found.title != draft.title:
        return draft, ()
    more = {
        field: value
        for field in ("date", "source")
        if (value := getattr(found, field)) and not getattr(draft, field)
    }
    title = draft.title if titled else found.title or draft.title
    told = (str(_FROM_NAME[tuple(more)]),) if more else ()
    return (replace(draft, title=title, **more) if more or title != draft.title else draft), told


def _format_of(file: BinaryIO, path: Path) -> FileFormat:
    """Return the format of an open file, which then stands at its start again."""
    try:
        head = file.read(HEAD_BYTES) or b""
        size = os.fstat(file.fileno()).st_size
        file.seek(max(0, size - HEAD_BYTES))
        tail = file.read(HEAD_BYTES) or b""
        file.seek(0)
    except OSError as error:
        raise unreadable_because(path, error) from None
    return detect(head, tail, str(path))


def with_origin(piece: Piece, origin: str) -> Piece:
    """Return an article with its file or address as its origin, unless its format knows a better one.

    A key is added after a ``#``.
    """
    if piece.article.draft.origin:
        return piece
    place = writable(f"{origin}#{piece.key}" if piece.key else origin)
    article = replace(
        piece.article,
        draft=replace(piece.article.draft, origin=place),
        other_origins=tuple(writable(f"{origin}#{key}") for key in piece.other_keys),
        doubled_by=_doubled_by(place, piece.key),
    )
    return replace(piece, article=article)


def _doubled_by(place: str, key: str) -> str:
    """Return the origin of the whole file for its first part, and that of the first part for a whole file."""
    if not key:
        return f"{place}#1"
    return place.removesuffix("#1") if f"#{key}".endswith("#1") else ""
