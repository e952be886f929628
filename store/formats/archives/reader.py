"""Reads a ZIP archive: each file in it that can become an article is read as its format.

Names without the flag for UTF-8 are decoded like a text, since Chinese programs write them in GBK. No name is
ever a path on this machine. An archive in an archive is read, one in that is not.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from zipfile import ZipInfo

from msgspec.structs import replace

from store.errors import BadInput
from store.formats.archives.omnivore import OmnivoreExport
from store.formats.documents.package import Package
from store.formats.documents.several_parts import Part, read_parts
from store.importing.decoding.encodings import decode
from store.importing.file_formats import SUFFIXES
from store.importing.piece import Piece, Source
from store.importing.reading import read_data
from store.importing.unfinished_notes import DATABASES, is_database
from store.language import _, lazy, ngettext, pgettext
from store.wording import listed

_IS_UTF8 = 0x800
"""The flag of an entry whose name is UTF-8 (APPNOTE.TXT of PKWARE, section 4.4.4)."""
_DEEPEST = 2
"""Files in one another, such as archives and mails, of which the last archive is still read."""
_UNSEEN = {"__macosx", "thumbs.db", "desktop.ini"}

_File = tuple[str, Callable[[], bytes]]

NO_SUFFIX = "without suffix"  # untranslated: a key of JSON
_KINDS = {
    NO_SUFFIX: lazy("without suffix"),
    DATABASES: lazy("databases of Notion, whose pages are files"),
}
"""What kinds of files are called that are no suffixes."""


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the articles in an archive.

    :raises BadInput: it is damaged, needs a password, unpacks to too much, or has no file that can be read.
    """
    if source.depth >= _DEEPEST:
        raise BadInput(
            _("{name}: this archive is too deep in others; unpack it and import the files.", name=source.name)
        )
    package = Package(data, source.name)
    entries = [entry for entry in package.entries if not entry.is_dir()]
    names = entry_names(entries)
    yield from _read_each(
        [(name, partial(package.unpack, entry)) for name, entry in zip(names, entries, strict=True)], source
    )


def read_files(files: Iterable[tuple[str, bytes]], source: Source) -> Iterator[Piece]:
    """Yield the articles in files of an archive, given by path and content."""
    yield from _read_each([(path, partial(bytes, content)) for path, content in files], source)


def _read_each(files: list[_File], source: Source) -> Iterator[Piece]:
    shown = [(name, unpack) for name, unpack in files if not is_hidden(name)]
    pages = {
        posixpath.splitext(name)[0] for name, _unused in shown if name.lower().endswith((".html", ".htm"))
    }
    wanted: list[_File] = []
    skipped: Counter[str] = Counter()
    export = OmnivoreExport.of(shown)
    shown = [each for each in shown if not export.has(each[0])]
    folders = {posixpath.dirname(name) for name, _unused in shown}
    for name, unpack in shown:
        suffix = posixpath.splitext(name)[1].lower()
        if is_database(name, folders):
            skipped[DATABASES] += 1
        elif suffix in SUFFIXES and not _is_of_page(name, pages):
            wanted.append((name, unpack))
        else:
            skipped[suffix or NO_SUFFIX] += 1
    if not wanted:
        kinds = listed(_kind(number, suffix) for suffix, number in skipped.most_common(5)) or pgettext(
            "files", "nothing"
        )
        raise BadInput(
            _(
                "{name}: no file in this archive can be an article (it has {kinds}); unpack it and "
                "import what it holds.",
                name=source.name,
                kinds=kinds,
            )
        )
    found = read_parts(_parts(wanted, source), source.name, _("files"))
    yield from _with_remarks(map(export.completed, found), skipped)


def _with_remarks(pieces: Iterator[Piece], skipped: Counter[str]) -> Iterator[Piece]:
    """Yield pieces; the first one tells which files of the archive were not read."""
    remarks = tuple(
        _("{what} in the archive left out", what=_counted(number, suffix))
        for suffix, number in skipped.most_common(10)
    )
    for piece in pieces:
        if skipped:
            both = Counter(dict(piece.skipped)) + skipped
            yield replace(piece, remarks=piece.remarks + remarks, skipped=tuple(both.most_common()))
        else:
            yield piece
        remarks, skipped = (), Counter()


def _kind(number: int, kind: str) -> str:
    """Return how many files of a kind there are: ``3 .jpg``."""
    return f"{number} {_KINDS.get(kind, kind)}"


def _counted(number: int, kind: str) -> str:
    """Return how many files of a kind were left out; a kind that is no suffix names several."""
    if kind in _KINDS:
        return f"{number:,} {_KINDS[kind]}"
    return ngettext("{count} {kind} file", "{count} {kind} files", number, kind=kind)


def _parts(files: list[_File], source: Source) -> Iterator[Part]:
    used: set[str] = set()
    for number, (name, unpack) in enumerate(files, 1):
        key = f"{name} {number}" if name in used else name
        used.add(key)
        yield key, partial(_file, name, unpack, source)


def _file(name: str, unpack: Callable[[], bytes], source: Source) -> Iterator[Piece]:
    try:
        data = unpack()
    except BadInput as error:
        reason = str(error).removeprefix(source.name).lstrip(":： ")
        raise BadInput(_("{path}: {error}", path=name, error=reason)) from None
    yield from read_data(data, source.inside(name))


def is_hidden(name: str) -> bool:
    """Whether a file of an archive is one that its system made, or is hidden, by its path."""
    parts = name.split("/")
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or any(
        part.lower() in _UNSEEN for part in parts
    )


def _is_of_page(name: str, pages: set[str]) -> bool:
    """Return whether a file is a part of a page that a browser saved: it is in its folder ``NAME_files``."""
    parts = name.split("/")[:-1]
    for depth, part in enumerate(parts):
        for ending in ("_files", ".files", "_文件"):
            if part.endswith(ending) and "/".join([*parts[:depth], part.removesuffix(ending)]) in pages:
                return True
    return False


def entry_names(entries: list[ZipInfo]) -> list[str]:
    """Return the paths of entries: with slashes, without those at the start and without ``..``."""
    raw = [b"" if entry.flag_bits & _IS_UTF8 else _bytes_of(entry.filename) for entry in entries]
    old = [name for name in raw if name and not name.isascii()]
    encoding = _encoding(b"\n".join(old)) if old else "ascii"
    return [
        _harmless(entry.filename if not name or name.isascii() else name.decode(encoding, "replace"))
        for entry, name in zip(entries, raw, strict=True)
    ]


def _bytes_of(name: str) -> bytes:
    """Return the bytes of a name that ``zipfile`` decoded as code page 437."""
    try:
        return name.encode("cp437")
    except UnicodeEncodeError:
        return b""


def _encoding(names: bytes) -> str:
    try:
        found = decode(names, "names")[1].partition(" ")[0]
    except BadInput:
        return "gb18030"
    return "gb18030" if found == "cp1252" else found


def _harmless(path: str) -> str:
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "file"
