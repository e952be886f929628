"""A file becomes an article: one module a format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from store.errors import BadInput
from store.importing.plain_text import read_text
from store.model.article import Draft
from store.model.surrogates import writable

MOST = 64 * 1024 * 1024
"""Bytes: no file larger than this is taken for an article."""

Reader = Callable[[bytes, str], tuple[Draft, str]]
"""Takes the bytes of a file and its name, gives the article and the encoding, raises BadInput."""

READERS: dict[str, Reader] = {
    "": read_text,
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
}
"""What reads a file, by the end of its name. Any other is tried as text."""


def read_file(path: Path) -> tuple[Draft, str]:
    """The article in a file, with its absolute path as ``origin``, and the encoding it was in.

    :raises BadInput: the file is missing, not readable, too large, or holds no text; never an OSError.
    """
    data = _read(path)
    draft, encoding = READERS.get(path.suffix.lower(), read_text)(data, str(path))
    return _with_origin(draft, path), encoding


def _read(path: Path) -> bytes:
    name = str(path)
    if path.exists() and not path.is_file() and not path.is_dir():
        raise BadInput(f"{name}: this is no ordinary file; name one that can be read to its end.")
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except FileNotFoundError:
        raise BadInput(f"{name}: there is no such file; check the path.") from None
    except IsADirectoryError:
        raise BadInput(f"{name}: this is a folder; name the files inside it.") from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise BadInput(f"{name}: this is a folder; name the files inside it.") from None
        raise BadInput(f"{name}: you have no permission to read it; change its mode or copy it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{name}: it cannot be read ({reason}); check the path.") from None
    if len(data) > MOST:
        raise BadInput(f"{name}: it is larger than 64 MiB, too large for an article; split it first.")
    return data


def _with_origin(draft: Draft, path: Path) -> Draft:
    return replace(draft, origin=writable(str(path.absolute())))
