"""Reads a file as an article."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from store.errors import BadInput
from store.importing.plain_text import read_text
from store.model.article import Draft
from store.model.surrogates import writable

MAX_BYTES = 64 * 1024 * 1024
"""The size of the largest file that is read as an article."""


def read_file(path: Path) -> tuple[Draft, str]:
    """Return the article in a text file, with its absolute path as ``origin``, and the file's encoding.

    The suffix does not matter.

    :raises BadInput: when the file is missing, unreadable, too large, or contains no text; never OSError.
    """
    draft, encoding = read_text(_read_bytes(path), str(path))
    return replace(draft, origin=writable(str(path.absolute()))), encoding


def _read_bytes(path: Path) -> bytes:
    name = str(path)
    if path.exists() and not path.is_file() and not path.is_dir():
        raise BadInput(f"{name}: this is not a regular file; name one that can be read to its end.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(f"{name}: there is no such file; check the path.") from None
    except IsADirectoryError:
        raise BadInput(f"{name}: this is a folder; name the files inside it.") from None
    except PermissionError:
        if path.is_dir():  # Windows raises PermissionError for a folder
            raise BadInput(f"{name}: this is a folder; name the files inside it.") from None
        raise BadInput(f"{name}: you have no permission to read it; change its mode or copy it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{name}: it cannot be read ({reason}); check the path.") from None
    if len(data) > MAX_BYTES:
        raise BadInput(f"{name}: it is larger than 64 MiB, too large for an article; split it first.")
    return data
