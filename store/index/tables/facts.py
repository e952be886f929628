"""What an article can be filtered, sorted and found by, computed from what an index is to store of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from store.chinese.folding import fold
from store.index.counts import AnnotationCounts, IndexEntry
from store.index.tables.name_cells import SortKeys
from store.model.listing.rows import Row

AUTHOR, CREATOR = "author", "creator"
"""Roles of people: who wrote an article, who annotated it."""


class Facts(NamedTuple):
    """The columns by which an article is filtered and sorted, in the order of the tables."""

    id: str
    added: str
    status: str
    starred: bool
    date: str
    source: str
    section: str
    noted: bool
    """Whether the article itself has a note."""
    marks: int
    """How many annotations it has."""
    notes: int
    """How many of them have a note."""
    orphans: int
    moved: int
    chars: int
    title_key: str
    source_key: str
    title: str
    """Folded."""
    language: str
    """In lower case."""


class Person(NamedTuple):
    """Somebody who has to do with an article."""

    article: str
    role: str
    name: str
    times: int
    """How many annotations are by a creator; 1 for an author."""


class Value(NamedTuple):
    """The value of an attribute of an article."""

    article: str
    name: str
    value: str
    folded: str
    number: float | None
    """The value as a number; None if it is none that can be compared."""


def facts_of(row: Row, counts: AnnotationCounts, keys: SortKeys, *, noted: bool, language: str) -> Facts:
    """Return the facts of an article.

    :param noted: whether the article itself has a note.
    :param language: of the article, BCP 47.
    """
    return Facts(
        row.id,
        row.added,
        row.status.value,
        row.starred,
        row.date,
        row.source,
        row.column,
        noted,
        counts.number,
        counts.notes,
        counts.orphans,
        counts.moved,
        row.chars,
        keys.title,
        keys.source,
        fold(row.title),
        language.lower(),
    )


def people_of(row: Row, counts: AnnotationCounts) -> list[Person]:
    """Return the people of an article."""
    authors = [Person(row.id, AUTHOR, author, 1) for author in dict.fromkeys(row.authors)]
    return authors + [Person(row.id, CREATOR, name, times) for name, times in counts.creators.items()]


def values_of(row: Row) -> list[Value]:
    """Return the values of the attributes of an article."""
    return [
        Value(row.id, name, value, fold(value), number_in(value)) for name, value in row.attributes.items()
    ]


def uses_of(entry: IndexEntry) -> Mapping[str, int]:
    """Return how often an article uses each tag, on itself and on its annotations."""
    uses = Counter(entry.counts.uses)
    uses.update(entry.row.tags)
    return uses


def links_of(entry: IndexEntry) -> Mapping[str, int]:
    """Return how often the notes of an article link to each name."""
    return Counter(entry.counts.links) + Counter(entry.links)


def number_in(value: str) -> float | None:
    """Return the value of an attribute as a number; None if it is none that can be compared."""
    try:
        number = float(value)
    except ValueError:
        return None
    return None if math.isnan(number) else number
