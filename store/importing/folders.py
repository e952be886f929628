"""Finds the files to import in a folder."""

from __future__ import annotations

from pathlib import Path

from store.errors import BadInput

SUFFIXES = frozenset({".txt", ".text", ".md"})
"""The suffixes of files imported from a folder. A file named explicitly may have any."""


def files_in(path: Path) -> list[Path]:
    """Return the path itself or, if it is a folder, the text files in and below it, sorted by path.

    Hidden files and folders are skipped.

    :raises BadInput: when the folder contains no text file.
    """
    if not path.is_dir():
        return [path]
    found = sorted(
        each
        for each in path.rglob("*")
        if each.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in each.relative_to(path).parts)
        and each.is_file()
    )
    if not found:
        raise BadInput(f"{path}: there is no text file in this folder; name files ending in .txt or .md.")
    return found
