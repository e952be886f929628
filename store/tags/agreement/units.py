"""The units of a reliability matrix: an article divided into characters, spans, sentences or paragraphs.

Units of an article are numbered from 0, and annotations become ranges of such numbers. What follows therefore
does not know what a unit is, and costs time by annotations, not by characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

import msgspec

from store.chinese.sentences import sentences
from store.model.anchoring.overlap import Range
from store.model.article import paragraphs
from store.tags.agreement.matching import clusters


class Unit(StrEnum):
    """What a coder gives a tag or does not."""

    CHARACTER = "character"
    """A code point. How far ranges differ counts; long annotations weigh more than short ones."""
    SPAN = "span"
    """A place that somebody annotated: annotations whose overlap is large enough are of the same place. Where
    nobody annotated anything there is no unit, so that these coefficients are about the choice of tags."""
    SENTENCE = "sentence"
    """A sentence; it has the tags of all annotations that overlap it."""
    PARAGRAPH = "paragraph"
    """A paragraph; it has the tags of all annotations that overlap it."""


class Mark(NamedTuple):
    """An annotation with tags."""

    coder: int
    """The number of the coder, from 0."""
    tags: tuple[str, ...]
    start: int
    end: int
    """The range, in code points of the text or in units of the article."""


class Units(msgspec.Struct, frozen=True):
    """An article divided into units."""

    total: int
    """The number of units."""
    marks: tuple[Mark, ...]
    """The annotations, in units."""
    blocks: tuple[int, ...]
    """The first unit of each paragraph with units, or of each place for spans: what stands in for articles
    where there is only one to take samples of."""

    @property
    def covered(self) -> int:
        """The number of units that have any tag by anybody."""
        covered = reached = 0
        for start, end in sorted((mark.start, mark.end) for mark in self.marks):
            covered += max(end - max(start, reached), 0)
            reached = max(reached, end)
        return covered


def units_of(unit: Unit, text: str, marks: Sequence[Mark], overlap: float) -> Units:
    """Divide an article into units.

    :param marks: its annotations, in code points.
    :param overlap: the Jaccard index from which annotations are of the same place.
    """
    if unit is Unit.SPAN:
        return _places(marks, overlap)
    lines = paragraphs(text)
    if unit is Unit.CHARACTER:
        return Units(len(text), tuple(marks), tuple(start for start, end in lines if end > start) or (0,))
    lines = [(start, end) for start, end in lines if text[start:end].strip()]
    if unit is Unit.PARAGRAPH:
        return Units(len(lines), _overlapped(lines, marks), tuple(range(len(lines))))
    divided = [each for line in lines for each in sentences(text, *line) if text[slice(*each)].strip()]
    starts = [start for start, _end in divided]
    blocks = sorted({bisect_left(starts, start) for start, _end in lines})
    return Units(len(divided), _overlapped(divided, marks), tuple(blocks))


def _places(marks: Sequence[Mark], overlap: float) -> Units:
    """Return the places that somebody annotated as units."""
    places = clusters(((mark.start, mark.end) for mark in marks), overlap)
    numbered = (places[mark.start, mark.end] for mark in marks)
    total = len(set(places.values()))
    return Units(
        total,
        tuple(mark._replace(start=place, end=place + 1) for mark, place in zip(marks, numbered, strict=True)),
        tuple(range(total)),
    )


def _overlapped(ranges: Sequence[Range], marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return annotations in the units that they overlap; those that overlap none are left out.

    :param ranges: the units in code points, in text order.
    """
    moved = []
    for mark in marks:
        first = bisect_right(ranges, mark.start, key=itemgetter(1))
        last = bisect_left(ranges, mark.end, key=itemgetter(0))
        if last > first:
            moved.append(mark._replace(start=first, end=last))
    return tuple(moved)
