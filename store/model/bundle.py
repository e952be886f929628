"""What comes from elsewhere, before it is in a library: articles with their annotations, and tags."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.model.annotation import Annotation
from store.model.article import Draft, Status
from store.model.tag import Tag


class IncomingArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article with what readers have made of it elsewhere.

    Its annotations are by position in ``draft.text``. Where the text did not come along (``draft`` is None)
    the article is looked for in the library by ``id``, then by ``url``, then by where the quotes stand; the
    annotations are then placed by their quotes.
    """

    draft: Draft | None = None
    id: str = ""
    """The ID it had in a library of Pizhu; else empty."""
    url: str = ""
    """Its address, where there is no draft to tell it."""
    title: str = ""
    """Its title, where there is no draft to tell it."""
    added: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    status: Status = Status.UNREAD
    starred: bool = False
    position: int = 0
    annotations: tuple[Annotation, ...] = ()
    """Each ``id`` is a UUID: that of Pizhu, or one made by ``stable_ids.guid`` of its name elsewhere."""


class Bundle(msgspec.Struct):
    """What is in a file from elsewhere."""

    pieces: Iterable[IncomingArticle] = ()
    """Read one by one as they are gone through."""
    tags: tuple[Tag, ...] = ()
    """The codebook that came along."""
    count: int = 0
    """How many pieces there are, where that is known."""
    left_out: list[str] = msgspec.field(default_factory=list)
    """A sentence for each thing that cannot be taken in, whole when the pieces have been gone through."""


class Merged(msgspec.Struct):
    """What became of a bundle."""

    articles_added: int = 0
    articles_known: int = 0
    """Articles that were in the library already."""
    articles_beside: int = 0
    """Articles that stand beside one of the same ID with another text."""
    annotations_added: int = 0
    annotations_known: int = 0
    annotations_beside: int = 0
    """Annotations that stand beside one of the same ID that says something else."""
    orphans: int = 0
    """Of the annotations added, those whose words were not found."""
    tags_added: int = 0
    left_out: list[str] = msgspec.field(default_factory=list)
    """A sentence for each thing that could not be taken in."""
    conflicts: list[str] = msgspec.field(default_factory=list)
    """A sentence for each thing that is there in two versions now."""
    is_step: bool = False
    """Whether anything was changed, which is a step that can be taken back."""
