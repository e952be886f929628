"""Exporters: a selection of the library becomes a file, one module a format.

A module of a format has a function ``write(selection, out)``, which writes all of the file to a binary
stream piece by piece: the same selection, the same bytes. What it needs beyond the project's own it imports
when it is imported itself, which is not before it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, cast

import msgspec

from store.errors import PizhuError, UsageError
from store.exporting.selection import Selection
from store.storage.atomic_write import replacing

Writer = Callable[[Selection, IO[bytes]], None]


class Format(msgspec.Struct, frozen=True):
    """A format that a selection can be written in."""

    name: str
    """As a command calls it."""
    title: str
    """What it is, for a person."""
    suffixes: tuple[str, ...]
    """How files of it end, the usual ending first; such files may be overwritten."""
    module: str
    """In which module of this package it is written."""
    is_text: bool = True
    """Whether a person can read the file as it is."""
    extra: str = ""
    """The extra of the project that brings what it needs."""

    def writer(self) -> Writer:
        """What writes it.

        :raises PizhuError: what it needs is not installed.
        """
        try:
            return cast("Writer", import_module(f"store.formats.{self.module}").write)
        except ImportError as error:
            if not self.extra:
                raise
            remedy = f"install it with `pip install 'pizhu[{self.extra}]'`"
            raise PizhuError(f"The format {self.name} needs {error.name}: {remedy}.") from error


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format("markdown", "Markdown, as Obsidian has it", (".md", ".markdown"), "markup.markdown"),
        Format("org", "Org, for Emacs", (".org",), "markup.org"),
        Format("html", "a page to read or print", (".html", ".htm"), "html.page"),
        Format("docx", "Word, with comments", (".docx",), "word.document", is_text=False),
        Format("csv", "a table, a quote a row", (".csv",), "tables.quotes_csv"),
        Format("csv-matrix", "a table of articles by tags", (".csv",), "tables.matrix_csv"),
        Format(
            "xlsx",
            "Excel: quotes, articles by tags",
            (".xlsx",),
            "tables.xlsx",
            is_text=False,
            extra="export",
        ),
        Format("json", "everything, to read back", (".json",), "pizhu.json_writer"),
        Format("jsonl", "everything, an article a line", (".jsonl", ".ndjson"), "pizhu.jsonl_writer"),
        Format("jsonld", "W3C Web Annotations", (".jsonld",), "web_annotation.writer"),
        Format("qdpx", "a REFI-QDA project", (".qdpx",), "refi_qda.project_writer", is_text=False),
        Format("qdc", "a REFI-QDA codebook", (".qdc",), "refi_qda.codebook"),
        Format("anki", "an Anki deck", (".apkg",), "anki.deck", is_text=False),
        Format("anki-text", "text that Anki imports", (".txt", ".tsv"), "anki.tsv"),
        Format("bibtex", "the articles as BibTeX", (".bib",), "citations.bibtex"),
        Format("csl-json", "the articles as CSL-JSON, for Zotero", (".json",), "citations.csl_json"),
        Format("ris", "the articles as RIS", (".ris",), "citations.ris"),
        Format(
            "pizhu",
            "all as one archive, to merge elsewhere",
            (".pizhu",),
            "pizhu.archive_writer",
            is_text=False,
        ),
    )
}
"""All formats, by name."""


def format_of(name: str) -> Format:
    """The format of that name.

    :raises UsageError: there is none.
    """
    if name == "pdf":
        raise UsageError("There is no format 'pdf': export html, and print the page from a browser to a PDF.")
    if name not in FORMATS:
        raise UsageError(f"There is no format {name!r}: use one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def export(
    selection: Selection, kind: Format, path: Path, *, force: bool = False, write: Writer | None = None
) -> None:
    """Write a selection to a file, whole or not at all.

    :param write: what writes it, if that is not the format's own.
    :raises UsageError: the path is a folder, or a file of another kind and ``force`` is not given.
    :raises PizhuError: it cannot be written there, or what the format needs is not installed.
    """
    check_place(path, kind.suffixes, force=force)
    write = write or kind.writer()
    try:
        with replacing(path.resolve()) as file:
            write(selection, file)
    except OSError as error:
        raise unwritten(path, error) from error


def write_export(path: Path, parts: Iterable[str], *, suffixes: Sequence[str], force: bool = False) -> None:
    """Write text to a file, whole or not at all.

    :param suffixes: endings of files of this kind, which may be overwritten.
    :raises UsageError: the path is a folder, or a file of another kind and ``force`` is not given.
    :raises PizhuError: it cannot be written there.
    """
    check_place(path, suffixes, force=force)
    try:
        with replacing(path.resolve()) as file:
            write_text(file, parts)
    except OSError as error:
        raise unwritten(path, error) from error


def check_place(path: Path, suffixes: Sequence[str], *, force: bool) -> None:
    """Refuse a place where something stands that is not to be overwritten.

    :raises UsageError: the path is a folder, no ordinary file, or a file of another kind and ``force`` is not
        given; or it ends like a file of another format.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file in it.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no ordinary file: write -o - to print, and lead that where you want it.")
    if force or path.suffix.lower() in suffixes:
        return
    if path.exists():
        raise UsageError(f"{path} is there already and of another kind: choose another name, or use --force.")
    other = next((kind.name for kind in FORMATS.values() if path.suffix.lower() in kind.suffixes), None)
    if other is not None:
        raise UsageError(
            f"{path.name} ends like {other}: let it end in {' or '.join(suffixes)}, or use --force."
        )


def unwritten(path: Path, error: OSError) -> PizhuError:
    """Why a file could not be written, as a sentence."""
    reason = (error.strerror or str(error)).lower()
    return PizhuError(f"{path} cannot be written: {reason}. Name another place.")


def write_text(out: IO[bytes], parts: Iterable[str]) -> None:
    """Write pieces of text as UTF-8."""
    for part in parts:
        out.write(part.encode())
