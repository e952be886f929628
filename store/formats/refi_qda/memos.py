"""The notes of a REFI-QDA project, as whatever they are on refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from store.errors import BadInput
from store.formats.refi_qda.names import plain_guid
from store.formats.refi_qda.project_files import ProjectFiles, Unreadable
from store.formats.refi_qda.project_index import Index, Note, notes_of
from store.formats.shared.offsets import with_newlines
from store.importing.encodings import decode
from store.model.annotation import clean_note


class Notes:
    """Finds notes and reads their words; the index keeps which were found."""

    def __init__(self, files: ProjectFiles, index: Index) -> None:
        self._files = files
        self._index = index

    def on(self, element: ET.Element) -> list[tuple[str, Note]]:
        """The notes that an element refers to, and those that a link leads to from it; each with its GUID."""
        known = plain_guid(element.get("guid", ""))
        return list(self.named([*notes_of(element), *self._index.linked.get(known, [])]))

    def named(self, guids: Iterable[str]) -> Iterator[tuple[str, Note]]:
        """The notes of those GUIDs, each once."""
        for known in dict.fromkeys(guids):
            note = self._index.notes.get(known)
            if note is not None:
                self._index.noted.add(known)
                yield known, note

    def words(self, note: Note) -> str:
        """What a note says."""
        if note.words or not note.path:
            return note.words
        try:
            return with_newlines(decode(self._files.text(note.path), note.path)[0])
        except (Unreadable, BadInput) as error:
            self._index.left_out.append(f"A note was left out: {str(error).rstrip('.')}.")
            return ""


def together(notes: Iterable[str]) -> str:
    """Several notes as one, with an empty line between them."""
    return "\n\n".join(dict.fromkeys(filter(None, map(clean_note, notes))))
