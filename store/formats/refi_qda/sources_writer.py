"""Writes the articles as sources of a REFI-QDA project, and collects what they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from store.exporting.sanitise import xml_valid
from store.exporting.xml_escape import escape_content
from store.formats.refi_qda.attributes import AttributeVariables
from store.formats.refi_qda.codes import code_guid
from store.formats.refi_qda.names import INTERNAL_PREFIX, PROGRAM_GUID
from store.formats.refi_qda.variables import Variable, article_variables, quote_and_note, quote_variables
from store.formats.shared.uuids import is_uuid
from store.formats.shared.wording import join_paragraphs
from store.formats.shared.xml_writing import element, end_tag, start_tag
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.stable_ids import guid

_IS_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?").fullmatch
"""An xsd:dateTime with a year of four digits."""
_MAX_NAME_LENGTH = 80
"""Code points of a quote or a note that serve as its name."""


class SourceWriter:
    """Renders articles, and collects their people, tags, variables and times."""

    def __init__(self, attributes: AttributeVariables) -> None:
        """Start without articles.

        :param attributes: the attributes of the library.
        """
        self._attributes = attributes
        self.creators: set[str] = set()
        self.tags: set[str] = set()
        self.variables: set[Variable] = set()
        self.first_time = self.last_time = ""
        """The earliest and the latest time of all articles and annotations."""
        self._guids: set[str] = set()

    def render(self, article: Article, annotations: Iterable[Annotation]) -> tuple[str, str]:
        """Return the TextSource of an article and the notes that it refers to."""
        source_guid, children, notes = article_guid(article.id), [], []
        references: list[str] = []
        described = [article.note]
        if article.note:
            notes.append(self._note(guid("note", source_guid), article.note, PROGRAM_GUID, article.added))
            references.append(guid("note", source_guid))
        ordered = sorted(annotations, key=lambda each: (each.orphan, each.start, each.end, each.id))
        notes_at = _untagged_notes(ordered)
        written: set[_Place] = set()
        for annotation in ordered:
            annotation_guid = self._unique_guid(article.id, annotation.id)
            place = _place(annotation)
            if annotation.orphan or (place and place in written):
                notes.append(self._standing_note(annotation, annotation_guid))
                references.append(annotation_guid)
                if annotation.orphan:
                    described.append(_described_orphan(annotation))
            else:
                if place:
                    written.add(place)
                note = join_paragraphs(notes_at[place]) if place else annotation.note
                children.append(self._selection(annotation, annotation_guid, note))
                if annotation.note:
                    notes.append(self._annotation_note(annotation, guid("note", annotation_guid)))
        children += self._codings(source_guid, article.tags, PROGRAM_GUID, article.added)
        children += map(_note_reference, references)
        children += self._values(article_variables(article))
        children += self._attributes.values(article.attributes)
        start = start_tag(
            "TextSource",
            guid=source_guid,
            name=article.title,
            plainTextPath=f"{INTERNAL_PREFIX}{source_guid}.txt",
            creatingUser=PROGRAM_GUID,
            creationDateTime=self._time(article.added),
        )
        description = _description(join_paragraphs(described))
        return _join_lines([start, *description, *children, end_tag("TextSource")]), _join_lines(notes)

    def _unique_guid(self, article_id: str, annotation_id: str) -> str:
        """Return the ID of an annotation if it is a unique GUID; if not, one derived from it."""
        unique = annotation_id if is_uuid(annotation_id) else ""
        if not unique or unique in self._guids:
            unique = guid("annotation", article_id, annotation_id)
        self._guids.add(unique)
        return unique

    def _selection(self, annotation: Annotation, selection_guid: str, description: str) -> str:
        user = self._creator(annotation.creator)
        children = [
            *_description(description),
            *self._codings(selection_guid, annotation.tags, user, annotation.created),
        ]
        if annotation.note:
            children.append(_note_reference(guid("note", selection_guid)))
        return element(
            "PlainTextSelection",
            "".join(children),
            guid=selection_guid,
            name=_name(annotation.exact),
            startPosition=str(annotation.start),
            endPosition=str(annotation.end),
            creatingUser=user,
            creationDateTime=self._time(annotation.created),
            modifiedDateTime=self._time(annotation.modified),
        )

    def _codings(self, target: str, tags: Iterable[str], user: str, time: str) -> Iterator[str]:
        for tag in tags:
            self.tags.add(tag)
            yield element(
                "Coding",
                element("CodeRef", targetGUID=code_guid(tag)),
                guid=guid("coding", target, tag),
                creatingUser=user,
                creationDateTime=self._time(time),
            )

    def _annotation_note(self, annotation: Annotation, note_guid: str) -> str:
        return self._note(
            note_guid,
            annotation.note,
            self._creator(annotation.creator),
            annotation.created,
            annotation.modified,
        )

    def _note(self, note_guid: str, text: str, user: str, created: str, modified: str = "") -> str:
        return element(
            "Note",
            element("PlainTextContent", escape_content(text)),
            guid=note_guid,
            name=_name(text),
            creatingUser=user,
            creationDateTime=self._time(created),
            modifiedDateTime=self._time(modified),
        )

    def _standing_note(self, annotation: Annotation, note_guid: str) -> str:
        """Return the note that stands for an annotation which cannot be a selection.

        A selection of an orphan would cover other text. A second selection without codings, of the same place
        and person, stops the import of QualCoder.
        """
        user = self._creator(annotation.creator)
        children = [
            element("PlainTextContent", escape_content(quote_and_note(annotation))),
            *self._codings(note_guid, annotation.tags, user, annotation.created),
            *self._values(quote_variables(annotation)),
        ]
        return element(
            "Note",
            "".join(children),
            guid=note_guid,
            name=_name(annotation.exact),
            creatingUser=user,
            creationDateTime=self._time(annotation.created),
            modifiedDateTime=self._time(annotation.modified),
        )

    def _values(self, values: Iterable[tuple[Variable, str]]) -> Iterator[str]:
        for variable, value in values:
            self.variables.add(variable)
            reference = element("VariableRef", targetGUID=variable.guid)
            yield element(
                "VariableValue", reference + element(f"{variable.type}Value", escape_content(value))
            )

    def _creator(self, creator: str) -> str:
        if not creator:
            return PROGRAM_GUID
        self.creators.add(creator)
        return creator_guid(creator)

    def _time(self, text: str) -> str:
        """Return a time that the schema allows; empty for any other."""
        try:
            if not _IS_DATE_TIME(text) or datetime.fromisoformat(text).year < 1:
                return ""
        except ValueError:
            return ""
        self.first_time = min(self.first_time or text, text)
        self.last_time = max(self.last_time, text)
        return text


def article_guid(article_id: str) -> str:
    """Return the GUID of an article, which is also the name of its file."""
    return guid("article", article_id)


def creator_guid(creator: str) -> str:
    """Return the GUID of a creator of annotations."""
    return guid("person", creator)


def _description(text: str) -> list[str]:
    """Return the Description with a text; nothing if it is empty."""
    return [element("Description", escape_content(text))] if text else []


_Place = tuple[int, int, str]
"""The start, the end and the creator of an annotation."""


def _place(annotation: Annotation) -> _Place | None:
    """Return where an annotation without tags is and whose it is; None if it has tags."""
    return None if annotation.tags else (annotation.start, annotation.end, annotation.creator)


def _untagged_notes(annotations: Iterable[Annotation]) -> dict[_Place, list[str]]:
    """Return the notes of the annotations without tags that are in the text, by place."""
    notes: dict[_Place, list[str]] = {}
    for annotation in annotations:
        if not annotation.orphan and (place := _place(annotation)):
            notes.setdefault(place, []).append(annotation.note)
    return notes


def _described_orphan(annotation: Annotation) -> str:
    """Return what the Description of a source says of an orphan: its quote, tags and note."""
    tags = "  ".join(f"#{tag}" for tag in annotation.tags)
    return join_paragraphs([f"“{annotation.exact}”", tags, annotation.note])


def _note_reference(note: str) -> str:
    return element("NoteRef", targetGUID=note)


def _name(text: str) -> str:
    """Return the beginning of a quote or a note, on one line."""
    return xml_valid(" ".join(text[: 2 * _MAX_NAME_LENGTH].split())[:_MAX_NAME_LENGTH])


def _join_lines(parts: Iterable[str]) -> str:
    return "".join(f"{part}\n" for part in parts)
