"""A project of REFI-QDA 1.0, ours or of another program, brings texts with what was marked in them.

NVivo, MAXQDA, ATLAS.ti, QualCoder and others write such projects, each in its own way: see
:mod:`store.importers.refi_files` for where the texts are, :mod:`store.importers.counting` for positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from store.errors import BadInput
from store.importers.refi_files import BROKEN, ProjectFiles, opened
from store.importers.refi_index import DEPTH, Index, index_of
from store.importers.refi_notes import Notes, together
from store.importers.refi_pieces import Pieces
from store.interchange import Bundle, Piece
from store.refi_codes import Code, tags_among
from store.xml_reading import elements, local


def read(path: Path) -> Bundle:
    """What is in a project; its texts are read as they are gone through.

    :raises BadInput: it is none, or holds what no project needs.
    """
    with opened(path) as files:
        try:
            index = index_of(files)
        except (ValueError, LookupError, ET.ParseError, *BROKEN) as error:
            raise BadInput(f"{path}: it is no REFI-QDA project: {error}.") from error
        tags = tags_among(_described(files, index))
    return Bundle(pieces=_pieces(path, index), tags=tags, count=index.texts, left_out=index.left_out)


def _described(files: ProjectFiles, index: Index) -> Iterator[Code]:
    """The codes, with the notes on them as part of what describes them."""
    notes = Notes(files, index)
    for code in index.codes:
        words = [notes.words(note) for _, note in notes.named(code.notes)]
        tag = msgspec.structs.replace(code.tag, description=together([code.tag.description, *words]))
        yield msgspec.structs.replace(code, tag=tag) if words else code


def _pieces(path: Path, index: Index) -> Iterator[Piece]:
    with opened(path) as files, files.project() as stream:
        pieces = Pieces(files, index)
        for _, element in elements(stream, DEPTH):
            if local(element) == "TextSource" and (piece := pieces.piece(element)):
                yield piece
        pieces.tell()
