"""The export formats: their names, their file suffixes, and the modules that write them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import IO, cast

import msgspec

from store.errors import PizhuError, UsageError
from store.exporting.selection import Selection
from store.extras import how_to_install
from store.language import Lazy, _, lazy
from store.wording import listed

Writer = Callable[[Selection, IO[bytes]], None]
"""Writes a selection to a binary stream."""


class Format(msgspec.Struct, frozen=True):
    """An export format.

    Its module has a function ``write(selection, out)``, a :data:`Writer`. It writes piece by piece, and the
    same selection always gives the same bytes. Optional dependencies are imported at the top of that module,
    which is itself imported on first use.
    """

    name: str
    """The name used on the command line."""
    title: Lazy
    """A description for users."""
    suffixes: tuple[str, ...]
    """File suffixes, the usual one first."""
    module: str
    """The module that writes it, relative to ``store.formats``."""
    is_text: bool = True
    """Whether the file is readable as plain text."""
    extra: str = ""
    """The extra of this project that installs its dependencies; empty when it needs none."""
    folder_module: str = ""
    """The module whose ``write_folder`` writes it to a folder, relative to ``store.formats``; empty when the
    format is always one file.
    """

    def writer(self) -> Writer:
        """Import the module and return its ``write``.

        :raises PizhuError: when an optional dependency is not installed.
        """
        try:
            return cast("Writer", import_module(f"store.formats.{self.module}").write)
        except ImportError as error:
            if not self.extra:
                raise
            raise PizhuError(
                _(
                    "The format {format} needs {package}: install it with {command}.",
                    format=self.name,
                    package=error.name,
                    command=how_to_install(self.extra),
                )
            ) from error


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "markdown",
            lazy("Markdown, as Obsidian has it"),
            (".md", ".markdown"),
            "markup.markdown",
            folder_module="markup.markdown_folder",
        ),
        Format("org", lazy("Org, for Emacs"), (".org",), "markup.org"),
        Format("html", lazy("a page to read or print"), (".html", ".htm"), "html.page"),
        Format("docx", lazy("Word, with comments"), (".docx",), "word.document", is_text=False),
        Format("csv", lazy("a table, a quote a row"), (".csv",), "tables.quotes_csv"),
        Format("csv-matrix", lazy("a table of articles by tags"), (".csv",), "tables.matrix_csv"),
        Format(
            "xlsx",
            lazy("Excel: quotes, articles by tags"),
            (".xlsx",),
            "tables.xlsx",
            is_text=False,
            extra="export",
        ),
        Format("json", lazy("everything, to read back"), (".json",), "pizhu.json_writer"),
        Format("jsonl", lazy("everything, an article a line"), (".jsonl", ".ndjson"), "pizhu.jsonl_writer"),
        Format("jsonld", lazy("W3C Web Annotations"), (".jsonld",), "web_annotation.writer"),
        Format("qdpx", lazy("a REFI-QDA project"), (".qdpx",), "refi_qda.project_writer", is_text=False),
        Format("qdc", lazy("a REFI-QDA codebook"), (".qdc",), "refi_qda.codebook"),
        Format(
            "brat",
            lazy("texts and annotations for brat"),
            (".zip",),
            "brat.writer",
            is_text=False,
            folder_module="brat.writer",
        ),
        Format("doccano", lazy("labelled texts for doccano"), (".jsonl", ".json"), "doccano.writer"),
        Format("anki", lazy("an Anki deck"), (".apkg",), "anki.deck", is_text=False),
        Format("anki-text", lazy("text that Anki imports"), (".txt", ".tsv"), "anki.tsv"),
        Format("bibtex", lazy("the articles as BibTeX"), (".bib",), "citations.bibtex"),
        Format("csl-json", lazy("the articles as CSL-JSON, for Zotero"), (".json",), "citations.csl_json"),
        Format("ris", lazy("the articles as RIS"), (".ris",), "citations.ris"),
        Format(
            "pizhu",
            lazy("all as one archive, to merge elsewhere"),
            (".pizhu",),
            "pizhu.archive_writer",
            is_text=False,
        ),
    )
}
"""All export formats, by name."""


def format_of(name: str) -> Format:
    """Return the format of that name.

    :raises UsageError: when there is no such format.
    """
    if name == "pdf":
        raise UsageError(
            _("There is no format 'pdf': export html, and print the page from a browser to a PDF.")
        )
    if name not in FORMATS:
        raise UsageError(
            _(
                "There is no format {name!r}: use one of {formats}.",
                name=name,
                formats=listed(FORMATS),
            )
        )
    return FORMATS[name]
