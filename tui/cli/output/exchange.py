"""What commands print of what came in and what was taken out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from store.model.surrogates import writable

if TYPE_CHECKING:
    from store.formats.markup.markdown_folder import FolderReport
    from store.importing.batch import ImportedFile, RejectedFile
    from store.model.bundle import Merged
from tui.cli.output.printing import json_line, say, warn
from tui.looks.wording import number_of


def imported(as_json: bool, taken: ImportedFile) -> None:
    """An imported file."""
    path = writable(str(taken.path))
    if as_json:
        json_line(
            id=taken.article,
            title=taken.title,
            status=taken.outcome,
            path=path,
            encoding=taken.encoding,
            orphans=taken.lost,
            error=None,
        )
    else:
        say(f"{taken.outcome:<9} {taken.article[:8]}  {taken.title}  ({path}, {taken.encoding})")
    if taken.lost:
        lost = number_of(taken.lost, "annotation")
        warn(
            f"“{taken.title}”: the words of {lost} are no longer in it; see `pizhu show {taken.article[:8]}`."
        )


def merged(as_json: bool, path: Path, done: Merged) -> None:
    """What became of a file with annotations from elsewhere; what it did not bring goes to standard error."""
    name = writable(str(path))
    if as_json:
        json_line(path=name, status="merged", error=None, **msgspec.to_builtins(done))
    else:
        say(f"{name}: {of_merged(done)}")
        if done.orphans:
            say(f"  {number_of(done.orphans, 'annotation')} without their words: see `pizhu list has:orphan`")
        if done.tags_added:
            say(f"  {number_of(done.tags_added, 'tag')} added to the codebook")
    for sentence in (*done.conflicts, *done.left_out):
        warn(f"{name}: {sentence}")


def of_merged(done: Merged) -> str:
    """What became of the articles and annotations of a file, in words."""
    articles = _counted(done.articles_added, done.articles_known, done.articles_beside)
    marks = _counted(done.annotations_added, done.annotations_known, done.annotations_beside)
    return f"articles {articles}; annotations {marks}"


def _counted(added: int, known: int, beside: int) -> str:
    counts = [f"{added:,} added", f"{known:,} known"] + ([f"{beside:,} kept beside others"] if beside else [])
    return ", ".join(counts)


def import_failed(as_json: bool, refused: RejectedFile) -> None:
    """A file that could not be imported: the sentence goes to standard error in any case."""
    if as_json:
        path, reason = writable(str(refused.path)), writable(refused.reason)
        json_line(id=None, title=None, status="failed", path=path, encoding=None, orphans=0, error=reason)
    warn(refused.reason)


def exported(as_json: bool, kind: str, path: Path, articles: int) -> None:
    """An export that was written to a file."""
    if as_json:
        json_line(format=kind, path=writable(str(path)), articles=articles)
    else:
        say(f"Wrote the notes on {number_of(articles, 'article')} to {path}")


def exported_folder(as_json: bool, kind: str, path: Path, articles: int, written: FolderReport) -> None:
    """An export that was written to a folder, and what was not written there."""
    if as_json:
        json_line(format=kind, path=writable(str(path)), articles=articles, **msgspec.to_builtins(written))
        return
    say(f"Wrote {number_of(written.files, 'file')} in {path}; unchanged: {written.unchanged:,}")
    for sentence in (*written.refused, *written.left):
        warn(sentence)


def export_text(kind: str, text: str, articles: int) -> None:
    """An export that was printed: its text as a field, for a program."""
    json_line(format=kind, path=None, articles=articles, text=text)
