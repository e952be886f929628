"""Printing the results of exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import counted
from tui.cli.output.printing import Problems, print_json, print_text, record_fields

if TYPE_CHECKING:
    from store.formats.markup.markdown_folder import FolderReport


def print_exported_file(as_json: bool, kind: str, path: Path, articles: int) -> None:
    """Print where an export was written."""
    if as_json:
        print_json(format=kind, path=writable(str(path)), articles=articles)
    else:
        print_text(
            _(
                "Wrote the notes on {articles} to {path}",
                articles=counted(articles, "article", "articles"),
                path=path,
            )
        )


def print_exported_folder(as_json: bool, kind: str, path: Path, articles: int, written: FolderReport) -> None:
    """Print how many files an export wrote to a folder; files that were not written go to standard error."""
    if as_json:
        name = writable(str(path))
        print_json(format=kind, path=name, articles=articles, **record_fields(written))
        return
    print_text(
        _(
            "Wrote {files} in {path}; unchanged: {unchanged:,}",
            files=counted(written.files, "file", "files"),
            path=path,
            unchanged=written.unchanged,
        )
    )
    problems = Problems(lazy("and {number:,} more files; --json lists all of them."))
    problems.report_all([*written.refused, *written.left])
    problems.summarise()


def print_export_as_json(kind: str, text: str, articles: int) -> None:
    """Print an export as a field of a JSON object."""
    print_json(format=kind, path=None, articles=articles, text=text)
