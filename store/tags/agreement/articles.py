"""Reads coded articles from a library, in the groups by which agreement is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from store.library import Library
from store.model.annotation import Annotation
from store.progress import Progress, no_progress
from store.tags.agreement.coders import Team
from store.tags.agreement.matching import DEFAULT_OVERLAP
from store.tags.agreement.tally import CodedArticle
from store.tags.agreement.units import Mark, Unit, units_of
from store.tags.tree import ancestors


class By(StrEnum):
    """What a row of a table of agreement is about."""

    TAG = "tag"
    ARTICLE = "article"
    ROUND = "round"
    """What the names of the coders end in, after a slash."""
    MONTH = "month"
    """The month of the article's date: so that all who code an article are of the same month, whenever they
    did so."""


class Choice(msgspec.Struct, frozen=True):
    """What counts."""

    by: By = By.TAG
    unit: Unit = Unit.CHARACTER
    overlap: float = DEFAULT_OVERLAP
    """The Jaccard index from which annotations match, above 0 and up to 1 (identical ranges)."""
    tags: frozenset[str] = frozenset()
    """The tags that are counted; all if there are none. What has other tags is coded text all the same, and
    a span."""
    parents: bool = False
    """Whether a tag also counts as each tag above it: 服务/线上 as 服务."""


class Grouped(NamedTuple):
    """An article with the group that it belongs to."""

    group: str
    """The ID of the article, the round or the month; empty by tag."""
    coded: CodedArticle


def coded_articles(
    library: Library, team: Team, choice: Choice, progress: Progress = no_progress
) -> Iterator[Grouped]:
    """Yield the articles that two coders or more have coded, once for each round that they have.

    Orphans, which have no place, and annotations without tags do not count.

    :param progress: called with the number of articles read and their total.
    """
    shared = {
        article: {number: coders for number, coders in sorted(rounds.items()) if coders.bit_count() >= 2}
        for article, rounds in team.worked.items()
    }
    wanted = [article for article, rounds in shared.items() if rounds]
    for done, article in enumerate(wanted):
        progress(done, len(wanted))
        opened, annotations = library.articles.open(article)
        for number, coders in shared[article].items():
            marks = tuple(_marks(annotations, team, number, choice))
            units = units_of(choice.unit, opened.text, marks, choice.overlap)
            group = {By.ARTICLE: article, By.ROUND: number, By.MONTH: opened.date[:7]}.get(choice.by, "")
            yield Grouped(group, CodedArticle(article, coders, units, marks))


def _marks(annotations: Sequence[Annotation], team: Team, round_name: str, choice: Choice) -> Iterator[Mark]:
    for annotation in annotations:
        coder = team.number_of(annotation.creator, round_name)
        if coder is not None and not annotation.orphan:
            tags = _tags(annotation, choice)
            if tags:
                yield Mark(coder, tags, annotation.start, annotation.end)


def _tags(annotation: Annotation, choice: Choice) -> tuple[str, ...]:
    """Return the tags of an annotation, with those above them if they count too."""
    every = dict.fromkeys(annotation.tags)
    if choice.parents:
        every = dict.fromkeys(name for tag in annotation.tags for name in (*ancestors(tag), tag))
    return tuple(every)
