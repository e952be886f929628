"""All notes of a library: those on articles and on annotations, by what is written in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError
from store.library import Library
from store.model.annotation import Annotation, is_question
from store.model.article import Article
from store.note_syntax.tasks import has_open_task

BETWEEN = "———"
"""A line between two versions of a note that were both kept."""


class Kind(StrEnum):
    """What notes are gathered by; told by what is written in them, so that old notes have one too."""

    QUESTION = "questions"
    """It begins with a question mark."""
    TODO = "to-dos"
    """Something in it is still to be done."""


class Note(msgspec.Struct, frozen=True):
    """A note, and what it is on."""

    article: str
    """The article's ID."""
    title: str
    note: str
    tags: tuple[str, ...]
    annotation: Annotation | None = None
    """None: the note is on the whole article."""

    @property
    def changed(self) -> str:
        """When it was changed last; nothing for the note on an article, which counts as the oldest."""
        return self.annotation.modified if self.annotation else ""

    @property
    def creator(self) -> str:
        """Whom it is by; nothing for the note on an article."""
        return self.annotation.creator if self.annotation else ""

    def has(self, words: str) -> bool:
        """Whether folded words stand in it, in its quote or in one of its tags."""
        exact = self.annotation.exact if self.annotation else ""
        return any(words in fold(text) for text in (self.note, exact, *self.tags))

    def is_of(self, kind: Kind) -> bool:
        """Whether it is gathered under that kind."""
        return is_question(self.note) if kind is Kind.QUESTION else has_open_task(self.note)


def both(before: str, theirs: str, mine: str) -> str:
    """Two versions of a note as one: that of another, a line, one's own.

    Where one of them says nothing, or nothing new, it is the other alone.

    :param before: the note that both were made from.
    """
    if theirs in (before, mine) or not theirs.strip():
        return mine
    if mine == before or not mine.strip():
        return theirs
    return f"{theirs.rstrip()}\n{BETWEEN}\n{mine.lstrip()}"


def notes_of(article: Article, annotations: Iterable[Annotation]) -> list[Note]:
    """The notes of an article: the one on the whole of it, then those on its annotations in their order."""
    whole = [Note(article.id, article.title, article.note, article.tags)] if article.note else []
    return whole + [
        Note(article.id, article.title, mark.note, mark.tags, mark) for mark in annotations if mark.note
    ]


def notes(
    library: Library,
    query: str = "",
    *,
    tags: Collection[str] = (),
    creator: str = "",
    kinds: Collection[Kind] = (),
    newest_first: bool = False,
) -> Iterator[Note]:
    """The notes in which the words stand, or whose quote or tags they stand in; in the list's order.

    Either script, either width. Articles that cannot be read are left out: ``check`` tells of them.

    :param tags: only notes with one of these, or with one below it.
    :param creator: only notes of annotations by this person.
    :param kinds: only notes of one of these kinds.
    :param newest_first: those changed last come first; a note on an article counts as the oldest.
    """
    found = (
        note
        for note in _in_order(library, fold(query), tags, creator)
        if not kinds or any(note.is_of(kind) for kind in kinds)
    )
    if newest_first:
        return iter(sorted(found, key=lambda note: note.changed, reverse=True))
    return found


def _in_order(library: Library, words: str, tags: Collection[str], creator: str) -> Iterator[Note]:
    for row in library.articles.rows():
        try:
            every = notes_of(*library.articles.open(row.id))
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
