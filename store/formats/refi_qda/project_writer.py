"""A REFI-QDA 1.0 project: an archive of all texts and of ``project.qde``, which says what was marked in them.

What the schema asks for (Project.xsd of 18 March 2019, qdasoftware.org, MIT), which makes the order here:

- ``Project``: Users, CodeBook, Variables, Cases, Sources, Notes, Links, Sets, Graphs, Description, NoteRef*;
  each of the containers may be missing and none may be empty. Users and Codes need at least one User, Code.
- ``TextSource`` and ``Note`` (the same type): Description, PlainTextContent, PlainTextSelection*, Coding*,
  NoteRef*, VariableValue*; a text is either in PlainTextContent or in the file that plainTextPath names.
- ``PlainTextSelection``: Description, Coding*, NoteRef*; with startPosition and endPosition.
- ``Coding``: CodeRef, NoteRef*. ``VariableValue``: VariableRef, then one value. ``Code``: see
  :mod:`store.formats.refi_qda.codes`.

Positions are code points of the text, which is UTF-8 with LF and without a mark before it. Tags of an article
are Codings of its source; what an article or annotation has that REFI-QDA does not know is in variables
(:mod:`store.formats.refi_qda.variables`). An annotation whose words are no longer in the text is a note on
the source.
Characters that XML cannot hold become U+FFFD, in everything but the texts themselves.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from store.exporting.selection import Selection
from store.formats.refi_qda.codes import render_codes
from store.formats.refi_qda.names import ORIGIN, PROGRAM, PROJECT, PROJECT_FILE, SCHEMA, SOURCES
from store.formats.refi_qda.sources_writer import Sources, article_guid, person_guid
from store.formats.refi_qda.variables import Variable
from store.formats.shared.xml_writing import HEADER, begun, ended, whole
from store.model.tag import Tag

_SOME_DAY = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can tell: the same library makes the same bytes."""
_UNIX = 3
"""Whose way of describing files it is, wherever it is written."""
_MODE = 0o644


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the project of a selection: each text as it comes, what is said of them at the end."""
    sources = Sources()
    with (
        TemporaryFile() as said,
        TemporaryFile() as noted,
        ZipFile(out, "w", ZIP_DEFLATED) as archive,
    ):
        for article, marks in selection:
            name = f"{SOURCES}/{article_guid(article.id)}.txt"
            archive.writestr(_entry(name), article.text.encode())
            source, notes = sources.source(article, marks)
            said.write(source.encode())
            noted.write(notes.encode())
        with TemporaryFile() as project:
            for part in _project(sources, _tags(selection, sources), said, noted):
                project.write(part)
            entry = _entry(PROJECT_FILE)
            entry.file_size = project.tell()  # so that it is known beforehand whether it is a large one
            project.seek(0)
            with archive.open(entry, "w") as file:
                shutil.copyfileobj(project, file)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _SOME_DAY)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _MODE << 16
    return entry


def _tags(selection: Selection, sources: Sources) -> list[Tag]:
    """The codebook of the selection, and of other tags those that its annotations have as well."""
    asked = {tag.name: tag for tag in selection.codebook()}
    every = {tag.name: tag for tag in selection.library.codebook.tags()}
    used = {name: every.get(name, Tag(name=name)) for name in sources.tags}
    return list({**used, **asked}.values())


def _project(sources: Sources, tags: list[Tag], said: IO[bytes], noted: IO[bytes]) -> Iterator[bytes]:
    """The project in pieces; sources and notes are copied from where they were written."""
    for part in (HEADER, _start(sources), *_users(sources), *_codebook(tags), *_variables(sources)):
        yield part.encode()
    yield from _container("Sources", said)
    yield from _container("Notes", noted)
    yield f"{ended('Project')}\n".encode()


def _start(sources: Sources) -> str:
    attributes = {
        "xmlns": PROJECT,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": SCHEMA,
        "name": ORIGIN,
        "origin": ORIGIN,
        "creatingUserGUID": PROGRAM,
        "creationDateTime": sources.first,
        "modifiedDateTime": sources.last,
    }
    return begun("Project", **attributes) + "\n"


def _users(sources: Sources) -> Iterator[str]:
    yield begun("Users") + "\n"
    yield whole("User", guid=PROGRAM, name=ORIGIN) + "\n"
    for creator in sorted(sources.people):
        yield whole("User", guid=person_guid(creator), name=creator, id=creator) + "\n"
    yield ended("Users") + "\n"


def _codebook(tags: list[Tag]) -> Iterator[str]:
    if tags:
        yield from (begun("CodeBook") + "\n", *render_codes(tags), ended("CodeBook") + "\n")


def _variables(sources: Sources) -> Iterator[str]:
    if sources.variables:
        yield begun("Variables") + "\n"
        for variable in Variable:
            if variable in sources.variables:
                yield _variable(variable) + "\n"
        yield ended("Variables") + "\n"


def _variable(variable: Variable) -> str:
    return whole("Variable", guid=variable.guid, name=variable, typeOfVariable=variable.type)


def _container(name: str, written: IO[bytes]) -> Iterator[bytes]:
    """An element around what was written, unless that is nothing."""
    if not written.seek(0, os.SEEK_END):
        return
    written.seek(0)
    yield f"{begun(name)}\n".encode()
    while piece := written.read(1 << 16):
        yield piece
    yield f"{ended(name)}\n".encode()
