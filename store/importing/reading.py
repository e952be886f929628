"""Reads a file as an article."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from store.importing.input_file import read_input
from store.importing.limits import MAX_FILE_BYTES
from store.importing.plain_text import read_text
from store.model.article import Draft
from store.model.surrogates import writable

_TOO_LARGE = "too large for an article; split it first"


def read_file(path: Path) -> tuple[Draft, str]:
    """Return the article in a text file, with its absolute path as ``origin``, and the file's encoding.

    The suffix does not matter.

    :raises BadInput: when the file is missing, unreadable, too large, or contains no text; never OSError.
    """
    draft, encoding = read_text(read_input(path, MAX_FILE_BYTES, _TOO_LARGE), str(path))
    return replace(draft, origin=writable(str(path.absolute()))), encoding
