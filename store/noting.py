"""All notes of a library: those on articles and on annotations, by what is written in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from store.annotation import Annotation
from store.chinese.folding import fold
from store.errors import PizhuError
from store.library import Library


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

    def has(self, words: str) -> bool:
        """Whether folded words stand in it, in its quote or in one of its tags."""
        exact = self.annotation.exact if self.annotation else ""
        return any(words in fold(text) for text in (self.note, exact, *self.tags))


def notes(
    library: Library,
    query: str = "",
    *,
    tags: Collection[str] = (),
    creator: str = "",
    newest_first: bool = False,
) -> Iterator[Note]:
    """The notes in which the words stand, or whose quote or tags they stand in; in the list's order.

    Either script, either width. Articles that cannot be read are left out: ``check`` tells of them.

    :param tags: only notes with one of these, or with one below it.
    :param creator: only notes of annotations by this person.
    :param newest_first: those changed last come first; a note on an article counts as the oldest.
    """
    found = _in_order(library, fold(query), tags, creator)
    if newest_first:
        return iter(sorted(found, key=lambda note: note.changed, reverse=True))
    return found


def _in_order(library: Library, words: str, tags: Collection[str], creator: str) -> Iterator[Note]:
    for row in library.rows():
        try:
            article, marks = library.open_article(row.id)
        except PizhuError:
            continue
        every = [Note(row.id, row.title, mark.note, mark.tags, mark) for mark in marks if mark.note]
        if article.note and not creator:
            every.insert(0, Note(row.id, row.title, article.note, article.tags))
        for note in every:
            if not note.has(words):
                continue
            if tags and not any(f"{tag}/".startswith(f"{want}/") for tag in note.tags for want in tags):
                continue
            if creator and note.annotation and note.annotation.creator != creator:
                continue
            yield note
