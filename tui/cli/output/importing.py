"""Printing imported and merged files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store.model.surrogates import writable
from tui.cli.output.printing import Problems, print_json, print_text, record_fields
from tui.looks.wording import number_of, of_merged, on_changed_words

if TYPE_CHECKING:
    from store.importing.batch import ImportedFile, RejectedFile
    from store.model.bundle import Merged

_MOST_REMARKS = 10
"""Remarks on one file that are printed."""


def print_imported_file(as_json: bool, imported: ImportedFile, problems: Problems) -> None:
    """Print a file that was imported; damage and annotations without their words go to standard error.

    So do, as JSON, those on changed words.
    """
    path = writable(str(imported.path))
    if as_json:
        print_json(
            id=imported.article,
            title=imported.title,
            status=imported.outcome,
            path=path,
            encoding=imported.encoding,
            orphans=imported.lost,
            moved=imported.moved,
            error=None,
        )
    else:
        article = f"{imported.article[:8]}  {imported.title}"
        print_text(f"{imported.outcome:<9} {article}  ({path}, {imported.encoding})")
    if imported.moved:
        changed = f"{on_changed_words(imported.moved)}: see `pizhu notes --moved`"
        problems.report(f"“{imported.title}”: {changed}.") if as_json else print_text(f"  {changed}")
    if imported.repairs:
        problems.report(
            f"{path}: this file is not quite {imported.encoding.partition(' ')[0]} ({imported.repairs})."
        )
    if imported.lost:
        lost = number_of(imported.lost, "annotation")
        problems.report(
            f"“{imported.title}”: the words of {lost} are no longer in it; "
            f"see `pizhu show {imported.article[:8]}`."
        )


def print_merged_file(as_json: bool, path: Path, merged: Merged, problems: Problems) -> None:
    """Print the result of merging a file with annotations; conflicts and omissions go to standard error."""
    name = writable(str(path))
    if as_json:
        print_json(path=name, status="merged", error=None, **record_fields(merged))
    else:
        print_text(f"{name}: {of_merged(merged)}")
        if merged.orphans:
            orphans = number_of(merged.orphans, "annotation")
            print_text(f"  {orphans} without their words: see `pizhu list has:orphan`")
        if merged.moved:
            print_text(f"  {on_changed_words(merged.moved)}: see `pizhu notes --moved`")
        if merged.tags_added:
            print_text(f"  {number_of(merged.tags_added, 'tag')} added to the codebook")
        for remark in merged.remarks[:_MOST_REMARKS]:
            print_text(f"  {remark}")
        if merged.remarks.total > _MOST_REMARKS:
            print_text(f"  {merged.remarks.total - _MOST_REMARKS:,} more remarks; --json lists them")
    for sentences in (merged.conflicts, merged.left_out):
        problems.report_all(sentences, sentences.total, before=f"{name}: ")


def print_rejected_file(as_json: bool, rejected: RejectedFile, problems: Problems) -> None:
    """Print a file that could not be imported; the reason goes to standard error as well."""
    if as_json:
        path, reason = writable(str(rejected.path)), writable(rejected.reason)
        print_json(
            id=None, title=None, status="failed", path=path, encoding=None, orphans=0, moved=0, error=reason
        )
    problems.report(rejected.reason)
