"""The formats of other programs' files that bring annotations, and the modules that read them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import cast

from store.errors import BadInput
from store.importing.file_formats import SUFFIXES as ARTICLE_SUFFIXES
from store.importing.input_file import open_input
from store.language import _
from store.model.bundle import Bundle

Reader = Callable[[Path], Bundle]
"""Reads a file; raises BadInput if it is not valid."""

_BRAT = "brat.reader"
"""Its files are empty beside a text without annotations."""

_BY_SUFFIX = {
    ".json": "json_files",
    ".jsonl": "json_line_files",
    ".ndjson": "json_line_files",
    ".jsonld": "web_annotation.reader",
    ".qdpx": "refi_qda.project_reader",
    ".qde": "refi_qda.project_reader",
    ".qdc": "codebook.files",
    ".pizhu": "pizhu.archive_reader",
    ".sqlite3": "taguette.reader",
    ".sqlite": "taguette.reader",
    ".db": "taguette.reader",
    ".lua": "koreader.reader",
    ".ann": _BRAT,
    ".zip": "brat.archive_reader",
    ".txt": "note_texts",
    ".text": "note_texts",
    ".md": "note_texts",
    ".markdown": "note_texts",
    ".csv": "note_tables.reader",
    ".tsv": "note_tables.reader",
    ".tab": "note_tables.reader",
    ".xlsx": "note_tables.reader",
}
"""The module, relative to ``store.formats``, that has the function ``read`` for files with a suffix."""

_SHARED = {
    "json_files": "is_notes",
    "json_line_files": "is_notes",
    "note_texts": "is_notes",
    "note_tables.reader": "is_table_of_notes",
    "brat.archive_reader": "has_annotations",
}
"""Modules for suffixes that articles have too, with their function that looks into a file."""

_ARCHIVES = {".ann": "brat.archive_reader", ".qde": "refi_qda.project_reader"}
"""The module that reads a ZIP archive with a file whose name ends so, whatever the archive is called."""

SUFFIXES = frozenset(_BY_SUFFIX)
"""The suffixes of files that may bring annotations; :func:`is_bundle` says whether one does."""


def is_bundle(path: Path) -> bool:
    """Return whether a file brings annotations: by its suffix, and by its content if articles have it too,
    or if its suffix says nothing.

    A file that cannot be read is what its suffix says, so that reading it says what is wrong.
    """
    module = _module_of(path)
    if module is None or module not in _SHARED:
        return module is not None
    try:
        with open_input(path) as file:
            if not file.read(1):
                return module in _OWN
    except (BadInput, OSError):
        return module in _OWN
    return _has_notes(path, module) or (module in _OWN and not _has_articles(path))


def _module_of(path: Path) -> str | None:
    """Return the module that reads a file, if it has annotations: archives and databases are told apart by
    their content, other files by their suffix or, if it is none of a known format, by their content.
    """
    suffix = path.suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    if named is not None and named not in _ARCHIVES.values():
        return named
    if suffix in ARTICLE_SUFFIXES and suffix != ".zip":
        return named
    head = _head_of(path)
    if head.startswith(b"PK\x03\x04"):
        return next((module for end, module in _ARCHIVES.items() if _has_entry(path, end)), named)
    return _BY_SUFFIX[".sqlite3"] if named is None and head.startswith(b"SQLite format 3\0") else named


def _head_of(path: Path) -> bytes:
    try:
        with open_input(path) as file:
            return file.read(64) or b""
    except (BadInput, OSError):
        return b""


def _has_entry(path: Path, sign: str) -> bool:
    """Whether an archive has a file whose name, in lower case, ends so."""
    archives = import_module("store.formats.shared.zip_archive")
    try:
        with archives.open_archive(path) as archive:
            return any(name.lower().endswith(sign) for name in archive.namelist())
    except (BadInput, *archives.ARCHIVE_ERRORS):
        return False


def is_data(path: Path) -> bool:
    """Return whether a JSON file is neither notes nor articles: the settings or data of some program."""
    module = _BY_SUFFIX.get(path.suffix.lower(), "")
    if module not in _OWN or _has_articles(path):
        return False
    try:
        return not _has_notes(path, module)
    except (BadInput, OSError):
        return False


def is_stand_in(path: Path) -> bool:
    """Whether a text beside annotations of brat is no article, since it has only what notes quote."""
    return path.suffix.lower() == ".txt" and bool(_import(_BRAT).is_stand_in(path))


def _has_notes(path: Path, module: str) -> bool:
    looks_like_notes: Callable[[Path], bool] = getattr(_import(module), _SHARED[module])
    return looks_like_notes(path)


def _has_articles(path: Path) -> bool:
    is_file_of_articles: Callable[[Path], bool] = _import("tables.json_reader").is_file_of_articles
    return is_file_of_articles(path)


_OWN = ("json_files", "json_line_files")
"""Modules whose suffixes are those of notes if a file says nothing."""


def read_bundle(path: Path) -> Bundle:
    """Open a file that brings annotations. Its articles are read lazily.

    :raises BadInput: when the file cannot be read, or is not what its suffix says.
    """
    module = _module_of(path)
    if module is None:
        raise _without_notes(path)
    with open_input(path) as file:
        if not file.read(1) and not (module == _BRAT and path.with_suffix(".txt").is_file()):
            raise BadInput(_("{path}: the file is empty; choose another one.", path=path))
    try:
        return cast("Reader", _import(module).read)(path)
    except BadInput as error:
        raise BadInput(_naming(path, str(error))) from error


def _without_notes(path: Path) -> BadInput:
    if not path.suffix:
        return BadInput(_("{path}: files ending in nothing bring no notes; choose another one.", path=path))
    return BadInput(
        _(
            "{path}: files ending in {suffix} bring no notes; choose another one.",
            path=path,
            suffix=path.suffix,
        )
    )


def _import(module: str) -> ModuleType:
    return import_module(f"store.formats.{module}")


def _naming(path: Path, sentence: str) -> str:
    """Return a sentence with the name of the file, unless it has it."""
    if str(path) in sentence:
        return sentence
    return _("{path}: {sentence}", path=path, sentence=sentence)
