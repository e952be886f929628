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


class AnnotationCounts(msgspec.Struct, frozen=True):
    """What is counted of annotations: of all of an article, or of those that a change makes more or fewer."""

    number: int
    uses: dict[str, int]
    """How often they have each tag."""
    notes: int
    """How many of them have a note."""
    orphans: int
    creators: dict[str, int]
    """How many are by whom."""
    links: dict[str, int]
    """How often their notes link to each name: see :func:`store.note_syntax.wikilinks.name_of`."""


class Entry(msgspec.Struct, frozen=True):
    """What the catalogue keeps of an article."""

    row: Row
    origin: str
    digest: str
    text: str
    """What is indexed; it is not kept."""
    marks: AnnotationCounts
    """All that it counts of the annotations."""
    noted: bool
    """Whether there is a note on the whole article."""
    links: dict[str, int]
    """How often that note links to each name."""
