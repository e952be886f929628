"""The files of a REFI-QDA project: one that says everything and the texts, in an archive or in a folder.

An archive has one ``.qde`` at its root, whatever it is called, and the texts in ``sources`` or ``Sources``.
Nothing outside the archive is read, and of a ``.qde`` that stands in a folder nothing outside that folder.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from store.errors import BadInput
from store.formats.refi_qda.names import INTERNAL, SOURCES
from store.importing.reading import MAX_BYTES

LARGEST_PROJECT = 1 << 30
"""Bytes of a ``.qde``: ten times one of ten thousand articles."""
LARGEST_TEXTS = 1 << 32
"""Bytes of all texts together, unpacked."""

_RELATIVE = "relative://"
_ENCRYPTED = 0x1
BROKEN = (BadZipFile, LargeZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
"""What goes wrong in an archive that is damaged, or packed in a way that is not known."""


class Unreadable(ValueError):
    """A text of a project that cannot be read; what is said is why, without a full stop."""


class ProjectFiles(Protocol):
    """Where a project and its texts are read from."""

    def project(self) -> IO[bytes]:
        """The ``.qde``, to be read from its beginning."""

    def text(self, path: str) -> bytes:
        """The bytes of a text, by the path that the project names.

        :raises Unreadable: there is none of that name, or it cannot be read.
        """


@contextmanager
def opened(path: Path) -> Iterator[ProjectFiles]:
    """The files of a project.

    :raises BadInput: it is none, or an absurdly large one.
    """
    if path.suffix.lower() == ".qde":
        if path.stat().st_size > LARGEST_PROJECT:
            raise BadInput(f"{path}: it is larger than 1 GiB, too large for a project.")
        yield _Folder(path)
        return
    try:
        archive = ZipFile(path)
    except BROKEN as error:
        raise BadInput(f"{path}: it is no REFI-QDA project, which is a ZIP archive ({error}).") from error
    with archive:
        yield _Archive(archive, str(path))


class _Archive:
    """A project in a ZIP archive."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self._archive = archive
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        self._project = _project_among(entries, name)
        self._texts = {_key(entry.filename): entry for entry in reversed(entries)}
        size = sum(entry.file_size for entry in entries if entry.file_size <= MAX_BYTES and _is_text(entry))
        if size > LARGEST_TEXTS:
            raise BadInput(f"{name}: its texts are larger than 4 GiB when unpacked: export fewer at a time.")

    def project(self) -> IO[bytes]:
        return self._archive.open(self._project)

    def text(self, path: str) -> bytes:
        places = _places(path)
        entry = next((self._texts[place] for place in places if place in self._texts), None)
        if entry is None:
            raise Unreadable("its text is not in the archive")
        if entry.file_size > MAX_BYTES:
            raise Unreadable("its text is larger than 64 MiB")
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable("its text is encrypted")
        try:
            return self._archive.read(entry)
        except BROKEN as error:
            raise Unreadable(f"its text cannot be unpacked ({error})") from error


def _project_among(entries: list[ZipInfo], name: str) -> ZipInfo:
    found = [entry for entry in entries if "/" not in _key(entry.filename) and _suffix(entry) == ".qde"]
    if len(found) != 1:
        number = "several .qde files" if found else "no .qde file"
        raise BadInput(
            f"{name}: it is no REFI-QDA project, for there is {number} at the root of the archive."
        )
    if found[0].file_size > LARGEST_PROJECT:
        raise BadInput(f"{name}: its {found[0].filename} is larger than 1 GiB, too large for a project.")
    if found[0].flag_bits & _ENCRYPTED:
        raise BadInput(f"{name}: it is encrypted: export it without a password.")
    return found[0]


def _is_text(entry: ZipInfo) -> bool:
    return _suffix(entry) == ".txt"


def _suffix(entry: ZipInfo) -> str:
    return PurePosixPath(_key(entry.filename)).suffix


def _key(name: str) -> str:
    """A name in an archive as it is looked up: the case of letters is no matter, nor which slashes it has."""
    return name.replace("\\", "/").removeprefix("./").casefold()


def _places(path: str) -> list[str]:
    """Where a text may be that a project names."""
    if path.startswith(INTERNAL):
        return [_key(f"{SOURCES}/{path.removeprefix(INTERNAL).lstrip('/')}")]
    plain = _key(path.removeprefix(_RELATIVE)).lstrip("/")
    return [plain, f"{SOURCES}/{plain}"]


class _Folder:
    """A project whose texts are in a folder beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def project(self) -> IO[bytes]:
        return self._path.open("rb")

    def text(self, path: str) -> bytes:
        if path.startswith("absolute://"):
            raise Unreadable("its text is outside the project")
        folder = self._path.parent.resolve()
        for place in self._candidates(folder, path):
            if place.is_relative_to(folder) and place.is_file():
                return _bytes_of(place)
        raise Unreadable("its text is not beside the project")

    def _candidates(self, folder: Path, path: str) -> Iterator[Path]:
        plain = path.removeprefix(INTERNAL).removeprefix(_RELATIVE).replace("\\", "/").lstrip("/")
        for beside in sorted(folder.iterdir()):
            if beside.name.casefold() == SOURCES and beside.is_dir():
                yield (beside / plain).resolve()
        yield (folder / plain).resolve()


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable("its text is larger than 64 MiB")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"its text cannot be read ({error.strerror or error})") from error
