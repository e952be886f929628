"""Which files to import where a folder is named."""

from __future__ import annotations

from pathlib import Path

from store.errors import BadInput

SUFFIXES = frozenset({".txt", ".text", ".md"})
"""Endings of the files taken from a folder; a file that is named itself may have any."""


def files_in(path: Path) -> list[Path]:
    """The path itself, or the text files in the folder and below it, in the order of their names.

    Hidden files, and those in hidden folders, are left out.

    :raises BadInput: it is a folder without a text file.
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
