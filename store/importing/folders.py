"""Finds the files to import in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from store.errors import BadInput
from store.importing.file_formats import SUFFIXES

_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_PARTS_OF_PAGES = ("_files", ".files", "_file", "-Dateien", "_fichiers", " 文件")
"""How browsers name the folder with the parts of a page, after the name of the page."""


class FoundFiles(msgspec.Struct):
    """The text files in a folder and below it."""

    files: list[Path] = msgspec.field(default_factory=list)
    """Sorted by path."""
    left_out: list[Path] = msgspec.field(default_factory=list)
    """Links to text files and folders outside of the folder, which are not followed, and links in a circle.

    Who sends a folder does not decide which other files of this machine are imported.
    """


def files_in(path: Path) -> FoundFiles:
    """Return the path itself or, if it is a folder, the text files in and below it.

    Hidden files and folders are skipped, and the folders that browsers save beside a page.
    Links that stay in the folder are followed, if they name files.

    :raises BadInput: when the folder contains no text file, or cannot be read.
    """
    if not path.is_dir():
        return FoundFiles([path])
    found = FoundFiles()
    try:
        inside = path.resolve(strict=True)
        for each in sorted(_entries(path)):
            if not each.is_symlink():
                found.files += [each] * each.is_file()
            elif _leads_outside(each, inside):
                found.left_out.append(each)
            elif each.is_file():
                found.files.append(each)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadInput(f"{path}: this folder cannot be read: {reason}; check the path.") from None
    if not found.files and not found.left_out:
        raise BadInput(f"{path}: there is no text file in this folder; name files ending in .txt or .md.")
    return found


def _entries(folder: Path) -> Iterator[Path]:
    """Yield the text files in and below a folder, and the links to folders, which are not followed."""
    for name, folders, files in os.walk(folder):
        pages = {Path(each).stem for each in files if Path(each).suffix.lower() in _PAGES}
        folders[:] = [each for each in folders if not each.startswith(".") and not _belongs_to(each, pages)]
        parent = Path(name)
        yield from (parent / each for each in folders if (parent / each).is_symlink())
        yield from (
            parent / each
            for each in files
            if not each.startswith(".") and Path(each).suffix.lower() in SUFFIXES
        )


def _belongs_to(folder: str, pages: set[str]) -> bool:
    """Whether a browser saved the pictures, scripts and frames of a page in this folder, beside the page."""
    return any(folder.endswith(end) and folder.removesuffix(end) in pages for end in _PARTS_OF_PAGES)


def _leads_outside(link: Path, folder: Path) -> bool:
    """Whether a link leads out of a folder, or nowhere because it leads in a circle."""
    try:
        return not link.resolve(strict=True).is_relative_to(folder)
    except FileNotFoundError:
        return not link.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return True
