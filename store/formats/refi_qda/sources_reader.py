"""Reads the sources of a REFI-QDA project: texts with annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from xml.etree import ElementTree as ET

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadInput, phrase_of
from store.formats.refi_qda.names import normalise_guid
from store.formats.refi_qda.notes import NoteReader, join_notes
from store.formats.refi_qda.project_files import ProjectFiles, UnreadableText
from store.formats.refi_qda.project_index import ProjectIndex, ProjectNote, attribute_values, variable_values
from store.formats.refi_qda.selections import CodedSelection, SelectionReader
from store.formats.refi_qda.variables import (
    Variable,
    own_note,
    parse_whole_number,
    restore_draft,
    with_reading_state,
)
from store.formats.shared.document_names import without_suffix
from store.formats.shared.offsets import ForeignSelection, guess_offset_map, normalise_newlines
from store.formats.shared.quotes import limited_quotes
from store.formats.shared.safe_xml import child_text, children
from store.formats.shared.timestamps import utc_timestamp
from store.formats.shared.uuids import is_uuid
from store.importing.decoding.encodings import decode
from store.importing.limits import check_text
from store.importing.verbatim_text import verbatim_draft
from store.language import _
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.article import Draft, is_article_id
from store.model.bundle import IncomingArticle
from store.model.labels import cut
from store.model.stable_ids import guid
from store.wording import listed

_CRLF_IS_ONE_IN = "atlas"
r"""Part of the name of the program that counts ``\r\n`` as one character."""
_NOTES_SELECT_SOURCE_IN = "qualcoder"
"""Part of the name of the program whose notes select text of the source that refers to them."""


class SourceReader:
    """Reads sources. What is left out is reported to the index."""

    def __init__(self, files: ProjectFiles, index: ProjectIndex) -> None:
        self._files = files
        self._index = index
        self._notes = NoteReader(files, index)
        self._selections = SelectionReader(index, self._notes)

    def read(self, source: ET.Element) -> IncomingArticle | None:
        """Return the article of a source; None if its text cannot be read."""
        name = source.get("name", "")
        try:
            return self._read(source, name)
        except (UnreadableText, BadInput, UnicodeDecodeError) as error:
            self._index.left_out.append(
                _("“{name}” was left out: {reason}.", name=cut(name), reason=_reason(error))
            )
            return None

    def _read(self, source: ET.Element, name: str) -> IncomingArticle | None:
        """Return the article of a source.

        :raises UnreadableText: its text cannot be read.
        :raises BadInput: its text is not text, or too long, or has too many annotations.
        :raises UnicodeDecodeError: its text is not UTF-8, as Pizhu writes it.
        """
        text = self._text(source)
        check_text(text, _("its text"))
        variables = variable_values(source)
        stored = text if self._index.is_ours else normalise_newlines(text)
        ours = restore_draft(stored, name, variables) if self._index.is_ours else None
        if ours is None and not stored.strip():
            self._index.left_out.append(_("“{name}” was left out: its text is empty.", name=name))
            return None
        draft = ours or verbatim_draft(stored, without_suffix(name))
        draft = msgspec.structs.replace(draft, attributes=attribute_values(source, self._index))
        return with_reading_state(
            self._article(source, text, draft),
            _without_foreign_id(variables),
        )

    def _text(self, source: ET.Element) -> str:
        content = next(children(source, "PlainTextContent"), None)
        if content is not None:
            return content.text or ""
        path = source.get("plainTextPath", "")
        if not path:
            raise UnreadableText(_("it has no plain text"))
        data = self._files.read_text(path)
        return data.decode() if self._index.is_ours else decode(data, path)[0]

    def _article(self, source: ET.Element, text: str, draft: Draft) -> IncomingArticle:
        notes_here = self._notes.notes_on(source)
        described = not (notes_here and self._index.is_ours)
        notes, selections, quoted = (
            [child_text(source, "Description")] if described else [],
            list(self._selections.read(source)),
            [],
        )
        for note_guid, note in notes_here:
            if Variable.QUOTE in note.variables:
                quoted.append(self._quoted(note_guid, note, draft.text))
            elif note.positions and self._index.is_from(_NOTES_SELECT_SOURCE_IN):
                selections.append(self._selections.from_note(note_guid, note, note.positions))
            else:
                notes.append(self._notes.text_of(note))
        placed = self._annotations(draft.text, self._offset_function(text, selections), selections)
        codings = self._selections.tags_of_codings(children(source, "Coding"))
        sets = self._index.source_tags.get(normalise_guid(source.get("guid", "")), ())
        return IncomingArticle(
            draft=draft,
            added=utc_timestamp(source.get("creationDateTime")),
            tags=tuple(dict.fromkeys((*codings, *sets))),
            note=join_notes(notes),
            annotations=tuple(limited_quotes(chain(placed, quoted))),
        )

    def _offset_function(self, text: str, selections: Iterable[CodedSelection]) -> Callable[[int], int]:
        """Return a function from positions in the project to offsets in the text as it is stored."""
        if self._index.is_ours:
            return lambda position: min(position, len(text))
        foreign = [ForeignSelection(*selection.positions, selection.quote) for selection in selections]
        crlf_is_two = not self._index.is_from(_CRLF_IS_ONE_IN)
        return guess_offset_map(text, foreign, crlf_is_two=crlf_is_two).to_stored

    def _annotations(
        self, text: str, to_offset: Callable[[int], int], selections: Iterable[CodedSelection]
    ) -> Iterator[Annotation]:
        for selection in selections:
            start, end = map(to_offset, selection.positions)
            if start < end and not self._index.is_ours:
                start, end = snap_start(text, start), snap_end(text, end)
            if start >= end:
                self._selections.without_text += 1
                continue
            yield Annotation(
                **msgspec.structs.asdict(Anchor.at(text, start, end)),
                id=selection.id,
                tags=selection.tags,
                note=selection.note,
                kind=motivation_of(selection.tags, selection.note),
                creator=selection.creator,
                created=selection.created,
                modified=selection.modified,
            )

    def _quoted(self, note_guid: str, note: ProjectNote, whole: str) -> Annotation:
        """Return an annotation that Pizhu exported as a note: an orphan, or another one in the same place.

        :param whole: the text of the article.
        """
        variables, quote = note.variables, note.variables[Variable.QUOTE]
        tags, text = (
            self._selections.tags_of_codes(note.codes),
            clean_note(own_note(self._notes.text_of(note), quote)),
        )
        created = self._selections.first_time([note.created])
        start = parse_whole_number(variables.get(Variable.START, "")) or 0
        end = parse_whole_number(variables.get(Variable.END, "")) or start + len(quote)
        is_placed = Variable.PLACED in variables and quote and whole[start:end] == quote
        return Annotation(
            id=note_guid if is_uuid(note_guid) else guid("note", note_guid),
            start=start,
            end=end,
            exact=quote,
            prefix=variables.get(Variable.PREFIX, ""),
            suffix=variables.get(Variable.SUFFIX, ""),
            tags=tags,
            note=text,
            kind=motivation_of(tags, text),
            creator=self._index.user_name(note.creator),
            created=created,
            modified=utc_timestamp(note.modified) or created,
            orphan=not is_placed,
        )

    def report_left_out(self) -> None:
        """Report what was left out of all sources."""
        counts = {
            _("selections without text"): self._selections.without_text,
            _("codings whose code is not in the codebook"): self._selections.with_unknown_code,
            _("notes on elements that were not imported"): len(
                self._index.notes.keys() - self._index.imported_notes
            ),
        }
        losses = [
            _("{what} ({number})", what=what, number=number) for what, number in counts.items() if number
        ]
        if losses:
            self._index.left_out.append(_("Left out: {what}.", what=listed(losses)))


def _without_foreign_id(variables: dict[Variable, str]) -> dict[Variable, str]:
    """Return the variables without an article ID that Pizhu cannot have written."""
    if is_article_id(variables.get(Variable.ID, "")):
        return variables
    return {variable: value for variable, value in variables.items() if variable is not Variable.ID}


def _reason(error: Exception) -> str:
    return _("its text is not UTF-8") if isinstance(error, UnicodeDecodeError) else phrase_of(error)
