"""Writes the whole selection as one zip archive: unpacked, it is a library; another library can import it.

The files are those of a library on the disk (:mod:`store.storage.folder.paths`): ``library.json``, and a
record and a text for each article. The user dictionary, the dismissed suggestions and the saved
searches are included if all articles are. The undo journal and the revision numbers are not: the same
library gives the same bytes.
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
    fields_of,
)
from store.model.stable_ids import guid
from store.storage.document_edits import annotation_fields, article_fields
from store.storage.documents import document_id
from store.storage.folder.folder_store import SCHEMA
from store.storage.folder.tinydb_storage import Tables, encode

COMPRESSION_LEVEL = 1
"""zlib's level. Higher ones take twice the time and save 2 %."""

UNIX = 3
"""The system that the archive names as its origin. It decides how the permissions are interpreted."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the archive of a selection, one article at a time.

    To a stream that cannot seek, such as a pipe, ``zipfile`` would write other bytes. The archive is then
    written to a temporary file and copied.
    """
    if out.seekable():
        _write(selection, out)
        return
    with TemporaryFile() as temporary:
        _write(selection, temporary)
        temporary.seek(0)
        copyfileobj(temporary, out)


def _write(selection: Selection, out: IO[bytes]) -> None:
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=COMPRESSION_LEVEL) as archive:
        _add_entry(archive, "library.json", encode(_library_tables(selection), sign=False))
        for article, selected in selection:
            stem = f"articles/{article.id[:2]}/{article.id}"
            documents = {str(document_id(each.id)): annotation_fields(each) or {} for each in selected}
            tables: Tables = {ARTICLE: {str(THE_ONE): article_fields(article)}, ANNOTATIONS: {**documents}}
            _add_entry(archive, f"{stem}.json", encode(tables, sign=False))
            _add_entry(archive, f"{stem}.txt", article.text.encode())


def _library_tables(selection: Selection) -> Tables:
    """Return the tables of ``library.json``."""
    library = selection.library
    tables: Tables = {
        LIBRARY: {str(THE_ONE): {"schema": SCHEMA}},
        CODEBOOK: {_document_key("tag", tag.name): fields_of(tag) for tag in selection.whole_codebook()},
    }
    if attributes := library.attributes.all():
        tables[ATTRIBUTES] = {_document_key("attribute", each.name): fields_of(each) for each in attributes}
    if not selection.tags and len(selection) == library.articles.count():
        words = {_document_key("word", entry.word): fields_of(entry) for entry in library.dictionary.words()}
        dismissals: dict[str, Fields] = {
            _document_key("dismissal", entry.key): fields_of(entry) for entry in library.dismissals.all()
        }
        searches: dict[str, Fields] = {
            _document_key("search", entry.key): fields_of(entry) for entry in library.searches.all()
        }
        team = selection.team()
        members = {_document_key("member", each.key): fields_of(each) for each in team.members}
        rounds = {_document_key("round", each.key): fields_of(each) for each in team.rounds}
        assignments = {_document_key("assignment", each.key): fields_of(each) for each in team.assignments}
        own = (
            *((WORDS, words), (DISMISSALS, dismissals), (SEARCHES, searches)),
            *((MEMBERS, members), (ROUNDS, rounds), (ASSIGNMENTS, assignments)),
        )
        tables |= {name: {**table} for name, table in own if table}
    return tables


def _document_key(kind: str, name: str) -> str:
    """Return the ID of a document as a key, the same in each export."""
    return str(document_id(guid(kind, name)))


def _add_entry(archive: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name)  # dated 1980-01-01, the earliest date of the zip format
    entry.create_system = UNIX
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=COMPRESSION_LEVEL)
