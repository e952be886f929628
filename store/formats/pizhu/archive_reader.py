"""An archive of Pizhu becomes a bundle; its articles are read one by one, and nothing of it is unpacked.

What an archive says of itself is not believed: it may have been made to do harm.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import msgspec

from store.errors import BadInput
from store.formats.pizhu.records import UNREADABLE, PortableArticle, piece_of, readable, reason
from store.formats.shared.lenient_json import counted
from store.model.article import digest
from store.model.bundle import Bundle, IncomingArticle
from store.model.tag import Tag
from store.storage.folder.folder_store import SCHEMA

LARGEST = 64 * 1024 * 1024
"""Bytes: no file in the archive is larger, as no file is that becomes an article."""

MOST = 1_000_000
"""Articles in an archive."""

SWELLING = 200
"""How many times as large as the archive all in it may be: text shrinks to a third, JSON to a tenth."""

HARMLESS = 1 << 28
"""Bytes that may be in an archive however small it is."""

_ARTICLE = re.compile(r"articles/([0-9a-f]{2})/(\1[0-9a-f]{14})\.(json|txt)").fullmatch
_UNHEEDED = ("history.jsonl",)
"""What a backup has besides, and an export has not."""

_ENCRYPTED = 1
"""The bit of a file's flags that says so."""

_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError)
"""What comes of reading a damaged archive."""


class _Library(msgspec.Struct, frozen=True):
    """Of ``library.json``, what is wanted."""

    library: dict[str, dict[str, msgspec.Raw]]
    codebook: dict[str, msgspec.Raw] = {}


class _Record(msgspec.Struct, frozen=True):
    """The record of an article."""

    article: dict[str, PortableArticle]
    annotations: dict[str, msgspec.Raw] = {}


class _Member(msgspec.Struct):
    """The files of one article in the archive."""

    record: ZipInfo | None = None
    text: ZipInfo | None = None


def read(path: Path) -> Bundle:
    """What is in an archive.

    :raises BadInput: it is none, or one of a newer Pizhu, or one that was made to do harm.
    """
    bundle = Bundle()
    try:
        with ZipFile(path) as archive:
            members = _members(archive, path, bundle)
            bundle.tags = _codebook(archive, path, bundle)
    except _BROKEN as error:
        raise BadInput(f"{path} is damaged, or is no archive of Pizhu ({error}).") from error
    bundle.count = len(members)
    bundle.pieces = _pieces(path, members, bundle)
    return bundle


def _members(archive: ZipFile, path: Path, bundle: Bundle) -> dict[str, _Member]:
    """The files of each article, in the order of the archive.

    :raises BadInput: what is in it is no library.
    """
    members: dict[str, _Member] = {}
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    swollen = sum(entry.file_size for entry in entries)
    if swollen > max(HARMLESS, SWELLING * path.stat().st_size) or len(entries) > 2 * MOST:
        raise BadInput(f"{path} would be {swollen >> 20} MiB unpacked: this is no archive of Pizhu.")
    names = [entry.filename for entry in entries]
    if "library.json" not in names:
        raise BadInput(f"{path} is no archive of Pizhu: it has no library.json.")
    strange = 0
    for entry in entries:
        _check(entry, path)
        found = _ARTICLE(entry.filename)
        if found is None:
            strange += entry.filename not in ("library.json", *_UNHEEDED)
            continue
        member = members.setdefault(found[2], _Member())
        if getattr(member, "record" if found[3] == "json" else "text") is not None:
            raise BadInput(f"{path} holds {entry.filename} twice: this is no archive of Pizhu.")
        if found[3] == "json":
            member.record = entry
        else:
            member.text = entry
    if strange:
        files = counted(strange, "file", "files")
        bundle.left_out.append(f"{files} left out that no library has.")
    return members


def _check(entry: ZipInfo, path: Path) -> None:
    """Refuse what would be written elsewhere, were it unpacked, or is no plain file.

    :raises BadInput: it is such.
    """
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    is_plain = (
        kind in (0, stat.S_IFREG)
        and not entry.flag_bits & _ENCRYPTED
        and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)
    )
    if ".." in parts or "" in parts or ":" in parts[0] or not is_plain:
        raise BadInput(f"{path}: {name!r} in it is no plain file of a library; nothing was taken from it.")


def _codebook(archive: ZipFile, path: Path, bundle: Bundle) -> tuple[Tag, ...]:
    """The codebook in an archive of a version that is known here.

    :raises BadInput: the version is newer.
    """
    try:
        library = msgspec.json.decode(_bytes(archive, archive.getinfo("library.json")), type=_Library)
        version = msgspec.json.decode(library.library["1"]["schema"], type=int)
    except (*UNREADABLE, LookupError, BadInput, *_BROKEN) as error:
        bundle.left_out.append(f"The codebook was left out, since library.json is damaged: {reason(error)}")
        return ()
    if version > SCHEMA:
        raise BadInput(
            f"{path} was written by a newer Pizhu (version {version} of the library, this one knows "
            f"{SCHEMA}): update Pizhu to import it."
        )
    return readable(library.codebook.values(), bundle.left_out.append)


def _bytes(archive: ZipFile, entry: ZipInfo) -> bytes:
    """A file in the archive.

    :raises BadInput: it is too large.
    """
    if entry.file_size > LARGEST:
        raise BadInput(f"{entry.filename} is larger than {LARGEST >> 20} MiB")
    return archive.read(entry)


def _pieces(path: Path, members: dict[str, _Member], bundle: Bundle) -> Iterator[IncomingArticle]:
    try:
        archive = ZipFile(path)
    except _BROKEN as error:
        raise BadInput(f"{path} cannot be read any more ({error}).") from error
    with archive:
        for article, member in members.items():
            try:
                yield _piece(archive, article, member, bundle)
            except (*UNREADABLE, BadInput, *_BROKEN) as error:
                bundle.left_out.append(f"The article {article[:8]} was left out: {reason(error)}")


def _piece(archive: ZipFile, article: str, member: _Member, bundle: Bundle) -> IncomingArticle:
    """An article with its annotations.

    :raises BadInput: a part of it is missing, or its text is another one.
    """
    if member.record is None or member.text is None:
        raise BadInput(f"its {'record' if member.record is None else 'text'} is missing")
    record = msgspec.json.decode(_bytes(archive, member.record), type=_Record)
    if "1" not in record.article:
        raise BadInput("its record is empty")
    text = _bytes(archive, member.text).decode()
    found = msgspec.structs.replace(
        record.article["1"], id=article, annotations=tuple(record.annotations.values())
    )
    if found.digest and found.digest != digest(text):
        raise BadInput("its text is not the one that its record speaks of")
    return piece_of(found, text, bundle.left_out.append)
