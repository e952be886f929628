"""The sources of a REFI-QDA project become pieces: texts with what was marked in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree as ET

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadInput
from store.formats.refi_qda.codings import Marking, Markings
from store.formats.refi_qda.memos import Notes, together
from store.formats.refi_qda.names import is_guid
from store.formats.refi_qda.project_files import ProjectFiles, Unreadable
from store.formats.refi_qda.project_index import Index, Note, values_in
from store.formats.refi_qda.variables import Variable, draft_of, orphan_note, whole_number, with_state
from store.formats.shared.offsets import Stretch, count_of, with_newlines
from store.formats.shared.safe_xml import children, words_of
from store.formats.shared.timestamps import utc
from store.importing.encodings import decode
from store.importing.verbatim_text import verbatim_draft
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.article import Draft, is_article_id
from store.model.bundle import IncomingArticle
from store.model.stable_ids import guid

_ONE_FOR_AN_END = "atlas"
r"""In the name of the program that counts ``\r\n`` as one."""
_PLACES_IN_SOURCES = "qualcoder"
"""In the name of the program whose notes select words of the source that refers to them."""


class Pieces:
    """Makes pieces of sources; what cannot be taken in is told of in the index."""

    def __init__(self, files: ProjectFiles, index: Index) -> None:
        self._files = files
        self._index = index
        self._notes = Notes(files, index)
        self._markings = Markings(index, self._notes)

    def piece(self, source: ET.Element) -> IncomingArticle | None:
        """The piece of a source; None when its text cannot be had."""
        name = source.get("name", "")
        try:
            text = self._text(source)
        except (Unreadable, BadInput, UnicodeDecodeError) as error:
            self._index.left_out.append(f"“{name}” was left out: {_reason(error)}.")
            return None
        values = values_in(source)
        kept = text if self._index.is_ours else with_newlines(text)
        ours = draft_of(kept, name, values) if self._index.is_ours else None
        if ours is None and not kept.strip():
            self._index.left_out.append(f"“{name}” was left out: there is no text in it.")
            return None
        return with_state(
            self._piece(source, text, ours or verbatim_draft(kept, name.strip())), _trusted(values)
        )

    def _text(self, source: ET.Element) -> str:
        content = next(children(source, "PlainTextContent"), None)
        if content is not None:
            return content.text or ""
        path = source.get("plainTextPath", "")
        if not path:
            raise Unreadable("it has no plain text")
        data = self._files.text(path)
        return data.decode() if self._index.is_ours else decode(data, path)[0]

    def _piece(self, source: ET.Element, text: str, draft: Draft) -> IncomingArticle:
        notes, markings, orphans = [words_of(source, "Description")], list(self._markings.of(source)), []
        for known, note in self._notes.on(source):
            if Variable.QUOTE in note.values:
                orphans.append(self._orphan(known, note))
            elif note.place and self._index.is_from(_PLACES_IN_SOURCES):
                markings.append(self._markings.of_note(known, note, note.place))
            else:
                notes.append(self._notes.words(note))
        placed = self._placed(draft.text, self._place(text, markings), markings)
        return IncomingArticle(
            draft=draft,
            added=utc(source.get("creationDateTime")),
            tags=self._markings.tags(children(source, "Coding")),
            note=together(notes),
            annotations=(*placed, *orphans),
        )

    def _place(self, text: str, markings: Iterable[Marking]) -> Callable[[int], int]:
        """What leads from positions in the project to those in the text as it is kept."""
        if self._index.is_ours:
            return lambda position: min(position, len(text))
        stretches = [Stretch(*marking.place, marking.begins) for marking in markings]
        return count_of(text, stretches, double_ends=not self._index.is_from(_ONE_FOR_AN_END)).place

    def _placed(
        self, text: str, place: Callable[[int], int], markings: Iterable[Marking]
    ) -> Iterator[Annotation]:
        for marking in markings:
            start, end = map(place, marking.place)
            if start < end and not self._index.is_ours:
                start, end = snap_start(text, start), snap_end(text, end)
            if start >= end:
                self._markings.placeless += 1
                continue
            yield Annotation(
                **msgspec.structs.asdict(Anchor.at(text, start, end)),
                id=marking.id,
                tags=marking.tags,
                note=marking.note,
                kind=motivation_of(marking.tags, marking.note),
                creator=marking.creator,
                created=marking.created,
                modified=marking.modified,
            )

    def _orphan(self, known: str, note: Note) -> Annotation:
        """An annotation of ours whose words are not in the text."""
        values, quote = note.values, note.values[Variable.QUOTE]
        tags, words = self._markings.named(note.tags), clean_note(orphan_note(self._notes.words(note), quote))
        created = self._markings.moment([note.created])
        start = whole_number(values.get(Variable.START, "")) or 0
        return Annotation(
            id=known if is_guid(known) else guid("note", known),
            start=start,
            end=whole_number(values.get(Variable.END, "")) or start + len(quote),
            exact=quote,
            prefix=values.get(Variable.PREFIX, ""),
            suffix=values.get(Variable.SUFFIX, ""),
            tags=tags,
            note=words,
            kind=motivation_of(tags, words),
            creator=self._index.name_of(note.creator),
            created=created,
            modified=utc(note.modified) or created,
            orphan=True,
        )

    def tell(self) -> None:
        """Say what of all the sources could not be taken in."""
        counted = {
            "selections without words in the text": self._markings.placeless,
            "codings whose code is not in the codebook": self._markings.uncoded,
            "notes on nothing that was taken in": len(self._index.notes.keys() - self._index.noted),
        }
        told = [f"{words} ({number})" for words, number in counted.items() if number]
        if told:
            self._index.left_out.append(f"Left out: {', '.join(told)}.")


def _trusted(values: dict[Variable, str]) -> dict[Variable, str]:
    """The variables, without an ID that none of ours could be."""
    if is_article_id(values.get(Variable.ID, "")):
        return values
    return {variable: value for variable, value in values.items() if variable is not Variable.ID}


def _reason(error: Exception) -> str:
    return "its text is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error).rstrip(".")
