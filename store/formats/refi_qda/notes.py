"""Resolves references to notes in a REFI-QDA project and reads their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from store.errors import BadInput, phrase_of
from store.formats.refi_qda.names import normalise_guid
from store.formats.refi_qda.project_files import ProjectFiles, UnreadableText
from store.formats.refi_qda.project_index import ProjectIndex, ProjectNote, note_references
from store.formats.shared.offsets import normalise_newlines
from store.importing.decoding.encodings import decode
from store.importing.limits import MAX_NOTES_BYTES
from store.language import _
from store.model.annotation import clean_note

_MAX_COMPARED = 100_000
"""Code points of a Description in which repeated notes are looked for."""


class NoteReader:
    """Finds and reads notes. The index records which ones were found."""

    def __init__(self, files: ProjectFiles, index: ProjectIndex) -> None:
        self._files = files
        self._index = index
        self._length = 0
        """The length of the texts of all notes so far. A note may be referred to very often."""

    def notes_on(self, element: ET.Element) -> list[tuple[str, ProjectNote]]:
        """Return the notes on an element, with their GUIDs: those it refers to and those linked to it."""
        guid = normalise_guid(element.get("guid", ""))
        return list(self.find([*note_references(element), *self._index.linked_notes.get(guid, [])]))

    def find(self, guids: Iterable[str]) -> Iterator[tuple[str, ProjectNote]]:
        """Yield the notes with these GUIDs, each once."""
        for guid in dict.fromkeys(guids):
            note = self._index.notes.get(guid)
            if note is not None:
                self._index.imported_notes.add(guid)
                yield guid, note

    def text_of(self, note: ProjectNote) -> str:
        """Return the text of a note; if it cannot be read, report it and return an empty string."""
        if self._length > MAX_NOTES_BYTES:
            self._index.left_out.append(_("A note was left out: the notes are too long together."))
            return ""
        text = note.text if note.text or not note.path else self._read(note.path)
        self._length += len(text)
        return text

    def _read(self, path: str) -> str:
        try:
            return normalise_newlines(decode(self._files.read_text(path), path)[0])
        except (UnreadableText, BadInput) as error:
            self._index.left_out.append(_("A note was left out: {reason}.", reason=phrase_of(error)))
            return ""


def join_notes(notes: Iterable[str]) -> str:
    """Return several notes as one, separated by blank lines.

    Notes that are the same come once. So do those that are paragraphs of the first one, the Description, in
    which some programs repeat the notes.
    """
    first, *others = dict.fromkeys(filter(None, map(clean_note, notes))) or [""]
    if len(first) <= _MAX_COMPARED:
        whole = f"\n\n{first}\n\n"
        others = [note for note in others if f"\n\n{note}\n\n" not in whole]
    return "\n\n".join([first, *others])
