"""Reads a ``.pizhu`` archive. Articles are read one by one; nothing is unpacked to the disk.

Archives are not trusted: names, types, compression and sizes of the entries are checked first.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec

from store.errors import BadInput
from store.formats.pizhu.package_files import BASE, KEPT_PACKAGE, MANIFEST
from store.formats.pizhu.package_reader import read_package
from store.formats.pizhu.records import (
    ArticleRecord,
    failure_reason,
    incoming_article,
    parse_attributes,
    parse_tags,
    parse_team,
)
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive, read_entry
from store.importing.limits import MAX_PIECE_BYTES, MAX_TAGS, MAX_TEXT_BYTES, check_count, check_json
from store.language import _, pgettext
from store.model.article import digest
from store.model.bundle import Bundle, IncomingArticle
from store.model.tables.saved_search import SavedSearch
from store.reasons import reason_of
from store.storage.folder.folder_store import SCHEMA
from store.wording import counted

MAX_EXPANSION = 200
"""Unpacked size divided by the size of the archive. Text compresses to a third, JSON to a tenth."""

SMALL_SIZE = 1 << 28
"""Bytes: an unpacked size up to this is allowed whatever the size of the archive."""

_ARTICLE_NAME = re.compile(r"articles/([0-9a-f]{2})/(\1[0-9a-f]{14})\.(json|txt)").fullmatch
_IGNORED = ("history.jsonl", MANIFEST, KEPT_PACKAGE)
"""Files that a backup or a package has and an export does not have."""

_ENCRYPTED = 1
"""The bit for encryption in the flags of an entry."""


class _LibraryFile(msgspec.Struct, frozen=True):
    """The tables of ``library.json`` that are imported."""

    library: dict[str, dict[str, msgspec.Raw]]
    codebook: dict[str, msgspec.Raw] = {}
    attributes: dict[str, msgspec.Raw] = {}
    searches: dict[str, msgspec.Raw] = {}
    members: dict[str, msgspec.Raw] = {}
    rounds: dict[str, msgspec.Raw] = {}
    assignments: dict[str, msgspec.Raw] = {}


class _ArticleFile(msgspec.Struct, frozen=True):
    """The tables of an article's JSON file."""

    article: dict[str, ArticleRecord]
    annotations: dict[str, msgspec.Raw] = {}


class _ArticleEntries(msgspec.Struct):
    """Which of the two entries of an article the archive has. It keeps no entry: there can be many."""

    record: bool = False
    text: bool = False


def read(path: Path) -> Bundle:
    """Read an archive.

    :raises BadInput: when the file is not an archive of Pizhu, of a newer version, or may be malicious.
    """
    bundle = Bundle()
    try:
        with open_archive(path) as archive:
            entries = _article_entries(archive, path, bundle)
            _read_library(archive, path, bundle)
            if MANIFEST in archive.namelist():
                bundle.package = read_package(archive, path, bundle.left_out.append)
    except ARCHIVE_ERRORS as error:
        raise BadInput(
            _(
                "{path} is damaged, or not an archive of Pizhu ({error}): choose another file.",
                path=path,
                error=reason_of(error),
            )
        ) from error
    bundle.count = len(entries)
    bundle.pieces = _articles(path, entries, bundle)
    return bundle


def _article_entries(archive: ZipFile, path: Path, bundle: Bundle) -> dict[str, _ArticleEntries]:
    """Check all entries and return those of each article, by its ID, in the order of the archive.

    :raises BadInput: when the archive is not a library, or an entry may be malicious.
    """
    articles: dict[str, _ArticleEntries] = {}
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > max(SMALL_SIZE, MAX_EXPANSION * path.stat().st_size):
        raise BadInput(
            _(
                "{path} would be {size} MiB unpacked: this is not an archive of Pizhu.",
                path=path,
                size=unpacked >> 20,
            )
        )
    names = [entry.filename for entry in entries]
    if "library.json" not in names:
        raise BadInput(_("{path} is not an archive of Pizhu: it has no library.json.", path=path))
    unknown = 0
    for entry in entries:
        _check_entry(entry, path)
        match = _ARTICLE_NAME(entry.filename)
        if match is None:
            is_known = entry.filename in ("library.json", *_IGNORED) or entry.filename.startswith(BASE)
            unknown += not is_known
            continue
        article = articles.setdefault(match[2], _ArticleEntries())
        field = "record" if match[3] == "json" else "text"
        if getattr(article, field):
            raise BadInput(
                _(
                    "{path} has {filename} twice: this is not an archive of Pizhu.",
                    path=path,
                    filename=entry.filename,
                )
            )
        setattr(article, field, True)
    if unknown:
        bundle.left_out.append(
            _("Left out: {what} not part of a library.", what=counted(unknown, "file", "files"))
        )
    return articles


