"""Reads the articles of a page that our own HTML export wrote, with their tags, notes and annotations.

The page does not say when and by whom annotations were made so that they could be told from others. Those
whose words are no longer in the text are left out, and told; so are notes on a text that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from store.errors import BadInput
from store.formats.documents.article import Comment, marks_of
from store.formats.html.article import NOTES_ONLY
from store.formats.html.blocks import Part, Token, attribute, tokens
from store.formats.shared.printed_details import with_printed_details
from store.importing.limits import MAX_ANNOTATIONS, check_text
from store.importing.piece import Piece
from store.importing.plain_text import press_draft
from store.language import _
from store.model.annotation import clean_note
from store.model.article import BlockKind, join_blocks
from store.model.new_article import NewArticle
from store.wording import counted

_GENERATOR = re.compile(r'<meta name="generator" content="Pizhu" ?/>')
_KINDS = {kind.value: kind for kind in BlockKind}
_HEAD = 20_000
_NOTE_ID = re.compile(r".*-(\d{1,9})-note")
_UNTITLED = "—"


def is_own_export(page: str) -> bool:
    """Whether this program wrote a page."""
    return bool(_GENERATOR.search(page[:_HEAD])) and '<article id="' in page


def read_own_export(page: str, name: str) -> Iterator[Piece]:
    """Yield the articles of an export; if there are several, each has its ID as its key.

    :raises BadInput: it has none.
    """
    pages = list(_articles(page))
    articles = [each for each in pages if each.parts and not each.is_only_notes]
    if not articles:
        if pages:
            raise BadInput(
                _(
                    "{name}: this export has no article but notes whose text it does not have; export the "
                    "library as json, and import that.",
                    name=name,
                )
            )
        raise BadInput(
            _("{name}: this export has no article; export the library as json, and import that.", name=name)
        )
    without_text = len([each for each in pages if each.is_only_notes])
    for number, each in enumerate(articles):
        remarks = each.remarks()
        if number == 0 and without_text:
            notes = counted(without_text, "text that is not there", "texts that are not there")
            remarks += (_("notes on {notes} left out; export the library as json to keep them", notes=notes),)
        yield Piece(article=each.article(name), key=each.id if len(articles) > 1 else "", remarks=remarks)


class _Note(msgspec.Struct):
    """What stands beside the text: the tags and the note of an annotation, or of the article."""

    tags: list[str] = msgspec.field(default_factory=list)
    said: str = ""


class _Page(msgspec.Struct):
    """What the page has of one article."""

    id: str
    is_only_notes: bool
    parts: list[Part] = msgspec.field(default_factory=list)
    title: str = ""
    about: str = ""
    whole: _Note = msgspec.field(default_factory=_Note)
    notes: dict[int, _Note] = msgspec.field(default_factory=dict)
    """By the number of the annotation."""
    places: dict[int, tuple[int, int]] = msgspec.field(default_factory=dict)
    """Where the annotations begin and end, in characters of the text that are not white space."""

    def article(self, name: str) -> NewArticle:
        text, blocks = join_blocks(self.parts)
        check_text(text, name)
        draft = press_draft(text, blocks, "" if self.title == _UNTITLED else self.title)
        comments = [
            Comment(start=start, end=end, note=clean_note(note.said), tags=tuple(note.tags))
            for number, (start, end) in list(self.places.items())[:MAX_ANNOTATIONS]
            if start < end and (note := self.notes.get(number)) is not None
        ]
        return NewArticle(
            draft=with_printed_details(draft, self.about),
            tags=tuple(self.whole.tags),
            note=clean_note(self.whole.said),
            marks=marks_of(comments, text),
        )

    def remarks(self) -> tuple[str, ...]:
        lost = len(self.notes.keys() - self.places.keys())
        return (
            (_("{what} without words in the text left out", what=counted(lost, "annotation", "annotations")),)
            if lost
            else ()
        )


class _Reader:
    """Goes through the tags of one article."""

    def __init__(self, page: _Page) -> None:
        self.page = page
        self._kind = ""
        self._words: list[str] = []
        self._skipped = 0
        self._characters = 0
        self._marks: list[tuple[int, int]] = []
        """The open marks: their numbers, and where they began."""
        self._note: _Note | None = None
        self._in_link = self._in_tag = False

    def start(self, token: Token) -> None:
        name = token.value
        classes = (attribute(token.attributes, "class") or "").split()
        if name == "sup":
            self._skipped += 1
        elif name == "div" and "note" in classes:
            self._note = self._note_of(token, classes)
        elif name == "a":
            self._in_link = bool(classes and classes[0] in ("open", "number"))
            self._in_tag = classes[:1] == ["tag"]
            if self._in_tag and self._note is not None:
                self._note.tags.append("")
        elif name == "mark":
            number = attribute(token.attributes, "data-note") or ""
            self._marks.append((int(number[:9]) if number.isdecimal() else -1, self._characters))
        elif name in ("p", "h2", "h3") and not self._kind:
            self._kind = _kind_of(name, classes)
            self._words = []

    def _note_of(self, token: Token, classes: list[str]) -> _Note:
        if "whole" in classes:
            return self.page.whole
        found = _NOTE_ID.fullmatch(attribute(token.attributes, "id") or "")
        return self.page.notes.setdefault(int(found[1]), _Note()) if found else _Note()

    def text(self, words: str) -> None:
        if self._in_tag and self._note is not None and self._note.tags:
            self._note.tags[-1] += words
        elif self._kind and self._skipped <= 0 and not self._in_link:
            self._words.append(words)
            if self._kind in _KINDS:
                self._characters += len("".join(words.split()))

    def end(self, name: str) -> None:
        if name == "sup":
            self._skipped -= 1
        elif name == "a":
            self._in_link = self._in_tag = False
        elif name == "mark":
            self._end_of_mark()
        elif name in ("p", "h2", "h3") and self._kind:
            self._end_of_paragraph("".join(self._words))
            self._kind = ""

    def finish(self) -> None:
        """End the marks that are still open."""
        while self._marks:
            self._end_of_mark()

    def _end_of_mark(self) -> None:
        if not self._marks:
            return
        number, start = self._marks.pop()
        if number >= 0 and start < self._characters:
            first, _unused = self.page.places.get(number, (start, 0))
            self.page.places[number] = min(first, start), self._characters

    def _end_of_paragraph(self, line: str) -> None:
        if self._kind == "source":
            self.page.about = line
        elif self._kind == "untitled":
            self.page.title = line
        elif self._kind == "said":
            if self._note is not None:
                self._note.said = line
        else:
            self.page.parts.append((_KINDS[self._kind], line.replace("\n", " ")))


def _articles(page: str) -> Iterator[_Page]:
    reader: _Reader | None = None
    for token in tokens(page):
        if token.kind == "start" and token.value == "article":
            classes = (attribute(token.attributes, "class") or "").split()
            identity = attribute(token.attributes, "id") or ""
            reader = _Reader(_Page(identity, is_only_notes=NOTES_ONLY in classes))
        elif reader is None:
            continue
        elif token.kind == "text":
            reader.text(token.value)
        elif token.kind == "start":
            reader.start(token)
        elif token.value == "article":
            reader.finish()
            yield reader.page
            reader = None
        else:
            reader.end(token.value)


def _kind_of(name: str, classes: list[str]) -> str:
    """Return the kind of a paragraph; ``source`` for metadata, ``said`` for a note; empty for others."""
    if classes[:1] == ["words"]:
        return next((each for each in classes[1:] if each in _KINDS), "paragraph")
    if classes in (["source"], ["said"]):
        return classes[0]
    return "untitled" if classes == ["title"] and name == "h2" else ""
