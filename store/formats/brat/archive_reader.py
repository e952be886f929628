"""Reads an archive of texts annotated with brat: ``.ann`` files, and the texts beside them.

Other files in it are read as they are in any archive.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipInfo

import msgspec

from store.errors import BadInput, phrase_of
from store.formats.archives.reader import entry_names, is_hidden, read_files
from store.formats.brat.reader import article_of
from store.formats.documents.package import Package
from store.formats.documents.several_parts import tells_refusal
from store.formats.shared.offsets import normalise_newlines
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive
from store.importing.decoding.encodings import decode
from store.importing.file_formats import SUFFIXES, ZIP
from store.importing.input_file import read_input
from store.importing.piece import Piece, Source
from store.importing.reading import with_origin
from store.language import _
from store.model.annotation import UNKNOWN_TIME, Annotation, QuotedAnnotation
from store.model.bundle import Bundle, IncomingArticle
from store.model.new_annotations import annotation_of_quote
from store.model.stable_ids import guid


def has_annotations(path: Path) -> bool:
    """Whether an archive has annotations of brat."""
    try:
        with open_archive(path) as archive:
            return any(
                name.endswith(".ann") and not is_hidden(name) for name in map(str.lower, archive.namelist())
            )
    except (BadInput, *ARCHIVE_ERRORS):
        return False


def read(path: Path) -> Bundle:
    """Read the annotations in an archive, with their texts.

    :raises BadInput: it is damaged, needs a password, or unpacks to too much.
    """
    package = Package(
        read_input(path, ZIP.most_bytes, _("too large; unpack it and import what it holds")), str(path)
    )
    entries = [entry for entry in package.entries if not entry.is_dir()]
    files = {
        name: entry for name, entry in zip(entry_names(entries), entries, strict=True) if not is_hidden(name)
    }
    bundle = Bundle()
    bundle.pieces = _pieces(package, files, path, bundle)
    return bundle


def _pieces(
    package: Package, files: dict[str, ZipInfo], path: Path, bundle: Bundle
) -> Iterator[IncomingArticle]:
    stems = {posixpath.splitext(name)[0]: name for name in files if name.lower().endswith(".ann")}
    texts = {
        stem: name
        for name in files
        if name.lower().endswith(".txt") and (stem := posixpath.splitext(name)[0]) in stems
    }
    for stem, name in stems.items():
        try:
            data = package.unpack(files[name])
            lines = normalise_newlines(decode(data, name)[0]).removeprefix("\ufeff") if data.strip() else ""
            text = package.unpack(files[texts[stem]]) if stem in texts else None
            if lines or text:
                yield article_of(lines, name, text, bundle)
        except BadInput as error:
            bundle.left_out.append(str(error))
    taken = {*stems.values(), *texts.values()}
    others = [name for name in files if name not in taken]
    if any(posixpath.splitext(name)[1].lower() in SUFFIXES for name in others):
        source = Source(name=str(path), path=path)
        contents = ((name, package.unpack(files[name])) for name in others)
        yield from _others(read_files(contents, source), path, bundle)


def _others(pieces: Iterable[Piece], path: Path, bundle: Bundle) -> Iterator[IncomingArticle]:
    """Yield the articles that have no annotations of brat."""
    try:
        for piece in pieces:
            bundle.left_out += (
                _("{reason}.", reason=phrase_of(remark)) for remark in piece.remarks if tells_refusal(remark)
            )
            article = with_origin(piece, str(path.absolute())).article
            yield IncomingArticle(
                draft=article.draft,
                tags=article.tags,
                note=article.note,
                annotations=tuple(_annotation(article.draft.text, mark) for mark in article.marks),
            )
    except BadInput as error:
        bundle.left_out.append(str(error))


def _annotation(text: str, mark: QuotedAnnotation) -> Annotation:
    """Return an annotation that is the same at each import."""
    made = annotation_of_quote(text, mark, creator="")
    identity = guid("archive", text, str(made.start), str(made.end), mark.note, *mark.tags)
    return msgspec.structs.replace(made, id=identity, created=UNKNOWN_TIME, modified=UNKNOWN_TIME)