def _check_entry(entry: ZipInfo, path: Path) -> None:
    """Check that an entry is a regular file that would be unpacked inside the folder.

    :raises BadInput: when its path leads elsewhere, or it is a link, encrypted or unusually compressed.
    """
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    is_regular = (
        kind in (0, stat.S_IFREG)
        and not entry.flag_bits & _ENCRYPTED
        and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)
    )
    if ".." in parts or "" in parts or ":" in parts[0] or not is_regular:
        raise BadInput(
            _(
                "{path}: its entry {name!r} is not a regular file of a library; nothing was imported.",
                path=path,
                name=name,
            )
        )


def _read_library(archive: ZipFile, path: Path, bundle: Bundle) -> None:
    """Read the codebook, the attributes and the saved searches; if they are damaged, report it to the bundle.

    :raises BadInput: when the library has a newer schema version.
    """
    try:
        data = _read_json(archive, archive.getinfo("library.json"))
        library = msgspec.json.decode(data, type=_LibraryFile)
        version = msgspec.json.decode(library.library["1"]["schema"], type=int)
    except (*JSON_ERRORS, LookupError, BadInput, *ARCHIVE_ERRORS) as error:
        reason = failure_reason(error)
        bundle.left_out.append(
            _("The codebook was left out, since library.json is damaged: {reason}", reason=reason)
        )
        return
    if version > SCHEMA:
        raise BadInput(
            _(
                "{path} was written by a newer Pizhu (version {version} of the library, this one knows "
                "{most}): update Pizhu to import it.",
                path=path,
                version=version,
                most=SCHEMA,
            )
        )
    check_count(len(library.codebook), MAX_TAGS, pgettext("more than", "tags"))
    check_count(len(library.attributes), MAX_TAGS, pgettext("more than", "attributes"))
    check_count(len(library.searches), MAX_TAGS, pgettext("more than", "saved searches"))
    bundle.attributes = parse_attributes(library.attributes.values(), bundle.left_out.append)
    bundle.tags = parse_tags(library.codebook.values(), bundle.left_out.append)
    bundle.searches = tuple(_searches(library.searches.values(), bundle))
    bundle.team = parse_team(
        library.members.values(),
        library.rounds.values(),
        library.assignments.values(),
        bundle.left_out.append,
    )


def _searches(entries: Iterable[msgspec.Raw], bundle: Bundle) -> Iterator[SavedSearch]:
    for number, raw in enumerate(entries, 1):
        try:
            yield msgspec.json.decode(raw, type=SavedSearch)
        except JSON_ERRORS as error:
            reason = failure_reason(error)
            bundle.left_out.append(
                _("Saved search {number} was left out: {reason}", number=number, reason=reason)
            )


def _read_json(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return the content of an entry that is JSON.

    :raises BadInput: when it is too large.
    """
    data = read_entry(archive, entry, MAX_PIECE_BYTES)
    check_json(data, entry.filename)
    return data


def _articles(path: Path, articles: dict[str, _ArticleEntries], bundle: Bundle) -> Iterator[IncomingArticle]:
    try:
        archive = open_archive(path)
    except ARCHIVE_ERRORS as error:
        raise BadInput(_("{path} cannot be read any more ({error}).", path=path, error=error)) from error
    with archive:
        for article_id, entries in articles.items():
            try:
                yield _article(archive, article_id, entries, bundle)
            except (*JSON_ERRORS, BadInput, *ARCHIVE_ERRORS) as error:
                bundle.left_out.append(
                    _(
                        "The article {id} was left out: {reason}",
                        id=article_id[:8],
                        reason=failure_reason(error),
                    )
                )


def _article(archive: ZipFile, article_id: str, entries: _ArticleEntries, bundle: Bundle) -> IncomingArticle:
    """Return an article with its annotations.

    :raises BadInput: when an entry is missing, or the text does not match its digest.
    """
    if not (entries.record and entries.text):
        raise BadInput(_("its text is missing") if entries.record else _("its record is missing"))
    name = f"articles/{article_id[:2]}/{article_id}"
    tables = msgspec.json.decode(_read_json(archive, archive.getinfo(f"{name}.json")), type=_ArticleFile)
    if "1" not in tables.article:
        raise BadInput(_("its record is empty"))
    text = read_entry(archive, archive.getinfo(f"{name}.txt"), MAX_TEXT_BYTES).decode()
    record = msgspec.structs.replace(
        tables.article["1"], id=article_id, annotations=tuple(tables.annotations.values())
    )
    if record.digest and record.digest != digest(text):
        raise BadInput(_("its text does not match the digest in its record"))
    return incoming_article(record, text, bundle.left_out.append)
