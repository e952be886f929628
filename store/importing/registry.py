"""The formats of other programs' files that bring annotations, and the modules that read them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from store.errors import BadInput
from store.importing.input_file import open_input
from store.model.bundle import Bundle

Reader = Callable[[Path], Bundle]
"""Reads a file; raises BadInput if it is not valid."""

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
"""The module, relative to ``store.formats``, that has the function ``read`` for files with a suffix."""


_MAY_HAVE_ARTICLES = frozenset({".json", ".jsonl", ".ndjson"})
"""The suffixes of files that bring annotations, or are tables of articles: their content says which."""


def is_bundle(path: Path) -> bool:
    """Return whether a file brings annotations, by its suffix and, for JSON, its content."""
    suffix = path.suffix.lower()
    if suffix in _MAY_HAVE_ARTICLES:
        return not import_module("store.formats.tables.json_reader").is_file_of_articles(path)
    return suffix in _READERS


def read_bundle(path: Path) -> Bundle:
    """Open a file that brings annotations. Its articles are read lazily.

    :raises BadInput: when the file cannot be read, or is not what its suffix says.
    """
    with open_input(path) as file:
        if not file.read(1):
            raise BadInput(f"{path}: the file is empty; choose another one.")
    module = import_module(f"store.formats.{_READERS[path.suffix.lower()]}")
    try:
        return cast("Reader", module.read)(path)
    except BadInput as error:
        raise BadInput(_naming(path, str(error))) from error


def _naming(path: Path, sentence: str) -> str:
    """Return a sentence with the name of the file, unless it has it."""
    return sentence if str(path) in sentence else f"{path}: {sentence}"
