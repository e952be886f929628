"""Passages: the paragraphs, sentences or coded places for which a query holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from store.chinese.sentences import sentences
from store.errors import PizhuError
from store.finding.passage_conditions import ArticleConditions, Conditions, Holds, of_articles
from store.model.annotation import Annotation
from store.model.article import paragraphs
from store.progress import Progress, no_progress
from store.query.tree import Query

if TYPE_CHECKING:
    from store.library import Library

Range = tuple[int, int]
"""(start, end) in code points of a text."""


class PassageUnit(StrEnum):
    """What a passage is."""

    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    CODING = "coding"
    """As much of the text as annotations cover for which the query holds, together. So ``tag:A tag:B`` finds
    where codings with A and with B overlap, and only the part that they share."""


class Passage(msgspec.Struct, frozen=True):
    """A passage. ``text`` is ``article.text[start:end]``, in code points."""

    article: str
    start: int
    end: int
    text: str
    annotations: tuple[Annotation, ...]
    """The annotations that overlap it, in text order."""


def passages(
    library: Library,
    query: Query,
    unit: PassageUnit = PassageUnit.PARAGRAPH,
    *,
    progress: Progress = no_progress,
) -> Iterator[Passage]:
    """Yield the passages for which a query holds, article by article, those added last first.

    What a query says of a passage: see :mod:`store.finding.passage_conditions`. An orphan has no passage.

    :raises UsageError: a pattern takes too long on a text.
    """
    conditions = Conditions(library, query)
    for article in library.texts.matching(of_articles(query), progress=progress):
        text, anchored = "", list[Annotation]()
        with suppress(PizhuError):  # an article that was removed meanwhile
            opened, annotations = library.articles.open(article)
            text, anchored = opened.text, [each for each in annotations if not each.orphan]
        matching = ArticleConditions(conditions, article, text)
        for start, end in _DIVISIONS[unit](text, anchored, matching.hold):
            overlapping = tuple(each for each in anchored if each.start < end and start < each.end)
            yield Passage(article, start, end, text[start:end], overlapping)


def _divided(ranges: Sequence[Range], annotations: Sequence[Annotation], holds: Holds) -> Iterator[Range]:
    """Yield the ranges for which the query holds. Ranges and annotations are in text order."""
    overlapping: list[Annotation] = []
    following = 0
    for start, end in ranges:
        while following < len(annotations) and annotations[following].start < end:
            overlapping.append(annotations[following])
            following += 1
        overlapping = [each for each in overlapping if each.end > start]
        if end > start and holds(start, end, overlapping):
            yield start, end


def _paragraphs(text: str, annotations: Sequence[Annotation], holds: Holds) -> Iterator[Range]:
    return _divided(paragraphs(text), annotations, holds)


def _sentences(text: str, annotations: Sequence[Annotation], holds: Holds) -> Iterator[Range]:
    return _divided(sentences(text), annotations, holds)


def _codings(_text: str, annotations: Sequence[Annotation], holds: Holds) -> Iterator[Range]:
    """Yield the parts of the text covered by annotations for which the query holds, touching ones joined.

    Only a joined part is long enough to say whether it has the words.
    """

    def may_hold(start: int, end: int, annotations: Sequence[Annotation], *, with_text: bool = False) -> bool:
        return bool(annotations) and holds(start, end, annotations, with_text=with_text)

    cuts = sorted({place for each in annotations for place in (each.start, each.end)})
    joined: list[Range] = []
    for start, end in _divided(list(pairwise(cuts)), annotations, may_hold):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return _divided(joined, annotations, holds)


_DIVISIONS: Mapping[PassageUnit, Callable[[str, Sequence[Annotation], Holds], Iterator[Range]]] = {
    PassageUnit.PARAGRAPH: _paragraphs,
    PassageUnit.SENTENCE: _sentences,
    PassageUnit.CODING: _codings,
}
