"""Splits the paragraphs of an article into runs at every point where an annotation begins or ends.

HTML and Word mark up whole runs. Within a run the set of annotations does not change, however they overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from store.model.annotation import Annotation
from store.model.article import Article, Block


class NumberedAnnotation(msgspec.Struct, frozen=True):
    """An annotation and its number in its article. Numbers start at 1 and follow the order of the ends in the
    text.
    """

    number: int
    annotation: Annotation


class Run(msgspec.Struct, frozen=True):
    """A part of a paragraph whose characters are all under the same annotations: ``text[start:end]``, maybe
    empty.
    """

    start: int
    end: int
    opening: tuple[NumberedAnnotation, ...]
    """The annotations that begin at ``start``."""
    under: tuple[NumberedAnnotation, ...]
    """The annotations that cover the run, by their start; of two with the same start the longer one first."""
    closing: tuple[NumberedAnnotation, ...]
    """The annotations that end at ``end``, by number."""


class Passage(msgspec.Struct, frozen=True):
    """A paragraph, split into runs."""

    block: Block
    runs: tuple[Run, ...]

    @property
    def closing(self) -> list[NumberedAnnotation]:
        """The annotations that end in the paragraph, by number."""
        return [each for run in self.runs for each in run.closing]


def number_annotations(
    article: Article, annotations: Iterable[Annotation]
) -> tuple[list[NumberedAnnotation], list[NumberedAnnotation]]:
    """Number the annotations of an article; return those that are in the text, then those that are not.

    Orphans come after all others. Of annotations that end at the same place, the inner one comes first.
    """
    length = len(article.text)
    ordered = sorted(
        annotations,
        key=lambda annotation: (
            _is_gone(annotation, length),
            annotation.end,
            -annotation.start,
            annotation.id,
        ),
    )
    every = [NumberedAnnotation(number, annotation) for number, annotation in enumerate(ordered, 1)]
    gone = next((place for place, each in enumerate(every) if _is_gone(each.annotation, length)), len(every))
    return every[:gone], every[gone:]


def _is_gone(annotation: Annotation, length: int) -> bool:
    return annotation.orphan or not 0 <= annotation.start < annotation.end <= length


def passages(article: Article, placed: Iterable[NumberedAnnotation]) -> Iterator[Passage]:
    """Yield the paragraphs of an article in text order, with the annotations that are in the text.

    An annotation across several paragraphs is in a run of each. One that ends with the newline after a
    paragraph ends in that paragraph. Every annotation opens in exactly one run and closes in exactly one.
    """
    coming = sorted(placed, key=lambda each: (-each.annotation.start, each.annotation.end, -each.number))
    here: list[NumberedAnnotation] = []
    for block in article.blocks:
        while coming and coming[-1].annotation.start <= block.end:
            here.append(coming.pop())
        yield Passage(block, tuple(_runs(block, here)))
        here = [each for each in here if each.annotation.end > block.end + 1]


def _runs(block: Block, here: Sequence[NumberedAnnotation]) -> Iterator[Run]:
    """Yield the runs of a paragraph.

    :param here: the annotations that cover at least one character of it or its newline, by their start.
    """
    if not here:
        if block.start < block.end:
            yield Run(block.start, block.end, (), (), ())
        return
    opening: dict[int, list[NumberedAnnotation]] = {}
    closing: dict[int, list[NumberedAnnotation]] = {}
    for each in here:
        if each.annotation.start >= block.start:
            opening.setdefault(each.annotation.start, []).append(each)
        if each.annotation.end <= block.end + 1:
            closing.setdefault(min(each.annotation.end, block.end), []).append(each)
    last = _only_after(opening.get(block.end, ()), closing.get(block.end, ()), block)
    under = [each for each in here if each.annotation.start < block.start]
    for start, end in pairwise(sorted({block.start, block.end, *opening, *closing})):
        begun = opening.get(start, [])
        under += begun
        ended = [each for each in closing.get(end, ()) if each not in last]
        yield Run(start, end, tuple(begun), tuple(under), _by_number(ended))
        under = [each for each in under if each.annotation.end > end]
    if last or block.end in opening:
        yield Run(block.end, block.end, tuple(opening.get(block.end, ())), (), _by_number(last))


def _only_after(
    opening: Iterable[NumberedAnnotation], closing: Iterable[NumberedAnnotation], block: Block
) -> list[NumberedAnnotation]:
    """Of the annotations that end with a paragraph, return those that cover only the newline after it.

    If there are any, those that end with the newline too are among them, so that numbers close in order.
    """
    is_empty = block.start == block.end
    after = [each for each in closing if is_empty or each in opening]
    return [each for each in closing if each in after or (after and each.annotation.end > block.end)]


def _by_number(every: Iterable[NumberedAnnotation]) -> tuple[NumberedAnnotation, ...]:
    return tuple(sorted(every, key=lambda each: each.number))
