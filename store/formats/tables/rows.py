"""The rows of tables: quotes, articles by tags, articles, the codebook; CSV and Excel alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from store.exporting.selection import Selection
from store.formats.tables.csv_cells import VALUE_SEPARATOR
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.tag import PALETTE, Tag

Cell = str | int

QUOTES = (
    *("article", "title", "authors", "date", "source", "url"),
    *("quote", "tags", "note", "creator", "created", "modified"),
    *("start", "end", "orphan", "annotation"),
)
"""The columns of a table with a quote a row. Positions are code points of the text, the end exclusive;
``orphan`` is true where the words are no longer in the text. Several authors or tags stand in one cell,
a ``|`` between them.
"""

ARTICLE = ("article", "title", "authors", "date", "source")
"""The first columns of a table of articles by tags."""

ARTICLES = (
    *ARTICLE,
    *("url", "kicker", "subtitle", "column", "language", "tags", "note", "status", "starred", "added"),
    *("characters", "quotes"),
)
"""The columns of a table of articles; ``quotes`` counts those that are exported."""

CODEBOOK = ("tag", "description", "colour", "key", "aliases", "quotes", "articles")
"""The columns of a table of tags; the last two count those that are exported, as in a table by tags."""


def quote_row(article: Article, mark: Annotation) -> list[Cell]:
    """The cells of a quote, by :data:`QUOTES`."""
    return [
        *(article.id, article.title, _several(article.authors), article.date, article.source, article.url),
        *(mark.exact, _several(mark.tags), mark.note, mark.creator, mark.created, mark.modified),
        *(mark.start, mark.end, _truth(mark.orphan), mark.id),
    ]


def in_order(marks: Iterable[Annotation]) -> list[Annotation]:
    """Annotations in text order, orphans after them."""
    return sorted(marks, key=lambda mark: (mark.orphan, mark.start, mark.end))


def head_of(article: Article) -> list[Cell]:
    """The cells that say which article it is, by :data:`ARTICLE`."""
    return [article.id, article.title, _several(article.authors), article.date, article.source]


def article_row(article: Article, quotes: int) -> list[Cell]:
    """The cells of an article, by :data:`ARTICLES`."""
    return [
        *head_of(article),
        *(article.url, article.kicker, article.subtitle, article.column, article.language),
        *(_several(article.tags), article.note, article.status.value, _truth(article.starred), article.added),
        *(len(article.text), quotes),
    ]


def tag_row(tag: Tag, quotes: int, articles: int) -> list[Cell]:
    """The cells of an entry of the codebook, by :data:`CODEBOOK`."""
    colour = PALETTE.get(tag.colour, tag.colour)
    return [tag.name, tag.description, colour, tag.key, _several(tag.aliases), quotes, articles]


def columns(selection: Selection) -> list[str]:
    """The tags that are columns, by name: those of the codebook, and those in use that it should have."""
    names = {tag.name for tag in selection.codebook()}
    if not selection.tags:
        names.update(selection.library.codebook.uses())
    return sorted(names)


def counts(marks: Iterable[Annotation]) -> Counter[str]:
    """How many of the annotations have each tag itself; those that have one below it do not count."""
    return Counter(tag for mark in marks for tag in mark.tags)


def presence(article: Article, counted: Counter[str]) -> Counter[str]:
    """1 for each tag that the article has itself or one of its annotations has."""
    return Counter({*article.tags, *counted})


def _several(values: Iterable[str]) -> str:
    return VALUE_SEPARATOR.join(values)


def _truth(value: bool) -> str:
    return "true" if value else "false"
