"""A project of REFI-QDA 1.0, ours or of another program, brings texts with what was marked in them.

NVivo, MAXQDA, ATLAS.ti, QualCoder and others write such projects, each in its own way: see
:mod:`store.formats.refi_qda.project_files` for where the texts are, and
:mod:`store.formats.shared.offsets` for positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from store.errors import BadInput
from store.formats.refi_qda.codes import Code, codable_tags
from store.formats.refi_qda.memos import Notes, together
from store.formats.refi_qda.project_files import BROKEN, ProjectFiles, opened
from store.formats.refi_qda.project_index import DEPTH, Index, index_of
from store.formats.refi_qda.sources_reader import Pieces
from store.formats.shared.safe_xml import elements, local_name
from store.model.bundle import Bundle, IncomingArticle


def read(path: Path) -> Bundle:
    """What is in a project; its texts are read as they are gone through.

    :raises BadInput: it is none, or holds what no project needs.
    """
    with opened(path) as files:
        try:
            index = index_of(files)
        except (ValueError, LookupError, ET.ParseError, *BROKEN) as error:
            raise BadInput(f"{path}: it is no REFI-QDA project: {error}.") from error
        tags = codable_tags(_described(files, index))
    return Bundle(pieces=_pieces(path, index), tags=tags, count=index.texts, left_out=index.left_out)


def _described(files: ProjectFiles, index: Index) -> Iterator[Code]:
    """The codes, with the notes on them as part of what describes them."""
    notes = Notes(files, index)
    for code in index.codes:
        words = [notes.words(note) for _, note in notes.named(code.notes)]
        tag = msgspec.structs.replace(code.tag, description=together([code.tag.description, *words]))
        yield msgspec.structs.replace(code, tag=tag) if words else code


def _pieces(path: Path, index: Index) -> Iterator[IncomingArticle]:
    with opened(path) as files, files.project() as stream:
        pieces = Pieces(files, index)
        for _, element in elements(stream, DEPTH):
            if local_name(element) == "TextSource" and (piece := pieces.piece(element)):
                yield piece
        pieces.tell()
