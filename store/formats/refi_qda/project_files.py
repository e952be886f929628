"""The files of a REFI-QDA project, in an archive (``.qdpx``) or in a folder (``.qde``).

An archive has one ``.qde`` file of any name at its root, and the texts in ``sources`` or ``Sources``. Only
files of the archive are read; for a ``.qde`` file in a folder, only files of that folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from zipfile import ZipFile, ZipInfo

from store.errors import BadInput, phrase_of
from store.formats.refi_qda.names import INTERNAL_PREFIX, SOURCES_FOLDER
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive, read_entry
from store.importing.input_file import open_input, read_input
from store.importing.limits import MAX_DOCUMENT_BYTES, MAX_FILE_BYTES, MIB
from store.language import _
from store.reasons import reason_of

MAX_TEXTS_SIZE = 1 << 32
"""Bytes of all texts together, unpacked."""

_RELATIVE = "relative://"
_ENCRYPTED = 0x1


class UnreadableText(ValueError):
    """A text of a project cannot be read. The message is the reason, without a full stop."""


class ProjectFiles(Protocol):
    """Access to the files of a project."""

    def open_project(self) -> IO[bytes]:
        """Open the ``.qde`` file."""

    def read_text(self, path: str) -> bytes:
        """Return the content of a text.

        :param path: as the project gives it.
        :raises UnreadableText: when the file is missing or cannot be read.
        """


@contextmanager
def open_project_files(path: Path) -> Iterator[ProjectFiles]:
    """Open the files of a project.

    :raises BadInput: when the file is not a project, or too large.
    """
    if path.suffix.lower() == ".qde":
        open_input(path, remedy=_("too large for a project")).close()
        yield _ProjectFolder(path)
        return
    try:
        archive = open_archive(path)
    except ARCHIVE_ERRORS as error:
        raise BadInput(
            _(
                "{path}: it is not a REFI-QDA project, which is a ZIP archive ({error}).",
                path=path,
                error=reason_of(error),
            )
        ) from error
    with archive:
        yield _ProjectArchive(archive, str(path))


class _ProjectArchive:
    """A project in a ZIP archive."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self._archive = archive
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        self._project = _find_project(entries, name)
        self._texts = {_normalise_name(entry.filename): entry for entry in reversed(entries)}
        size = sum(
            entry.file_size for entry in entries if entry.file_size <= MAX_FILE_BYTES and _is_text(entry)
        )
        if size > MAX_TEXTS_SIZE:
            raise BadInput(
                _("{name}: its texts are larger than 4 GiB when unpacked: export fewer at a time.", name=name)
            )

    def open_project(self) -> IO[bytes]:
        return self._archive.open(self._project)

    def read_text(self, path: str) -> bytes:
        names = _candidate_names(path)
        entry = next((self._texts[name] for name in names if name in self._texts), None)
        if entry is None:
            raise UnreadableText(_("its text is not in the archive"))
        if entry.file_size > MAX_FILE_BYTES:
            raise UnreadableText(_("its text is larger than {size} MiB", size=MAX_FILE_BYTES // MIB))
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableText(_("its text is encrypted"))
        try:
            return read_entry(self._archive, entry, MAX_FILE_BYTES)
        except ARCHIVE_ERRORS as error:
            raise UnreadableText(_("its text cannot be unpacked ({error})", error=error)) from error


def _find_project(entries: list[ZipInfo], name: str) -> ZipInfo:
    found = [
        entry for entry in entries if "/" not in _normalise_name(entry.filename) and _suffix(entry) == ".qde"
    ]
    if len(found) != 1:
        raise BadInput(
            _(
                "{name}: it is not a REFI-QDA project: several .qde files at the root of the archive.",
                name=name,
            )
            if found
            else _(
                "{name}: it is not a REFI-QDA project: no .qde file at the root of the archive.", name=name
            )
        )
    if found[0].file_size > MAX_DOCUMENT_BYTES:
        raise BadInput(
            _(
                "{name}: its {filename} is larger than 1 GiB, too large for a project.",
                name=name,
                filename=found[0].filename,
            )
        )
    if found[0].flag_bits & _ENCRYPTED:
        raise BadInput(_("{name}: it is encrypted: export it without a password.", name=name))
    return found[0]


def _is_text(entry: ZipInfo) -> bool:
    return _suffix(entry) == ".txt"


def _suffix(entry: ZipInfo) -> str:
    return PurePosixPath(_normalise_name(entry.filename)).suffix


def _normalise_name(name: str) -> str:
    """Return the name of an entry for look-up, without regard to case and kind of slashes."""
    return name.replace("\\", "/").removeprefix("./").casefold()


def _candidate_names(path: str) -> list[str]:
    """Return the names under which the text of a path may be in the archive."""
    if path.startswith(INTERNAL_PREFIX):
        return [_normalise_name(f"{SOURCES_FOLDER}/{path.removeprefix(INTERNAL_PREFIX).lstrip('/')}")]
    relative = _normalise_name(path.removeprefix(_RELATIVE)).lstrip("/")
    return [relative, f"{SOURCES_FOLDER}/{relative}"]


class _ProjectFolder:
    """A ``.qde`` file with its texts in a folder beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open_project(self) -> IO[bytes]:
        return open_input(self._path)

    def read_text(self, path: str) -> bytes:
        if path.startswith("absolute://"):
            raise UnreadableText(_("its text is outside the project"))
        folder = self._path.parent.resolve()
        for candidate in self._candidate_paths(folder, path):
            if candidate.is_relative_to(folder) and candidate.is_file():
                return _read_file(candidate)
        raise UnreadableText(_("its text is not beside the project"))

    def _candidate_paths(self, folder: Path, path: str) -> Iterator[Path]:
        relative = path.removeprefix(INTERNAL_PREFIX).removeprefix(_RELATIVE).replace("\\", "/").lstrip("/")
        for entry in sorted(folder.iterdir()):
            if entry.name.casefold() == SOURCES_FOLDER and entry.is_dir():
                yield (entry / relative).resolve()
        yield (folder / relative).resolve()


def _read_file(path: Path) -> bytes:
    try:
        return read_input(path, MAX_FILE_BYTES, _("too large for a text"))
    except BadInput as error:
        raise UnreadableText(_("its text cannot be read ({reason})", reason=phrase_of(error))) from error
