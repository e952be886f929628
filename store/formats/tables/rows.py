"""The rows of all tables, in CSV and Excel: quotes, articles by tags, articles, codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

from store.exporting.selection import Selection
from store.formats.tables.csv_cells import VALUE_SEPARATOR
from store.index.addresses import uri
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.decisions.decision import Decision
from store.model.listing.rows import Row
from store.model.tables.attribute import ArticleAttribute, AttributeKind
from store.model.tag import PALETTE, Tag

Cell = str | int | float

QUOTE_COLUMNS = (
    *("article", "title", "authors", "date", "source", "url"),
    *("quote", "tags", "note", "creator", "created", "modified"),
    *("start", "end", "orphan", "annotation", "link"),
    *("decision", "decided_by", "taken_from", "reason"),
)
"""The columns of a table of quotes. ``start`` and ``end`` are code points of the text, the end exclusive;
``orphan`` is true if the quote is no longer in the text; ``link`` opens Pizhu at the quote. Where coders
differ, ``decision`` is what was decided: ``taken``, ``rejected``, or ``result`` for what came of it, which
was ``taken_from`` coders. Several authors, tags or coders are separated by ``|``.
"""

ARTICLE_HEAD_COLUMNS = ("article", "title", "authors", "date", "source")
"""The columns that identify an article, first in each table of articles."""

ARTICLE_COLUMNS = (
    *ARTICLE_HEAD_COLUMNS,
    *("url", "kicker", "subtitle", "column", "language", "tags", "note", "status", "starred", "added"),
    *("characters", "quotes", "link"),
)
"""The columns of a table of articles; ``quotes`` counts the exported annotations."""

CODEBOOK_COLUMNS = ("tag", "description", "colour", "key", "aliases", "same_as", "quotes", "articles")
"""The columns of a table of tags; ``quotes`` and ``articles`` count exported ones, as in the matrix."""


def quote_row(article: Article, annotation: Annotation) -> list[Cell]:
    """Return the cells of an annotation, by :data:`QUOTE_COLUMNS`."""
    return [
        *(article.id, article.title, _join(article.authors), article.date, article.source, article.url),
        *(
            annotation.exact,
            _join(annotation.tags),
            annotation.note,
            annotation.creator,
            annotation.created,
            annotation.modified,
        ),
        *(annotation.start, annotation.end, _bool_cell(annotation.orphan), annotation.id),
        uri(article.id, annotation.id),
        *_decision_cells(annotation.decision),
    ]


def _decision_cells(decision: Decision | None) -> tuple[Cell, ...]:
    """Return what was decided on an annotation, by whom, from whom it was taken, and why."""
    if decision is None:
        return ("", "", "", "")
    return (decision.outcome.value, decision.by, _join(decision.taken), decision.reason)


def in_text_order(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Return annotations in text order, orphans last."""
    return sorted(annotations, key=lambda annotation: (annotation.orphan, annotation.start, annotation.end))


def attribute_cells(article: Article | Row, attributes: Iterable[ArticleAttribute]) -> list[Cell]:
    """Return the values of attributes, empty ones where the article has none; numbers as numbers."""
    return [
        _number(value) if each.kind is AttributeKind.NUMBER else value
        for each in attributes
        for value in [article.attributes.get(each.name, "")]
    ]


def _number(value: str) -> Cell:
    """Return a decimal as a number, if that is written as it is."""
    for convert in (int, float):
        with suppress(ValueError):
            if str(number := convert(value)) == value:
                return number
    return value


def article_head(article: Article) -> list[Cell]:
    """Return the cells that identify an article, by :data:`ARTICLE_HEAD_COLUMNS`."""
    return [article.id, article.title, _join(article.authors), article.date, article.source]


def article_row(article: Article, quotes: int) -> list[Cell]:
    """Return the cells of an article, by :data:`ARTICLE_COLUMNS`."""
    return [
        *article_head(article),
        *(article.url, article.kicker, article.subtitle, article.column, article.language),
        *(
            _join(article.tags),
            article.note,
            article.status.value,
            _bool_cell(article.starred),
            article.added,
        ),
        *(len(article.text), quotes, uri(article.id)),
    ]


def tag_row(tag: Tag, quotes: int, articles: int) -> list[Cell]:
    """Return the cells of an entry of the codebook, by :data:`CODEBOOK_COLUMNS`."""
    colour = PALETTE.get(tag.colour, tag.colour)
    return [tag.name, tag.description, colour, tag.key, _join(tag.aliases), tag.same_as, quotes, articles]


def tag_columns(selection: Selection) -> list[str]:
    """Return the tags that get columns, sorted: those of the codebook and others that are in use."""
    names = {tag.name for tag in selection.codebook()}
    if not selection.tags:
        names.update(selection.library.codebook.uses())
    return sorted(names)


def count_tags(annotations: Iterable[Annotation]) -> Counter[str]:
    """Return how many annotations have each tag. A tag below it does not count."""
    return Counter(tag for annotation in annotations for tag in annotation.tags)


def tag_presence(article: Article, tag_counts: Counter[str]) -> Counter[str]:
    """Return 1 for each tag that the article or one of its annotations has."""
    return Counter({*article.tags, *tag_counts})


def _join(values: Iterable[str]) -> str:
    return VALUE_SEPARATOR.join(values)


def _bool_cell(value: bool) -> str:
    return "true" if value else "false"
