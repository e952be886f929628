"""Writes a REFI-QDA 1.0 project: an archive of all texts and of ``project.qde``, which has everything else.

Requirements of the schema (Project.xsd of 18 March 2019, qdasoftware.org, MIT), which define the order here:

- ``Project``: Users, CodeBook, Variables, Cases, Sources, Notes, Links, Sets, Graphs, Description, NoteRef*.
  Each container is optional and must not be empty. Users and Codes need at least one User and one Code.
- ``TextSource`` and ``Note`` (the same type): Description, PlainTextContent, PlainTextSelection*, Coding*,
  NoteRef*, VariableValue*. The text is either in PlainTextContent or in the file that plainTextPath names.
- ``PlainTextSelection``: Description, Coding*, NoteRef*, with startPosition and endPosition.
- ``Coding``: CodeRef, NoteRef*. ``VariableValue``: VariableRef, then one value. ``Code``: see
  :mod:`store.formats.refi_qda.codes`.

Positions are code points of the text, which is UTF-8 with LF and without a BOM. The tags of an article are
Codings of its source. Properties that REFI-QDA does not have are variables
(:mod:`store.formats.refi_qda.variables`), and so are attributes (:mod:`store.formats.refi_qda.attributes`).
Saved searches are Sets (:mod:`store.formats.refi_qda.sets`). An orphan is a note on the source. Characters
that XML does not allow become U+FFFD, except in the texts.

The note of an annotation is a Note, as the standard has it, and the Description of its selection, where
QualCoder and ATLAS.ti read it; likewise the note of an article and of its orphans, and its source. When our
own project is read back, it is read from the Notes. Creators come before the program among the users, since
QualCoder shows the codings of the first one. Of several annotations of one person without tags on the same
words only the first is a selection, with the notes of all; the others are notes on the source.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from store.exporting.excerpts import with_excerpts
from store.exporting.selection import Selection
from store.formats.refi_qda.attributes import AttributeVariables
from store.formats.refi_qda.codes import render_codes
from store.formats.refi_qda.names import (
    ORIGIN,
    PROGRAM_GUID,
    PROJECT_FILE,
    PROJECT_NAMESPACE,
    SCHEMA_LOCATION,
    SOURCES_FOLDER,
)
from store.formats.refi_qda.sets import render_sets
from store.formats.refi_qda.sources_writer import SourceWriter, article_guid, creator_guid
from store.formats.refi_qda.variables import Variable
from store.formats.shared.xml_writing import HEADER, element, end_tag, start_tag
from store.model.tag import Tag

_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of the archive's entries, the earliest of the format. The same library gives the same bytes."""
_UNIX = 3
"""The system that the entries name as their origin, wherever they are written."""
_FILE_MODE = 0o644


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the project of a selection: each text in turn, and ``project.qde`` at the end."""
    attributes = AttributeVariables(selection.library)
    sources, written = SourceWriter(attributes), set[str]()
    with (
        TemporaryFile() as sources_file,
        TemporaryFile() as notes_file,
        ZipFile(out, "w", ZIP_DEFLATED) as archive,
    ):
        for article, selected in with_excerpts(selection):
            name = f"{SOURCES_FOLDER}/{article_guid(article.id)}.txt"
            archive.writestr(_entry(name), article.text.encode())
            written.add(article.id)
            source, notes = sources.render(article, selected)
            sources_file.write(source.encode())
            notes_file.write(notes.encode())
        with TemporaryFile() as project:
            sets = "".join(render_sets(selection.library, written, is_whole=selection.is_whole))
            head = _head(sources, _tags(selection, sources), attributes)
            for part in _project(head, sources_file, notes_file, sets):
                project.write(part)
            entry = _entry(PROJECT_FILE)
            entry.file_size = (
                project.tell()
            )  # so that ``zipfile`` knows in advance whether the entry needs ZIP64
            project.seek(0)
            with archive.open(entry, "w") as file:
                shutil.copyfileobj(project, file)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EARLIEST_DATE)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _FILE_MODE << 16
    return entry


def _tags(selection: Selection, sources: SourceWriter) -> list[Tag]:
    """Return the codebook of the selection, and the other tags of its annotations."""
    selected = {tag.name: tag for tag in selection.codebook()}
    known = {tag.name: tag for tag in selection.library.codebook.tags()}
    used = {name: known.get(name, Tag(name=name)) for name in sources.tags}
    return list({**used, **selected}.values())


def _head(sources: SourceWriter, tags: list[Tag], attributes: AttributeVariables) -> Iterator[str]:
    """Yield what stands before the sources."""
    yield HEADER
    yield _project_start(sources)
    yield from _users(sources)
    yield from _codebook(tags)
    yield from _variables(sources, attributes)


def _project(
    head: Iterable[str], sources_file: IO[bytes], notes_file: IO[bytes], sets: str
) -> Iterator[bytes]:
    """Yield the project in pieces. Sources and notes are copied from temporary files."""
    for part in head:
        yield part.encode()
    yield from _container("Sources", sources_file)
    yield from _container("Notes", notes_file)
    yield sets.encode()
    yield f"{end_tag('Project')}\n".encode()


def _project_start(sources: SourceWriter) -> str:
    attributes = {
        "xmlns": PROJECT_NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": SCHEMA_LOCATION,
        "name": ORIGIN,
        "origin": ORIGIN,
        "creatingUserGUID": PROGRAM_GUID,
        "creationDateTime": sources.first_time,
        "modifiedDateTime": sources.last_time,
    }
    return start_tag("Project", **attributes) + "\n"


def _users(sources: SourceWriter) -> Iterator[str]:
    yield start_tag("Users") + "\n"
    for creator in sorted(sources.creators):
        yield element("User", guid=creator_guid(creator), name=creator, id=creator) + "\n"
    yield element("User", guid=PROGRAM_GUID, name=ORIGIN) + "\n"
    yield end_tag("Users") + "\n"


def _codebook(tags: list[Tag]) -> Iterator[str]:
    if tags:
        yield from (start_tag("CodeBook") + "\n", *render_codes(tags), end_tag("CodeBook") + "\n")


def _variables(sources: SourceWriter, attributes: AttributeVariables) -> Iterator[str]:
    defined = list(attributes.definitions())
    if sources.variables or defined:
        yield start_tag("Variables") + "\n"
        for variable in Variable:
            if variable in sources.variables:
                yield _variable(variable) + "\n"
        yield from (f"{each}\n" for each in defined)
        yield end_tag("Variables") + "\n"


def _variable(variable: Variable) -> str:
    return element("Variable", guid=variable.guid, name=variable, typeOfVariable=variable.type)


def _container(name: str, content: IO[bytes]) -> Iterator[bytes]:
    """Yield an element with the content of a file; nothing if the file is empty."""
    if not content.seek(0, os.SEEK_END):
        return
    content.seek(0)
    yield f"{start_tag(name)}\n".encode()
    while chunk := content.read(1 << 16):
        yield chunk
    yield f"{end_tag(name)}\n".encode()
