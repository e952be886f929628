"""Reads a REFI-QDA 1.0 project of Pizhu or another program: texts with coded selections.

NVivo, MAXQDA, ATLAS.ti, QualCoder and others write such projects, with differences: see
:mod:`store.formats.refi_qda.project_files` for the places of the texts, and
:mod:`store.formats.shared.offsets` for positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from store.errors import BadInput, phrase_of
from store.formats.refi_qda.codes import Code, codable_tags
from store.formats.refi_qda.notes import NoteReader, join_notes
from store.formats.refi_qda.project_files import ProjectFiles, open_project_files
from store.formats.refi_qda.project_index import ENTRY_DEPTH, ProjectIndex, read_index
from store.formats.refi_qda.sources_reader import SourceReader
from store.formats.shared.safe_xml import iterate_elements, local_name
from store.formats.shared.zip_archive import ARCHIVE_ERRORS
from store.language import _
from store.model.bundle import Bundle, IncomingArticle
from store.reasons import reason_of


def read(path: Path) -> Bundle:
    """Read a project. Its texts are read one by one.

    :raises BadInput: when the file is not a project, or may be malicious.
    """
    with open_project_files(path) as files:
        try:
            index = read_index(files)
        except BadInput as error:
            raise BadInput(_("{path}: {error}", path=path, error=error)) from error
        except (ValueError, LookupError, ET.ParseError, *ARCHIVE_ERRORS) as error:
            raise BadInput(
                _("{path}: it is not a REFI-QDA project: {error}.", path=path, error=reason_of(error))
            ) from error
        tags = codable_tags(_with_notes(files, index))
    return Bundle(
        pieces=_articles(path, index),
        tags=tags,
        attributes=tuple(index.attributes.values()),
        searches=tuple(index.searches),
        count=index.text_source_count,
        left_out=index.left_out,
        remarks=index.remarks,
    )


def _with_notes(files: ProjectFiles, index: ProjectIndex) -> Iterator[Code]:
    """Yield the codes, with the notes on them appended to their descriptions."""
    notes = NoteReader(files, index)
    for code in index.codes:
        texts = [notes.text_of(note) for _unused, note in notes.find(code.notes)]
        tag = msgspec.structs.replace(code.tag, description=join_notes([code.tag.description, *texts]))
        yield msgspec.structs.replace(code, tag=tag) if texts else code


def _articles(path: Path, index: ProjectIndex) -> Iterator[IncomingArticle]:
    try:
        yield from _read_articles(path, index)
    except (ValueError, LookupError, ET.ParseError, *ARCHIVE_ERRORS) as error:
        raise BadInput(
            _("{path} cannot be read to its end: {reason}.", path=path, reason=phrase_of(error))
        ) from error


def _read_articles(path: Path, index: ProjectIndex) -> Iterator[IncomingArticle]:
    with open_project_files(path) as files, files.open_project() as stream:
        source_reader = SourceReader(files, index)
        for _unused, element in iterate_elements(stream, ENTRY_DEPTH):
            if local_name(element) == "TextSource" and (article := source_reader.read(element)):
                yield article
        source_reader.report_left_out()
