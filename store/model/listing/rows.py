"""The row of an article in a list."""

from __future__ import annotations

import msgspec

from store.model.article import Article, Status, shared_fields


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An article as a list shows it."""

    id: str
    title: str
    kicker: str
    subtitle: str
    column: str
    authors: tuple[str, ...]
    date: str
    source: str
    chars: int
    """Code points of the text."""
    tags: tuple[str, ...]
    annotations: int
    """The number of annotations."""
    status: Status
    added: str
    starred: bool
    attributes: dict[str, str] = {}
    """The values of its attributes by their names."""

    @classmethod
    def of(cls, article: Article, annotations: int) -> Row:
        """The row of ``article``, which has this number of annotations."""
        return cls(**shared_fields(article, cls), chars=len(article.text), annotations=annotations)
