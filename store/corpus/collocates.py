"""Collocates: the tokens near a node, and how strongly they are associated with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum

import msgspec

from store.chinese.pinyin import collation_key
from store.corpus.statistics import expected_together, log_dice, mutual_information, t_score
from store.corpus.tokens import Break, Token, TokenReader
from store.progress import Progress, no_progress

Places = Callable[[str], Iterable[tuple[int, int]]]
"""Returns where the node occurs in a text, as (start, end) in code points, in order."""

LEFT = RIGHT = 5
"""Tokens of the window on each side, by default."""

LEAST_TOGETHER = 3
"""How often a collocate must occur near the node, by default."""


class CollocateSort(StrEnum):
    """An order of collocates: the strongest first, by one of the figures."""

    LOG_DICE = "logdice"
    MUTUAL_INFORMATION = "mi"
    T_SCORE = "t"
    TOGETHER = "count"
    LEFT = "left"
    RIGHT = "right"
    FREQUENCY = "frequency"
    """By how often the collocate occurs in all articles that were read."""
    ITEM = "item"
    """By pinyin."""


class Collocate(msgspec.Struct, frozen=True):
    """A token that occurs near the node."""

    item: str
    together: int
    """How often it occurs in the window."""
    left: int
    right: int
    """How often of these it occurs before and after the node."""
    count: int
    """How often it occurs in all articles that were read."""
    mutual_information: float
    t_score: float
    log_dice: float


class CollocateTable(msgspec.Struct, frozen=True):
    """The collocates of a node."""

    lines: tuple[Collocate, ...]
    nodes: int
    """How often the node occurs."""
    tokens: int
    """How many tokens were read."""


class _Window:
    """Counts what occurs near the node."""

    def __init__(self, left: int, right: int) -> None:
        self._reach = (left, right)
        self.sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self.nodes = 0

    def count(self, tokens: Sequence[Token], places: Iterable[tuple[int, int]]) -> None:
        """Count the tokens around each place, within its paragraph. A place in the middle of a token takes
        the whole token.
        """
        starts = [token.start for token in tokens]
        ends = [token.end for token in tokens]
        for start, end in places:
            self.nodes += 1
            first, after = bisect_right(ends, start), bisect_left(starts, end)
            self.sides[0].update(_before(tokens, min(first, after), self._reach[0]))
            self.sides[1].update(_after(tokens, max(first, after), self._reach[1]))


def collocates(
    reader: TokenReader,
    articles: Sequence[str],
    places: Places,
    *,
    left: int = LEFT,
    right: int = RIGHT,
    sort: CollocateSort = CollocateSort.LOG_DICE,
    is_reversed: bool = False,
    least: int = LEAST_TOGETHER,
    limit: int = 0,
    without: Collection[str] = (),
    progress: Progress = no_progress,
) -> CollocateTable:
    """Return the tokens that occur within a window around a node, the most strongly associated first.

    Lines that are equal in an order stand by logDice, how often they occur in the window, and code point,
    also if it is reversed.

    :param left: tokens of the window before the node; punctuation is none.
    :param right: tokens of the window after the node. One of the two may be 0.
    :param least: how often a token must occur in the window to be listed.
    :param without: tokens that are not listed.
    :param limit: the largest number of lines; 0 for all.
    """
    window, counts = _Window(left, right), Counter[str]()
    for text in reader.read(articles, progress):
        tokens = text.tokens()
        counts.update(token.text for token in tokens)
        window.count(tokens, places(text.text))
    total, listed = counts.total(), (window.sides[0] + window.sides[1])
    found = [
        _collocate(item, window, counts[item], left + right, total)
        for item, together in listed.items()
        if together >= least and item not in without
    ]
    found.sort(key=lambda line: (-line.log_dice, -line.together, line.item))
    found.sort(key=_FIGURES[sort], reverse=is_reversed)
    return CollocateTable(tuple(found[:limit] if limit else found), window.nodes, total)


def _collocate(item: str, window: _Window, count: int, span: int, total: int) -> Collocate:
    left, right = (side[item] for side in window.sides)
    together = left + right
    expected = expected_together(window.nodes, count, span, total)
    return Collocate(
        item=item,
        together=together,
        left=left,
        right=right,
        count=count,
        mutual_information=mutual_information(together, expected),
        t_score=t_score(together, expected),
        log_dice=log_dice(together, window.nodes, count),
    )


_FIGURES: dict[CollocateSort, Callable[[Collocate], float | str]] = {
    CollocateSort.LOG_DICE: lambda line: -line.log_dice,
    CollocateSort.MUTUAL_INFORMATION: lambda line: -line.mutual_information,
    CollocateSort.T_SCORE: lambda line: -line.t_score,
    CollocateSort.TOGETHER: lambda line: -line.together,
    CollocateSort.LEFT: lambda line: -line.left,
    CollocateSort.RIGHT: lambda line: -line.right,
    CollocateSort.FREQUENCY: lambda line: -line.count,
    CollocateSort.ITEM: lambda line: collation_key(line.item),
}
"""By order, the figure by which lines ascend."""


def _before(tokens: Sequence[Token], place: int, reach: int) -> list[str]:
    """Return up to ``reach`` tokens before a place in the same paragraph."""
    found: list[str] = []
    while place and len(found) < reach:
        if place < len(tokens) and tokens[place].after is Break.PARAGRAPH:
            break
        place -= 1
        found.append(tokens[place].text)
    return found


def _after(tokens: Sequence[Token], place: int, reach: int) -> list[str]:
    """Return up to ``reach`` tokens from a place on, in the same paragraph."""
    found: list[str] = []
    for token in tokens[place : place + reach]:
        if token.after is Break.PARAGRAPH:
            break
        found.append(token.text)
    return found
