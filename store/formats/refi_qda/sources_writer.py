"""The articles as sources of a REFI-QDA project, one at a time, and what is to be said around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from store.exporting.sanitise import xml_valid
from store.exporting.xml_escape import escape_content
from store.formats.refi_qda.codes import code_guid
from store.formats.refi_qda.names import INTERNAL, PROGRAM, is_guid
from store.formats.refi_qda.variables import Variable, of_article, of_orphan, orphan_words
from store.formats.shared.xml_writing import begun, ended, whole
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.stable_ids import guid

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?").fullmatch
"""An xsd:dateTime of four digits a year."""
_NAME_LENGTH = 80
"""Code points of a quote or a note that are enough to call it by."""


class Sources:
    """Writes articles as sources, and keeps what they spoke of: people, tags, variables, times."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.tags: set[str] = set()
        self.variables: set[Variable] = set()
        self.first = self.last = ""
        """The earliest and the latest moment that was spoken of."""
        self._guids: set[str] = set()

    def source(self, article: Article, marks: Iterable[Annotation]) -> tuple[str, str]:
        """The TextSource of an article, and the notes that it refers to."""
        known, inside, notes = article_guid(article.id), [], []
        references: list[str] = []
        if article.note:
            notes.append(self._note(guid("note", known), article.note, PROGRAM, article.added))
            references.append(guid("note", known))
        for mark in marks:
            mark_guid = self._own_guid(article.id, mark.id)
            if mark.orphan:
                notes.append(self._orphan(mark, mark_guid))
                references.append(mark_guid)
            else:
                inside.append(self._selection(mark, mark_guid))
                if mark.note:
                    notes.append(self._note_on(mark, guid("note", mark_guid)))
        inside += self._codings(known, article.tags, PROGRAM, article.added)
        inside += map(_reference, references)
        inside += self._values(of_article(article))
        start = begun(
            "TextSource",
            guid=known,
            name=article.title,
            plainTextPath=f"{INTERNAL}{known}.txt",
            creatingUser=PROGRAM,
            creationDateTime=self._moment(article.added),
        )
        return _lines([start, *inside, ended("TextSource")]), _lines(notes)

    def _own_guid(self, article: str, mark: str) -> str:
        """The ID of an annotation where it is a GUID that no other one has."""
        known = mark if is_guid(mark) else ""
        if not known or known in self._guids:
            known = guid("annotation", article, mark)
        self._guids.add(known)
        return known

    def _selection(self, mark: Annotation, known: str) -> str:
        user = self._user(mark.creator)
        inside = [*self._codings(known, mark.tags, user, mark.created)]
        if mark.note:
            inside.append(_reference(guid("note", known)))
        return whole(
            "PlainTextSelection",
            "".join(inside),
            guid=known,
            name=_called(mark.exact),
            startPosition=str(mark.start),
            endPosition=str(mark.end),
            creatingUser=user,
            creationDateTime=self._moment(mark.created),
            modifiedDateTime=self._moment(mark.modified),
        )

    def _codings(self, of: str, tags: Iterable[str], user: str, moment: str) -> Iterator[str]:
        for tag in tags:
            self.tags.add(tag)
            yield whole(
                "Coding",
                whole("CodeRef", targetGUID=code_guid(tag)),
                guid=guid("coding", of, tag),
                creatingUser=user,
                creationDateTime=self._moment(moment),
            )

    def _note_on(self, mark: Annotation, known: str) -> str:
        return self._note(known, mark.note, self._user(mark.creator), mark.created, mark.modified)

    def _note(self, known: str, words: str, user: str, created: str, modified: str = "") -> str:
        return whole(
            "Note",
            whole("PlainTextContent", escape_content(words)),
            guid=known,
            name=_called(words),
            creatingUser=user,
            creationDateTime=self._moment(created),
            modifiedDateTime=self._moment(modified),
        )

    def _orphan(self, mark: Annotation, known: str) -> str:
        """A note of what was on words that are no longer in the text: a selection would be on others."""
        user = self._user(mark.creator)
        inside = [
            whole("PlainTextContent", escape_content(orphan_words(mark))),
            *self._codings(known, mark.tags, user, mark.created),
            *self._values(of_orphan(mark)),
        ]
        return whole(
            "Note",
            "".join(inside),
            guid=known,
            name=_called(mark.exact),
            creatingUser=user,
            creationDateTime=self._moment(mark.created),
            modifiedDateTime=self._moment(mark.modified),
        )

    def _values(self, values: Iterable[tuple[Variable, str]]) -> Iterator[str]:
        for variable, value in values:
            self.variables.add(variable)
            reference = whole("VariableRef", targetGUID=variable.guid)
            yield whole("VariableValue", reference + whole(f"{variable.type}Value", escape_content(value)))

    def _user(self, creator: str) -> str:
        if not creator:
            return PROGRAM
        self.people.add(creator)
        return person_guid(creator)

    def _moment(self, words: str) -> str:
        """A moment as it is, if the schema takes it; else nothing."""
        try:
            if not _MOMENT(words) or datetime.fromisoformat(words).year < 1:
                return ""
        except ValueError:
            return ""
        self.first = min(self.first or words, words)
        self.last = max(self.last, words)
        return words


def article_guid(article: str) -> str:
    """The GUID of an article, after which its file is called."""
    return guid("article", article)


def person_guid(creator: str) -> str:
    """The GUID of somebody who has made annotations."""
    return guid("person", creator)


def _reference(note: str) -> str:
    return whole("NoteRef", targetGUID=note)


def _called(words: str) -> str:
    """The beginning of a quote or a note, on one line."""
    return xml_valid(" ".join(words[: 2 * _NAME_LENGTH].split())[:_NAME_LENGTH])


def _lines(parts: Iterable[str]) -> str:
    return "".join(f"{part}\n" for part in parts)
