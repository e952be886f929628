"""Files from elsewhere that bring annotations along: which they are, and what reads them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from store.errors import BadInput
from store.model.bundle import Bundle

Reader = Callable[[Path], Bundle]
"""Reads a file; raises BadInput when it is not what it should be."""

_READERS = {
    ".json": "json_files",
    ".jsonl": "pizhu.jsonl_reader",
    ".ndjson": "pizhu.jsonl_reader",
    ".jsonld": "web_annotation.reader",
    ".qdpx": "refi_qda.project_reader",
    ".qde": "refi_qda.project_reader",
    ".qdc": "codebook.files",
    ".pizhu": "pizhu.archive_reader",
    ".sqlite3": "taguette.reader",
    ".sqlite": "taguette.reader",
    ".db": "taguette.reader",
}
"""By the end of a file's name, the module of this package with a function ``read``."""


def is_bundle(path: Path) -> bool:
    """Whether the name of a file says that it brings annotations along."""
    return path.suffix.lower() in _READERS


def read_bundle(path: Path) -> Bundle:
    """What is in a file from elsewhere; its articles are read as they are gone through.

    :raises BadInput: it cannot be read, or is not what its name says.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadInput(f"{path} cannot be read: {reason}.") from error
    if not path.is_file():
        raise BadInput(f"{path}: this is no ordinary file; name one that can be read to its end.")
    if not size:
        raise BadInput(f"{path}: there is nothing in it.")
    module = import_module(f"store.formats.{_READERS[path.suffix.lower()]}")
    return cast("Reader", module.read)(path)
