"""The entries of a package, and reading its manifest, its records and those that it was made from.

Packages come from others: what an archive may have in it is checked when it is read as an archive first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import msgspec

from store.errors import BadInput
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive, read_entry
from store.importing.limits import MAX_PIECE_BYTES
from store.language import _
from store.model.package import PackageManifest
from store.reasons import reason_of

MANIFEST = "package.json"
"""The entry with the manifest."""

BASE = "base/"
"""What the names begin with of the records that a returned package was made from."""

KEPT_PACKAGE = "package.pizhu"
"""The file in an unpacked folder that is the package itself."""

FORMAT_VERSION = 1
"""The version of packages that is written. Higher ones are refused."""


def manifest_of(path: Path) -> PackageManifest:
    """Return the manifest of a package.

    :raises BadInput: the file is no package, is damaged, or is of a newer version.
    """
    try:
        with open_archive(path) as archive:
            if MANIFEST not in archive.namelist():
                raise BadInput(_("{path} is not a package: it has no package.json.", path=path))
            return read_manifest(archive, path)
    except ARCHIVE_ERRORS as error:
        raise damaged(path, error) from error


def read_manifest(archive: ZipFile, path: Path) -> PackageManifest:
    """Return the manifest in an archive that has one.

    :raises BadInput: it is damaged, or of a newer version.
    """
    data = read_entry(archive, archive.getinfo(MANIFEST), MAX_PIECE_BYTES)
    try:
        manifest = msgspec.json.decode(data, type=PackageManifest)
    except JSON_ERRORS as error:
        raise damaged(path, error) from error
    if manifest.pizhu_package > FORMAT_VERSION:
        raise BadInput(_("{path} is a package of a newer Pizhu: update Pizhu to open it.", path=path))
    return manifest


def base_records(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the records that a package was made from: its own, if it is the first one.

    :raises BadInput: the package is damaged.
    """
    try:
        with open_archive(path) as archive:
            names = archive.namelist()
            start = BASE if read_manifest(archive, path).returned else ""
            for name in names:
                if name.startswith(start) and is_record(name.removeprefix(start)):
                    content = read_entry(archive, archive.getinfo(name), MAX_PIECE_BYTES)
                    yield name.removeprefix(start), content
    except ARCHIVE_ERRORS as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: BaseException) -> BadInput:
    """Return the error for users about a package that cannot be read."""
    return BadInput(
        _(
            "{path} is damaged, or not a package of Pizhu ({error}): ask for it again.",
            path=path,
            error=reason_of(error),
        )
    )


def is_record(name: str) -> bool:
    """Whether an entry is a record of an article or of the library."""
    return name == "library.json" or (name.startswith("articles/") and name.endswith(".json"))
