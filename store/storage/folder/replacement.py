"""Replaces files of a library by what a repair made of them: all of them, or none.

The originals are copied to the folder of the repair first. Then the repair intent names each file and its
copy; it is removed when all files are replaced. A process that takes the lock and finds
one restores the originals.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from store.errors import DamagedFile
from store.language import _
from store.reasons import reason_of
from store.storage.atomic_write import Batch, make_folder, remove_durably, write_durably
from store.storage.checksums import Seal, seal_of, signed
from store.storage.folder.paths import LibraryPaths
from store.storage.regular_file import read_regular

_PLACE = b"repair "

SUPERSEDED = "superseded"
"""The name of the file that marks a folder of originals: the library has what became of them.

A repair writes it before anything else, because it replaces files completely or not at all. Repairs by
earlier versions did not.
"""


def make_repair_folder(folder: Path) -> None:
    """Create the folder for the originals of a repair, durably."""
    if not (folder / SUPERSEDED).exists():
        make_folder(folder)
        write_durably(folder / SUPERSEDED, b"")


class Original(msgspec.Struct, frozen=True):
    """A file that a repair replaces. Paths are relative to the library."""

    path: str
    copy: str | None
    """Where its content was copied to; None if there was no such file."""


class RepairIntent(msgspec.Struct, frozen=True):
    """The files that are being replaced."""

    files: tuple[Original, ...]


def replace_files(paths: LibraryPaths, files: Mapping[Path, bytes | None], originals: Path) -> None:
    """Replace files durably, or remove those without content. The caller holds the lock.

    :param originals: the folder that their present contents are copied to.
    :raises OSError: one cannot be written; then none is changed, or the next holder of the lock restores
        them.
    """
    make_repair_folder(originals)
    intent = RepairIntent(tuple(_copied(paths.root, path, originals) for path in files))
    batch = Batch()
    try:
        for path, content in files.items():
            make_folder(path.parent)
            if content is None:
                batch.remove(path)
            else:
                batch.write(path, content)
        batch.sync()
        write_durably(paths.repair_intent_file, signed(msgspec.json.encode(intent), _PLACE))
        batch.put()
    except BaseException:
        batch.discard()
        if paths.repair_intent_file.exists():
            with suppress(OSError, DamagedFile):
                restore_originals(paths)
        raise
    remove_durably(paths.repair_intent_file)


def restore_originals(paths: LibraryPaths) -> None:
    """Restore the files of a repair that was interrupted. The caller holds the lock; it can be repeated.

    :raises DamagedFile: the intent is damaged, or a copy is missing.
    """
    intent = read_repair_intent(paths)
    batch = Batch()
    try:
        for original in intent.files:
            path = paths.root / original.path
            if original.copy is None:
                batch.remove(path)
            else:
                batch.write(path, read_regular(paths.root / original.copy))
        batch.sync()
        batch.put()
    except FileNotFoundError as error:
        batch.discard()
        raise DamagedFile(
            _("{path}, the copy of a file that was being repaired, is missing", path=error.filename)
        ) from error
    except BaseException:
        batch.discard()
        raise
    remove_durably(paths.repair_intent_file)


def read_repair_intent(paths: LibraryPaths) -> RepairIntent:
    """Read which files were being replaced.

    :raises DamagedFile: the intent is damaged.
    """
    path = paths.repair_intent_file
    try:
        data = read_regular(path)
        intent = msgspec.json.decode(data, type=RepairIntent)
        is_intact = seal_of(data, _PLACE) is Seal.INTACT and all(map(_is_inside, intent.files))
    except (ValueError, IsADirectoryError) as error:
        raise DamagedFile(_("{what} is damaged ({reason})", what=path, reason=reason_of(error))) from error
    if not is_intact:
        raise DamagedFile(_("{path} is damaged (it does not match its checksum)", path=path))
    return intent


def _is_inside(original: Original) -> bool:
    """Whether both paths stay within the library."""
    given = [Path(original.path), *([Path(original.copy)] if original.copy else [])]
    return all(not path.is_absolute() and ".." not in path.parts for path in given)


def _copied(root: Path, path: Path, originals: Path) -> Original:
    """Copy the present content of a file to the folder of the repair, durably."""
    name = path.relative_to(root)
    try:
        content = read_regular(path)
    except FileNotFoundError:
        return Original(name.as_posix(), None)
    copy, number = originals / name, 1
    while copy.exists() and read_regular(copy) != content:
        number += 1
        copy = originals / f"{name}.{number}"
    if not copy.exists():
        make_folder(copy.parent)
        write_durably(copy, content)
    return Original(name.as_posix(), copy.relative_to(root).as_posix())
