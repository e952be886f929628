"""Reads the text selections of a source in a REFI-QDA project and their codings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

import msgspec

from store.formats.refi_qda.names import normalise_guid
from store.formats.refi_qda.notes import NoteReader, join_notes
from store.formats.refi_qda.project_index import ProjectIndex, ProjectNote, code_of, creator_of, positions_of
from store.formats.shared.safe_xml import child_text, children
from store.formats.shared.timestamps import UNKNOWN_TIME, utc_timestamp
from store.formats.shared.uuids import is_uuid
from store.importing.limits import MAX_ANNOTATIONS, check_count
from store.language import pgettext
from store.model.stable_ids import guid


class CodedSelection(msgspec.Struct, frozen=True):
    """A selection that one person has coded or commented."""

    id: str
    positions: tuple[int, int]
    """Start and end, in the counting of the program that wrote the project."""
    quote: str
    """The name of the selection, which usually is the beginning of its text."""
    tags: tuple[str, ...]
    note: str
    creator: str
    created: str
    modified: str


class SelectionReader:
    """Reads selections and counts what is left out."""

    def __init__(self, index: ProjectIndex, notes: NoteReader) -> None:
        self._index = index
        self._notes = notes
        self._ids: Counter[str] = Counter()
        self.without_text = 0
        """How many selections have no positions, or contain no text."""
        self.with_unknown_code = 0
        """How many codings refer to a code that is not in the codebook."""

    def read(self, source: ET.Element) -> Iterator[CodedSelection]:
        """Yield the selections of a source.

        :raises BadInput: when there are too many.
        """
        count = 0
        for selection in children(source, "PlainTextSelection"):
            positions = positions_of(selection)
            if positions is None:
                self.without_text += 1
                continue
            for coded in self._split_by_creator(selection, positions, source.get("guid", "")):
                count += 1
                check_count(count, MAX_ANNOTATIONS, pgettext("more than", "annotations"))
                yield coded

    def _split_by_creator(
        self, selection: ET.Element, positions: tuple[int, int], source: str
    ) -> Iterator[CodedSelection]:
        """Yield one selection for each person who coded it, since an annotation has one creator."""
        codings = list(children(selection, "Coding"))
        owner = creator_of(selection) or next(filter(None, map(creator_of, codings)), "")
        coded: dict[str, list[ET.Element]] = {owner: []}
        for coding in codings:
            coded.setdefault(creator_of(coding) or owner, []).append(coding)
        note = self._note_on(selection, codings)
        if not coded[owner] and not note and len(coded) > 1:
            del coded[owner]
        selection_guid = self._unique_guid(selection.get("guid", ""), source, *map(str, positions))
        for number, (user, own_codings) in enumerate(coded.items()):
            times = [
                selection.get("creationDateTime"),
                *(each.get("creationDateTime") for each in own_codings),
            ]
            created = self.first_time(times)
            yield CodedSelection(
                id=selection_guid if number == 0 else guid("selection", selection_guid, user),
                positions=positions,
                quote=selection.get("name", ""),
                tags=self.tags_of_codings(own_codings),
                note=note if number == 0 else "",
                creator=self._index.user_name(user),
                created=created,
                modified=utc_timestamp(selection.get("modifiedDateTime")) or created,
            )

    def _unique_guid(self, given: str, *names: str) -> str:
        """Return the GUID of a selection; if it has none or a duplicate, one derived from its position."""
        selection_guid = normalise_guid(given)
        if not is_uuid(selection_guid):
            selection_guid = guid("selection", *names)
        self._ids[selection_guid] += 1
        return (
            selection_guid
            if self._ids[selection_guid] == 1
            else guid("another", selection_guid, str(self._ids[selection_guid]))
        )

    def _note_on(self, selection: ET.Element, codings: Iterable[ET.Element]) -> str:
        notes = [note for each in (selection, *codings) for _unused, note in self._notes.notes_on(each)]
        description = "" if self._index.is_ours else child_text(selection, "Description")
        return join_notes([description, *map(self._notes.text_of, notes)])

    def from_note(self, note_guid: str, note: ProjectNote, positions: tuple[int, int]) -> CodedSelection:
        """Return the selection that a note of QualCoder makes in the source."""
        created = self.first_time([note.created])
        return CodedSelection(
            id=note_guid if is_uuid(note_guid) else guid("note", note_guid),
            positions=positions,
            quote="",
            tags=(),
            note=join_notes([self._notes.text_of(note)]),
            creator=self._index.user_name(note.creator),
            created=created,
            modified=utc_timestamp(note.modified) or created,
        )

    def first_time(self, candidates: Iterable[str | None]) -> str:
        """Return the first valid time; if there is none, that of the project, unless Pizhu wrote it: an
        annotation that had no time has none again.
        """
        last = UNKNOWN_TIME if self._index.is_ours else self._index.created
        return next(filter(None, map(utc_timestamp, [*candidates, last])), UNKNOWN_TIME)

    def tags_of_codings(self, codings: Iterable[ET.Element]) -> tuple[str, ...]:
        """Return the tags of codings."""
        return self.tags_of_codes(map(code_of, codings))

    def tags_of_codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the tags of codes, given by GUID."""
        tags = [self._index.tags.get(code, "") for code in codes]
        self.with_unknown_code += tags.count("")
        return tuple(dict.fromkeys(filter(None, tags)))
