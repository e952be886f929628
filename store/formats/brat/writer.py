"""Writes annotations for brat: for each article a text, and its annotations in brat's standoff format.

Source: brat.nlplab.org/standoff.html. ``NAME.ann`` has a line for each tag of an annotation, ``T1<tab>TYPE
START END<tab>WORDS``, with positions in code points of ``NAME.txt``. An annotation that goes over several
lines is in fragments, ``START END;START END``, one a line. A type has no spaces: those of a tag become ``_``.
An annotation without a tag has the type :data:`UNTAGGED`. A note is an ``AnnotatorNotes`` on the first line
of its annotation, with spaces for its line ends, since brat has notes of one line.

brat has no place for what belongs to a whole article (its tags, its note), nor for annotations whose words
are no longer in the text: they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from store.errors import UsageError
from store.exporting.excerpts import with_excerpts
from store.exporting.file_names import FileNames
from store.exporting.own_files import BRAT
from store.exporting.sanitise import clean_text
from store.exporting.selection import Selection
from store.exporting.writing import write_error
from store.formats.markup.markdown_folder import FolderReport
from store.language import _
from store.library.merging.placeholder import is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article
from store.storage.atomic_write import AT_ONCE, Batch, make_folder

UNTAGGED = "Highlight"
"""The type of an annotation without a tag."""

NOTES_ONLY = "NotesOnly"
"""The type of the comment on a text that is only what notes quote."""

_UNIX = 3
"""The system that the entries of the archive name as their origin, wherever they are written."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write a zip archive with the files of each article."""
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.comment = BRAT
        for files in _files(selection):
            for name, content in files.items():
                entry = ZipInfo(name)  # dated 1980-01-01, so that the same library gives the same bytes
                entry.compress_type, entry.create_system = ZIP_DEFLATED, _UNIX
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content)


def write_folder(selection: Selection, folder: Path, *, force: bool) -> FolderReport:
    """Write the files of each article to a folder, unless they are up to date.

    :param force: overwrite files of other content. Without it, the files of an article are not written if
        one of them is there with other content, since annotations made in brat are in such files.
    :raises UsageError: the path is a file.
    :raises PizhuError: the folder or a file cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(_("{folder} is a file, not a folder: use another path.", folder=folder))
    report, batch = FolderReport(), Batch()
    try:
        make_folder(folder)
        for files in _files(selection):
            _write_files(batch, folder, files, report, force=force)
            if len(batch) >= AT_ONCE:
                _flush(batch)
        _flush(batch)
    except OSError as error:
        batch.discard()
        raise write_error(folder, error) from error
    except BaseException:
        batch.discard()
        raise
    return report


def _write_files(
    batch: Batch, folder: Path, files: Mapping[str, bytes], report: FolderReport, *, force: bool
) -> None:
    """Write the files of one article."""
    there = {name: (folder / name).read_bytes() for name in files if (folder / name).exists()}
    changed = [name for name, before in there.items() if before != files[name]]
    if changed and not force:
        report.refused.append(
            _(
                "{path} is there already with other content, which may have been made in brat, so the "
                "article was not exported: use another folder, or overwrite it with --force.",
                path=changed[0],
            )
        )
        return
    for name, content in files.items():
        if there.get(name) == content:
            report.unchanged += 1
        else:
            batch.write(folder / name, content)
            report.files += 1


def _flush(batch: Batch) -> None:
    batch.sync()
    batch.put()


def _files(selection: Selection) -> Iterator[dict[str, bytes]]:
    """Yield the files of each article: their names and contents."""
    names = FileNames(".txt")
    for article, selected in with_excerpts(selection):
        stem = names.assign(article.title, article.id).removesuffix(".txt")
        yield {
            f"{stem}.txt": article.text.encode(),
            f"{stem}.ann": "".join((*_notes_only(article), *standoff(selected))).encode(),
        }


def _notes_only(article: Article) -> Iterator[str]:
    """Yield the line that tells that a text is only what notes quote: a comment on its first words.

    It stands first, where :func:`store.formats.brat.reader.is_stand_in` finds it however many lines follow.
    """
    if is_placeholder(article.origin):
        only_notes = "Only what notes quote: the text is not in the library"  # untranslated: in the file
        yield f"#0\t{NOTES_ONLY} T1\t{only_notes}\n"


def standoff(annotations: Iterable[Annotation]) -> Iterator[str]:
    """Yield the lines of an ``.ann`` file, in text order. Orphans are left out."""
    spans = notes = 0
    placed = (annotation for annotation in annotations if not annotation.orphan)
    for annotation in sorted(placed, key=lambda each: (each.start, each.end, each.id)):
        fragments = list(_fragments(annotation))
        if not fragments:
            continue  # nothing but line ends
        first = spans + 1
        positions = ";".join(f"{start} {end}" for start, end, _unused in fragments)
        words = " ".join(words for _unused, _unused, words in fragments)
        for kind in dict.fromkeys(map(brat_type, annotation.tags or (UNTAGGED,))):
            spans += 1
            yield f"T{spans}\t{kind} {positions}\t{words}\n"
        if annotation.note:
            notes += 1
            note = " ".join(clean_text(annotation.note).split())
            yield f"#{notes}\tAnnotatorNotes T{first}\t{note}\n"  # untranslated: content of the file


def _fragments(annotation: Annotation) -> Iterator[tuple[int, int, str]]:
    """Yield the start, the end and the words of each line of an annotation, without empty lines."""
    for found in re.finditer(r"[^\r\n]+", annotation.exact):
        yield annotation.start + found.start(), annotation.start + found.end(), found.group()


def brat_type(tag: str) -> str:
    """Return a tag as a type of brat, which has no white space and no semicolon."""
    return re.sub(r"\s", "_", clean_text(tag)).replace(";", "；") or UNTAGGED
