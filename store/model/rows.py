"""What is known of each article in a list: its row, and what is counted of its annotations."""

from __future__ import annotations

import msgspec

from store.model.article import Article, Status


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
    """How many annotations it has."""
    status: Status
    added: str
    starred: bool

    @classmethod
    def of(cls, article: Article, annotations: int) -> Row:
        """The row of an article that has so many annotations."""
        return cls(
            id=article.id,
            title=article.title,
            kicker=article.kicker,
            subtitle=article.subtitle,
            column=article.column,
            authors=article.authors,
            date=article.date,
            source=article.source,
            chars=len(article.text),
            tags=article.tags,
            annotations=annotations,
            status=article.status,
            added=article.added,
            starred=article.starred,
        )
