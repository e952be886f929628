"""The paragraphs of an article, cut wherever an annotation begins or ends, and each annotation's number.

What marks words, be it a page or a document, needs pieces that are under the same annotations from end to
end, however those overlap; and to know where each begins and ends, for a number or an anchor to stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from store.model.annotation import Annotation
from store.model.article import Article, Block


class Numbered(msgspec.Struct, frozen=True):
    """An annotation and its number in its article, from 1, in the order in which they end in the text."""

    number: int
    mark: Annotation


class Run(msgspec.Struct, frozen=True):
    """Words of one paragraph that are under the same annotations: ``text[start:end]``, maybe empty."""

    start: int
    end: int
    opening: tuple[Numbered, ...]
    """The annotations that begin where it begins."""
    under: tuple[Numbered, ...]
    """Those its words are under: the one that began first, then the longer, comes first."""
    closing: tuple[Numbered, ...]
    """Those that end where it ends, by number."""


class Passage(msgspec.Struct, frozen=True):
    """A paragraph in its runs."""

    block: Block
    runs: tuple[Run, ...]

    @property
    def closing(self) -> list[Numbered]:
        """The annotations that end in it, by number."""
        return [each for run in self.runs for each in run.closing]


def numbered(article: Article, marks: Iterable[Annotation]) -> tuple[list[Numbered], list[Numbered]]:
    """The annotations that stand in the text, and after them those whose words are gone, numbered through.

    Of those that end together the one that began last, the inner one, comes first.
    """
    length = len(article.text)
    ordered = sorted(marks, key=lambda mark: (_is_gone(mark, length), mark.end, -mark.start, mark.id))
    every = [Numbered(number, mark) for number, mark in enumerate(ordered, 1)]
    gone = next((place for place, each in enumerate(every) if _is_gone(each.mark, length)), len(every))
    return every[:gone], every[gone:]


def _is_gone(mark: Annotation, length: int) -> bool:
    return mark.orphan or not 0 <= mark.start < mark.end <= length


def passages(article: Article, placed: Iterable[Numbered]) -> Iterator[Passage]:
    """The paragraphs of an article in order, with the annotations that stand in the text.

    An annotation of several paragraphs is in a run of each; one that ends with the newline after a
    paragraph ends in that paragraph. Each begins in one run and ends in one.
    """
    coming = sorted(placed, key=lambda each: (-each.mark.start, each.mark.end, -each.number))
    here: list[Numbered] = []
    for block in article.blocks:
        while coming and coming[-1].mark.start <= block.end:
            here.append(coming.pop())
        yield Passage(block, tuple(_runs(block, here)))
        here = [each for each in here if each.mark.end > block.end + 1]


def _runs(block: Block, here: Sequence[Numbered]) -> Iterator[Run]:
    """The runs of a paragraph.

    :param here: the annotations with words or the newline of it, in the order in which they begin.
    """
    if not here:
        if block.start < block.end:
            yield Run(block.start, block.end, (), (), ())
        return
    opening: dict[int, list[Numbered]] = {}
    closing: dict[int, list[Numbered]] = {}
    for each in here:
        if each.mark.start >= block.start:
            opening.setdefault(each.mark.start, []).append(each)
        if each.mark.end <= block.end + 1:
            closing.setdefault(min(each.mark.end, block.end), []).append(each)
    last = _only_after(opening.get(block.end, ()), closing.get(block.end, ()), block)
    under = [each for each in here if each.mark.start < block.start]
    for start, end in pairwise(sorted({block.start, block.end, *opening, *closing})):
        begun = opening.get(start, [])
        under += begun
        ended = [each for each in closing.get(end, ()) if each not in last]
        yield Run(start, end, tuple(begun), tuple(under), _by_number(ended))
        under = [each for each in under if each.mark.end > end]
    if last or block.end in opening:
        yield Run(block.end, block.end, tuple(opening.get(block.end, ())), (), _by_number(last))


def _only_after(opening: Iterable[Numbered], closing: Iterable[Numbered], block: Block) -> list[Numbered]:
    """Of the annotations that end with a paragraph, those with none of its characters but the newline."""
    is_empty = block.start == block.end
    return [each for each in closing if is_empty or each in opening]


def _by_number(every: Iterable[Numbered]) -> tuple[Numbered, ...]:
    return tuple(sorted(every, key=lambda each: each.number))
