"""Everything as one zip archive, which is a library when it is unpacked; another library can take it in.

What is in it stands as it does on the disk (see :mod:`store.storage.folder.paths`): ``library.json``,
and a record and a text for each article. The user dictionary and the dismissed suggestions are in it when
all articles are. The log of steps is not, nor what only counts writes: the same library gives the same bytes.
"""

from __future__ import annotations

import stat
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from store.exporting.selection import Selection
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    CODEBOOK,
    DISMISSALS,
    LIBRARY,
    THE_ONE,
    WORDS,
    Fields,
    fields_of,
)
from store.model.stable_ids import guid
from store.storage.document_edits import annotation_fields, article_fields
from store.storage.documents import document_id
from store.storage.folder.folder_store import SCHEMA
from store.storage.folder.tinydb_storage import Tables, encode

LEVEL = 1
"""How hard is compressed, by zlib's measure: more takes twice as long and saves a fiftieth."""

UNIX = 3
"""The system that a zip archive says it was made on: it decides what the permissions mean."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the archive of a selection, an article at a time.

    A zip that is written where one cannot go back, as to a pipe, has other bytes: it is made elsewhere first.
    """
    if out.seekable():
        _write(selection, out)
        return
    with TemporaryFile() as made:
        _write(selection, made)
        made.seek(0)
        copyfileobj(made, out)


def _write(selection: Selection, out: IO[bytes]) -> None:
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        _pack(archive, "library.json", encode(_library(selection)))
        for article, marks in selection:
            place = f"articles/{article.id[:2]}/{article.id}"
            annotations = {str(document_id(mark.id)): annotation_fields(mark) or {} for mark in marks}
            record: Tables = {ARTICLE: {str(THE_ONE): article_fields(article)}, ANNOTATIONS: {**annotations}}
            _pack(archive, f"{place}.json", encode(record))
            _pack(archive, f"{place}.txt", article.text.encode())


def _library(selection: Selection) -> Tables:
    """The tables of ``library.json``."""
    library = selection.library
    tables: Tables = {
        LIBRARY: {str(THE_ONE): {"schema": SCHEMA}},
        CODEBOOK: {_number("tag", tag.name): fields_of(tag) for tag in selection.whole_codebook()},
    }
    if not selection.tags and len(selection) == library.articles.count():
        words = {_number("word", entry.word): fields_of(entry) for entry in library.dictionary.words()}
        dismissals: dict[str, Fields] = {
            _number("dismissal", entry.concerns): fields_of(entry) for entry in library.dismissals.all()
        }
        tables |= {name: {**table} for name, table in ((WORDS, words), (DISMISSALS, dismissals)) if table}
    return tables


def _number(kind: str, name: str) -> str:
    """The number of a document, the same each time."""
    return str(document_id(guid(kind, name)))


def _pack(archive: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name)  # of 1980-01-01, the first day that a zip knows
    entry.create_system = UNIX
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=LEVEL)
