"""What stands in the place of a file of the catalogue and is none, such as a folder or a named pipe."""

from __future__ import annotations

import os
import stat
from pathlib import Path

NAME = "catalogue.sqlite"
"""The file of the catalogue, in the folder of the index."""

_FILES = (NAME, f"{NAME}-wal", f"{NAME}-shm", "catalogue.proof", "catalogue.sums", "catalogue.users")


def foreign_entries(folder: Path) -> list[Path]:
    """Return what keeps the catalogue from being written: ``folder`` if it is none, or entries of it."""
    if os.path.lexists(folder) and not folder.is_dir():
        return [folder]
    return [path for name in _FILES if _is_foreign(path := folder / name)]


def set_aside(folder: Path) -> dict[Path, Path]:
    """Rename what keeps the catalogue from being written; return the new path of each entry.

    The content may be somebody's: nothing is deleted.

    :raises OSError: one cannot be renamed.
    """
    moved: dict[Path, Path] = {}
    for path in foreign_entries(folder):
        target, number = path.with_name(f"{path.name}.aside"), 1
        while os.path.lexists(target):
            number += 1
            target = path.with_name(f"{path.name}.aside{number}")
        path.rename(target)
        moved[path] = target
    return moved


def _is_foreign(path: Path) -> bool:
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return not path.is_file()
    except OSError:
        return False
    return not stat.S_ISREG(status.st_mode)
