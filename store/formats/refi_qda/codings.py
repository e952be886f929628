"""What was marked in a source of a REFI-QDA project, by whom and with what, before it is known where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

import msgspec

from store.formats.refi_qda.memos import Notes, together
from store.formats.refi_qda.names import is_guid, plain_guid
from store.formats.refi_qda.project_index import Index, Note, code_in, find_quote, user_of
from store.formats.shared.safe_xml import children, words_of
from store.formats.shared.timestamps import UNKNOWN, utc
from store.model.stable_ids import guid


class Marking(msgspec.Struct, frozen=True):
    """Words that were marked."""

    id: str
    place: tuple[int, int]
    """Where they are, as the program counts that wrote the project."""
    begins: str
    """The words that it says it begins with."""
    tags: tuple[str, ...]
    note: str
    creator: str
    created: str
    modified: str


class Markings:
    """Reads what was marked; counts what cannot be taken in."""

    def __init__(self, index: Index, notes: Notes) -> None:
        self._index = index
        self._notes = notes
        self._ids: Counter[str] = Counter()
        self.placeless = 0
        """Selections that do not say where they are."""
        self.uncoded = 0
        """Codings whose code is not in the codebook."""

    def of(self, source: ET.Element) -> Iterator[Marking]:
        """What was selected in a source."""
        for selection in children(source, "PlainTextSelection"):
            place = find_quote(selection)
            if place is None:
                self.placeless += 1
            else:
                yield from self._by_person(selection, place, source.get("guid", ""))

    def _by_person(self, selection: ET.Element, place: tuple[int, int], source: str) -> Iterator[Marking]:
        """A marking for each person who has coded a selection: an annotation is one person's."""
        codings = list(children(selection, "Coding"))
        owner = user_of(selection) or next(filter(None, map(user_of, codings)), "")
        coded: dict[str, list[ET.Element]] = {owner: []}
        for coding in codings:
            coded.setdefault(user_of(coding) or owner, []).append(coding)
        note = self._note_on(selection, codings)
        if not coded[owner] and not note and len(coded) > 1:
            del coded[owner]
        known = self._id(selection.get("guid", ""), source, *map(str, place))
        for number, (user, theirs) in enumerate(coded.items()):
            times = [selection.get("creationDateTime"), *(each.get("creationDateTime") for each in theirs)]
            created = self.moment(times)
            yield Marking(
                id=known if number == 0 else guid("selection", known, user),
                place=place,
                begins=selection.get("name", ""),
                tags=self.tags(theirs),
                note=note if number == 0 else "",
                creator=self._index.name_of(user),
                created=created,
                modified=utc(selection.get("modifiedDateTime")) or created,
            )

    def _id(self, given: str, *names: str) -> str:
        """What a selection is known by: its GUID where it has one, else one made of where it is."""
        known = plain_guid(given)
        if not is_guid(known):
            known = guid("selection", *names)
        self._ids[known] += 1
        return known if self._ids[known] == 1 else guid("another", known, str(self._ids[known]))

    def _note_on(self, selection: ET.Element, codings: Iterable[ET.Element]) -> str:
        notes = [note for each in (selection, *codings) for _, note in self._notes.on(each)]
        return together([words_of(selection, "Description"), *map(self._notes.words, notes)])

    def of_note(self, known: str, note: Note, place: tuple[int, int]) -> Marking:
        """A note that says itself where in the source it is."""
        created = self.moment([note.created])
        return Marking(
            id=known if is_guid(known) else guid("note", known),
            place=place,
            begins="",
            tags=(),
            note=together([self._notes.words(note)]),
            creator=self._index.name_of(note.creator),
            created=created,
            modified=utc(note.modified) or created,
        )

    def moment(self, told: Iterable[str | None]) -> str:
        """The first moment that is one, else that of the project."""
        return next(filter(None, map(utc, [*told, self._index.created])), UNKNOWN)

    def tags(self, codings: Iterable[ET.Element]) -> tuple[str, ...]:
        """The tags that codings give."""
        return self.named(map(code_in, codings))

    def named(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The tags of codes, by their GUIDs."""
        found = [self._index.tags.get(code, "") for code in codes]
        self.uncoded += found.count("")
        return tuple(dict.fromkeys(filter(None, found)))
