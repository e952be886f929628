"""Finds variants in which some words are others: 坚持以人民为中心 and 秉持以人民为中心.

Of the first two words, of the last two and of any two neighbours one must be there. A word within the variant
may be any few letters; one at its beginning or end is a word by the segmenter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.chinese.segmentation.shared import shared_segmenter
from store.chinese.variants.marks import FUNCTION, JOINING, NEGATIONS, PARTING
from store.chinese.variants.numbers import number_in
from store.chinese.variants.steps import Piece, Slot, Step
from store.patterns import late_pattern

LONGEST_WORD = 4
"""Ideographs of a word that stands for another, at most."""

_LETTER = rf"[^{re.escape(JOINING + PARTING + NEGATIONS)}\n\da-z]"
_WORD = late_pattern(rf"{_LETTER}{{1,{LONGEST_WORD}}}|[a-z]{{1,20}}")
_FUNCTION_ONLY = late_pattern(f"[{FUNCTION}]+")
_CLAUSE = 40
"""Code points around a word that are segmented, at most."""


class Found(NamedTuple):
    """A variant in a folded text, or the rest of one."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


class DifferingWords:
    """Finds the variants of one formula in one text, up to some differing words."""

    def __init__(self, folded: str, steps: Sequence[Step], most: int) -> None:
        """Prepare to find.

        :param folded: the text.
        :param most: the most words that may differ.
        """
        self._folded = folded
        self._steps = steps
        self._most = most
        self._failed: dict[tuple[int, int, bool], int] = {}
        """By step, place and whether the word before differs: with how many words it failed, at most."""

    def __iter__(self) -> Iterator[Found]:
        """Yield the variants in the order of their first two words."""
        for match in _all(self._steps[0].alone, self._folded):
            rest = self._rest(1, match.end(), self._most, after_other=False)
            if rest is not None:
                yield Found(
                    match.start(), rest.end, (*_pieces(self._steps[0].letter_slots, match), *rest.pieces)
                )
        if self._steps[0].part.may_differ:
            for match in _all(self._steps[1].alone, self._folded):
                yield from self._with_other_first(match)

    def _with_other_first(self, second: re.Match[str]) -> Iterator[Found]:
        """Yield the variant whose second word is ``second``, if another word is in place of the first."""
        step, next_step = self._steps[0], self._steps[1]
        rest = self._rest(2, second.end(), self._most - 1, after_other=False)
        if rest is None:
            return
        end = self._gap_start(next_step, second.start())
        word = self._word(end - 1) if end else None
        if word is None or word[1] != end:
            return
        if not _is_other(self._folded[word[0] : end], step.sought):
            return
        gap = next_step.before
        between = [Piece(gap.first, gap.last, end, second.start())] if gap else []
        other = Piece(step.part.start, step.part.end, *word)
        pieces = (other, *between, *_pieces(next_step.letter_slots, second), *rest.pieces)
        yield Found(word[0], rest.end, pieces)

    def _gap_start(self, step: Step, end: int) -> int:
        """Return where the longest gap before a step begins that ends at a place."""
        widest = step.width
        return next(
            (at for at in range(max(end - widest, 0), end) if step.gap.fullmatch(self._folded, at, end)), end
        )

    def _rest(self, number: int, at: int, most: int, *, after_other: bool) -> Found | None:
        """Return what the steps from ``number`` on match, from a place on; None if they are not there.

        :param most: how many words may differ.
        :param after_other: whether the word before differs.
        """
        if number == len(self._steps):
            return Found(at, at, ())
        key = (number, at, after_other)
        if self._failed.get(key, -1) >= most:
            return None
        step = self._steps[number]
        match = step.pattern.match(self._folded, at)
        if match is not None:
            rest = self._rest(number + 1, match.end(), most, after_other=False)
            if rest is not None:
                return Found(at, rest.end, (*_pieces(step.slots, match), *rest.pieces))
        if most and not after_other and step.part.may_differ:
            found = self._with_other(number, at, most)
            if found is not None:
                return found
        self._failed[key] = most
        return None

    def _with_other(self, number: int, at: int, most: int) -> Found | None:
        """Return what the steps from ``number`` on match, with another word in place of the first of them."""
        step = self._steps[number]
        gap = step.gap.match(self._folded, at)
        if gap is None:
            return None
        start = gap.end()
        for end in self._word_ends(start, is_last=number + 1 == len(self._steps)):
            if not _is_other(self._folded[start:end], step.sought):
                continue
            rest = self._rest(number + 1, end, most - 1, after_other=True)
            if rest is not None:
                before = step.before
                between = [Piece(before.first, before.last, at, start)] if before else []
                other = Piece(step.part.start, step.part.end, start, end)
                return Found(at, rest.end, (*between, other, *rest.pieces))
        return None

    def _word_ends(self, start: int, *, is_last: bool) -> Iterator[int]:
        """Yield where a word from ``start`` on may end."""
        if is_last:
            word = self._word(start)
            if word is not None and word[0] == start:
                yield word[1]
            return
        longest = _WORD.match(self._folded, start)
        if longest is None:
            return
        if self._folded[start].isascii():
            yield longest.end()
            return
        for end in range(start + 1, longest.end() + 1):
            if not _FUNCTION_ONLY.fullmatch(self._folded, start, end):
                yield end

    def _word(self, at: int) -> tuple[int, int] | None:
        """Return the word of the text around a place, if it may stand for another word."""
        if at >= len(self._folded) or not _WORD.match(self._folded, at):
            return None
        first = max(at - _CLAUSE, self._folded.rfind("\n", 0, at) + 1)
        clause = self._folded[first : at + _CLAUSE].split("\n")[0]
        for start, end in shared_segmenter().spans(clause):
            if start <= at - first < end:
                word = clause[start:end]
                fits = _WORD.fullmatch(word) and not _FUNCTION_ONLY.fullmatch(word)
                return (first + start, first + end) if fits else None
        return None


def _is_other(word: str, sought: str) -> bool:
    """Whether a word is another one: no number, and not the same with function characters around it."""
    return number_in(word) is None and word.strip(FUNCTION) != sought.strip(FUNCTION)


def _all(pattern: re.Pattern[str], folded: str) -> Iterator[re.Match[str]]:
    """Yield all matches in a text, also those that overlap."""
    match = pattern.search(folded)
    while match is not None:
        yield match
        match = pattern.search(folded, match.start() + 1)


def _pieces(slots: Sequence[Slot], match: re.Match[str]) -> Iterator[Piece]:
    """Yield what the groups of a match stand for."""
    for number, slot in enumerate(slots, start=1):
        yield Piece(slot.first, slot.last, *match.span(number))
