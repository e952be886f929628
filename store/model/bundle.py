"""Articles, annotations and tags from another library or program, before they are merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import msgspec

from store.model.annotation import Annotation
from store.model.article import Draft, Status
from store.model.tables.attribute import ArticleAttribute
from store.model.tables.saved_search import SavedSearch
from store.model.tables.team import TeamRecords
from store.model.tag import Tag

MOST_KEPT = 1_000
"""Sentences that are kept. The others are counted."""

LONGEST = 1_000
"""Code points of a sentence that are kept: names in a stranger's file may be megabytes long."""


class Sentences(list[str]):
    """Sentences about what went wrong: keeps the first :data:`MOST_KEPT` and counts all of them.

    A file from a stranger can cause millions.
    """

    def __init__(self, sentences: Iterable[str] = ()) -> None:
        super().__init__()
        self._dropped = 0
        self.extend(sentences)

    @property
    def total(self) -> int:
        """How many sentences there were, kept or not."""
        return len(self) + self._dropped

    def append(self, sentence: str) -> None:
        """Keep a sentence, or count it if many were kept."""
        if len(self) < MOST_KEPT:
            super().append(sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST - 1]}…")
        else:
            self._dropped += 1

    def extend(self, sentences: Iterable[str]) -> None:
        """Keep or count several sentences."""
        for sentence in sentences:
            self.append(sentence)
        if isinstance(sentences, Sentences):
            self._dropped += sentences.total - len(sentences)

    def __iadd__(self, sentences: Iterable[str]) -> Self:  # type: ignore[misc,override]
        self.extend(sentences)
        return self


class IncomingArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article from elsewhere, with its tags, note and annotations.

    The positions of its annotations refer to ``draft.text``. If the file has no text (``draft`` is None), the
    article is looked up in the library by ``id``, by ``url``, by the quotes, then by ``title``; the
    annotations are then anchored by their quotes. If it is not there, they are kept under a placeholder.
    """

    draft: Draft | None = None
    id: str = ""
    """Its ID if it comes from a library of Pizhu, else empty."""
    url: str = ""
    """Its URL, if there is no draft."""
    title: str = ""
    """Its title, if there is no draft."""
    authors: tuple[str, ...] = ()
    """Its authors, if there is no draft."""
    remedy: str = ""
    """What to do if the article is not in the library, when its text should have come along; without it, its
    annotations are then kept under a placeholder."""
    added: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    status: Status = Status.UNREAD
    starred: bool = False
    position: int = 0
    corrected: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    """Each ``id`` is a UUID: the one Pizhu gave it, or one derived by ``stable_ids.guid``."""


class Bundle(msgspec.Struct):
    """The contents of a file from elsewhere."""

    pieces: Iterable[IncomingArticle] = ()
    """The articles, read one by one during iteration."""
    tags: tuple[Tag, ...] = ()
    """The codebook of the file."""
    attributes: tuple[ArticleAttribute, ...] = ()
    """The attributes of which its articles have values."""
    searches: tuple[SavedSearch, ...] = ()
    """The saved searches of the file."""
    team: TeamRecords = TeamRecords()
    """The team of the file; the articles of its assignments have the IDs that they have there."""
    count: int = 0
    """The number of articles, or 0 if unknown."""
    left_out: Sentences = msgspec.field(default_factory=Sentences)
    """One sentence for each thing that cannot be imported. Complete after the iteration of ``pieces``."""
    remarks: Sentences = msgspec.field(default_factory=Sentences)
    """One sentence for each thing that a user should know and that is no loss: bookmarks, repeated quotes."""


class Merged(msgspec.Struct):
    """The result of merging a bundle."""

    articles_added: int = 0
    articles_known: int = 0
    """Articles that the library already had."""
    articles_beside: int = 0
    """Articles added next to one with the same ID and another text."""
    annotations_added: int = 0
    annotations_known: int = 0
    annotations_beside: int = 0
    """Annotations added next to one with the same ID and other contents."""
    orphans: int = 0
    """Annotations added whose words were not found."""
    moved: int = 0
    """Annotations added that stand on changed words."""
    tags_added: int = 0
    searches_added: int = 0
    members_added: int = 0
    assignments_added: int = 0
    placeholders: int = 0
    """Articles added for notes whose text is not in the library; ``articles_added`` counts them too."""
    remarks: Sentences = msgspec.field(default_factory=Sentences)
    """One sentence for each thing that a user should know and that is no loss."""
    left_out: Sentences = msgspec.field(default_factory=Sentences)
    """One sentence for each thing that could not be imported."""
    conflicts: Sentences = msgspec.field(default_factory=Sentences)
    """One sentence for each thing that is now there in two versions."""
    is_step: bool = False
    """Whether anything changed, so that the merge is a step that can be undone."""

    def copied(self) -> Merged:
        """Return a copy that can be changed, for a batch that may not be written."""
        lists = {name: Sentences(getattr(self, name)) for name in ("remarks", "left_out", "conflicts")}
        return msgspec.structs.replace(self, **lists)

    def become(self, other: Merged) -> None:
        """Take all fields of another result, whose batch has been written."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(other, name))
