"""Finds notes in the whole library, on articles and on annotations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError
from store.library import Library
from store.model.annotation import Annotation, is_question
from store.model.article import Article
from store.note_syntax.remarks import is_for
from store.note_syntax.tasks import has_open_task

SEPARATOR = "———"
"""The line between two versions of a note that were combined."""


class NoteKind(StrEnum):
    """A kind of note, recognised by what it contains, so it applies to existing notes too."""

    QUESTION = "questions"
    """It begins with a question mark."""
    TODO = "to-dos"
    """It contains an open task."""
    MOVED = "on changed words"  # untranslated: the dialog has a name for each
    """It is on an annotation that stands on changed words, which nobody has confirmed. It may be empty."""


class Note(msgspec.Struct, frozen=True):
    """A note, and what it belongs to."""

    article: str
    """The article's ID."""
    title: str
    note: str
    tags: tuple[str, ...]
    annotation: Annotation | None = None
    """The annotation; None if the note is on the article."""

    @property
    def changed(self) -> str:
        """When it was last changed; empty for a note on an article, which sorts as the oldest."""
        return self.annotation.modified if self.annotation else ""

    @property
    def creator(self) -> str:
        """Who wrote it; empty for a note on an article."""
        return self.annotation.creator if self.annotation else ""

    def has(self, words: str) -> bool:
        """Return whether folded text occurs in the note, the annotated text or one of the tags."""
        exact = self.annotation.exact if self.annotation else ""
        return any(words in fold(text) for text in (self.note, exact, *self.tags))

    def is_of(self, kind: NoteKind) -> bool:
        """Return whether the note is of that kind."""
        if kind is NoteKind.MOVED:
            return self.annotation is not None and self.annotation.moved
        return is_question(self.note) if kind is NoteKind.QUESTION else has_open_task(self.note)


def combine_versions(before: str, theirs: str, mine: str) -> str:
    """Combine two versions of a note: the other person's, a separator, one's own.

    A version that is blank or unchanged is dropped.

    :param before: the note from which both versions were edited.
    """
    if theirs in (before, mine) or not theirs.strip():
        return mine
    if mine == before or not mine.strip():
        return theirs
    return f"{theirs.rstrip()}\n{SEPARATOR}\n{mine.lstrip()}"


def notes_of(article: Article, annotations: Iterable[Annotation], *, with_moved: bool = False) -> list[Note]:
    """Return the notes of an article: its own first, then those of its annotations in order.

    :param with_moved: include annotations on changed words that have no note.
    """
    whole = [Note(article.id, article.title, article.note, article.tags)] if article.note else []
    return whole + [
        Note(article.id, article.title, annotation.note, annotation.tags, annotation)
        for annotation in annotations
        if annotation.note or (with_moved and annotation.moved)
    ]


def notes(
    library: Library,
    query: str = "",
    *,
    tags: Collection[str] = (),
    creator: str = "",
    kinds: Collection[NoteKind] = (),
    newest_first: bool = False,
    with_moved: bool = False,
    remark: str | None = None,
) -> Iterator[Note]:
    """Yield the notes that contain the query, or whose annotated text or tags do, in the order of the article
    list.

    Script and width are ignored. Articles that cannot be read are skipped; ``check`` reports them.

    :param tags: only notes with one of these tags or with a tag below one.
    :param creator: only notes on annotations by this person.
    :param kinds: only notes of one of these kinds.
    :param newest_first: sort by the last change, newest first; notes on articles come last.
    :param with_moved: include annotations on changed words that have no note.
    :param remark: only notes with a remark for this person, for anybody if it is empty; None for all notes.
    """
    found = (
        note
        for note in _matching_notes(library, fold(query), tags, creator, with_moved=with_moved)
        if (not kinds or any(note.is_of(kind) for kind in kinds))
        and (remark is None or is_for(note.note, remark))
    )
    if newest_first:
        return iter(sorted(found, key=lambda note: note.changed, reverse=True))
    return found


def _matching_notes(
    library: Library, words: str, tags: Collection[str], creator: str, *, with_moved: bool
) -> Iterator[Note]:
    for row in library.articles.rows():
        try:
            every = notes_of(*library.articles.open(row.id), with_moved=with_moved)
        except PizhuError:
            continue
        for note in every:
            if not note.has(words):
                continue
            if tags and not any(f"{tag}/".startswith(f"{want}/") for tag in note.tags for want in tags):
                continue
            if creator and (note.annotation is None or not note.annotation.is_by(creator)):
                continue
            yield note
