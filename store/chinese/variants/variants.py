"""A matcher of words and their variants."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from store.chinese.folding import fold
from store.chinese.graphemes import snap_end, snap_start
from store.chinese.variants.differences import Difference, Variant
from store.chinese.variants.differing_words import DifferingWords, Found
from store.chinese.variants.formula import formula_of
from store.chinese.variants.kinds import FAMILY, VariantKind
from store.chinese.variants.marks import FUNCTION, JOINING, is_mark
from store.chinese.variants.numbers import is_number
from store.chinese.variants.steps import Piece, Slot, Step, pattern_of, steps_of
from store.errors import UsageError
from store.language import _

MAX_LENGTH = 500
"""The longest words whose variants can be found, in code points: preparing them takes the square of that."""

WIDEST_WORD = 20
"""Code points of a word that stands for another, for the distance of the words around it."""


class Candidates(NamedTuple):
    """A condition for texts: they contain all runs, folded, near each other."""

    runs: tuple[str, ...]
    reach: int
    """The most code points between the first run and the last."""
    marks: str = ""
    """The text has one of these marks after a run and one before a run, unless it is empty."""


class Variants:
    """A matcher of words and their variants."""

    def __init__(self, words: str, *, kinds: frozenset[VariantKind] = FAMILY) -> None:
        """Prepare to match words.

        :param kinds: the differences that a variant may have. For other kinds than marks, the words are
            segmented by jieba, which takes half a second to load.
        :raises UsageError: they are too long.
        """
        if len(words) > MAX_LENGTH:
            raise UsageError(
                _(
                    "These words are too long to be found everywhere: use at most {longest} characters.",
                    longest=MAX_LENGTH,
                )
            )
        folded = fold(words)
        letters = [place for place, char in enumerate(folded) if not is_mark(char)]
        self._steps: list[Step] = []
        self._differing = 0
        self.kinds: frozenset[VariantKind] = frozenset()
        """The kinds of differences that these words can have: those asked for, without any that short words,
        words of function characters alone or words without numbers cannot have."""
        if letters:
            first, last = letters[0], letters[-1] + 1
            folded, words = folded[first:last], words[first:last]
            formula = formula_of(folded, kinds)
            self._steps = steps_of(folded, formula)
            self._differing = formula.differing
            self.kinds = formula.kinds
        else:
            folded = folded.strip("\n" + JOINING)
        self._words = words
        self.plain = folded
        """The words, folded, without marks at the ends."""

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """The letters of the words, folded, in runs that every variant contains.

        Empty if any word may differ, too: see :attr:`candidates`.
        """
        if not self._steps:
            return (self.plain,) if self.plain else ()
        return tuple(run for step in self._steps if not step.part.may_differ for run in step.runs)

    @cached_property
    def reach(self) -> int:
        """The most code points between the first run and the last."""
        return sum(step.width for step in self._steps) + self._differing * WIDEST_WORD

    @property
    def marks_within(self) -> str:
        """Every variant other than the words has one of these marks, if marks alone may differ; otherwise it
        is empty.
        """
        only_marks = self.kinds <= {VariantKind.MARKS}
        return JOINING if only_marks and self.plain == "".join(self.runs) else ""

    @cached_property
    def candidates(self) -> tuple[Candidates, ...]:
        """Conditions of which each text with a variant meets one."""
        if not self._steps:
            return (Candidates((self.plain,), 0),) if self.plain else ()
        return (*self._with_words(), *self._with_marks_in_words())

    def _with_words(self) -> Iterator[Candidates]:
        """Yield conditions of which each variant without marks within words meets one.

        The words are in groups of neighbours, so many that in one of them one word differs at most.
        """
        for group in self._groups((self._differing + 2) // 2):
            reach = sum(step.width for step in group)
            may_differ = [step for step in group if step.part.may_differ] if self._differing else []
            if not may_differ:
                yield Candidates(tuple("".join(step.runs) for step in group), reach)
            for other in may_differ:
                others = tuple("".join(step.runs) for step in group if step is not other)
                yield Candidates(others, reach + WIDEST_WORD)

    def _with_marks_in_words(self) -> Iterator[Candidates]:
        """Yield conditions of which each variant with a mark within a word meets one.

        The words are in groups of neighbours, so many that in one of them no word differs.
        """
        for group in self._groups(self._differing + 1):
            letters = tuple(run for step in group for run in step.runs)
            if len(letters) > len(group):
                has_marks = any(len(step.runs) > 1 and _has_marks(self.plain, step) for step in group)
                reach = sum(step.width for step in group)
                yield Candidates(letters, reach, "" if has_marks else JOINING)

    def _groups(self, number: int) -> Iterator[list[Step]]:
        """Yield the words, without numbers, in groups of neighbours with as many content words each."""
        steps = [step for step in self._steps if step.runs]
        contents = [at for at, step in enumerate(steps) if step.part.is_content]
        cuts = [contents[len(contents) * cut // number] for cut in range(1, number)]
        return (steps[start:end] for start, end in pairwise([0, *cuts, len(steps)]))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """The matches in a text, as (start, end), in order, from first to last letter.

        Matches may overlap, as 哈哈 in 哈哈哈. None begins or ends within a grapheme cluster.
        """
        for found in self._found(fold(text)):
            yield snap_start(text, found.start), snap_end(text, found.end)

    def matches(self, text: str) -> Iterator[Variant]:
        """The matches in a text, like :meth:`places`, with what differs in them."""
        folded = fold(text)
        for found in self._found(folded):
            differences = tuple(chain.from_iterable(self._differences(folded, each) for each in found.pieces))
            yield Variant(snap_start(text, found.start), snap_end(text, found.end), differences)

    def _found(self, folded: str) -> Iterator[Found]:
        """Yield the matches in a folded text."""
        if not self._differing:
            return self._same_words(folded)
        if self._two_words.search(folded) is None:
            return iter(())
        same = list(self._same_words(folded))
        taken = sorted((found.start, found.end) for found in same)
        for found in DifferingWords(folded, self._steps, self._differing):
            at = bisect_left(taken, (found.end,))
            if not any(end > found.start for _start, end in taken[max(at - 2, 0) : at]):
                insort(taken, (found.start, found.end))
                same.append(found)
        return iter(sorted(same))

    def _same_words(self, folded: str) -> Iterator[Found]:
        """Yield the matches in which no word is another one."""
        pattern, slots = self._pattern
        match = pattern.search(folded) if pattern.pattern else None
        while match is not None:
            pieces = tuple(
                Piece(slot.first, slot.last, *match.span(number))
                for number, slot in enumerate(slots, start=1)
            )
            yield Found(match.start(), match.end(), pieces)
            match = pattern.search(folded, match.start() + 1)

    @cached_property
    def _pattern(self) -> tuple[re.Pattern[str], list[Slot]]:
        """The pattern of all matches in which no word is another one, and its groups."""
        if not self._steps:
            return re.compile(re.escape(self.plain)), []
        items = [item for step in self._steps for item in step.all]
        return re.compile(pattern_of(items)), [item for item in items if isinstance(item, Slot)]

    @cached_property
    def _two_words(self) -> re.Pattern[str]:
        """Matches two neighbouring words. Every variant has such a pair: there are more pairs than differing
        words.
        """
        pairs = zip(self._steps[::2], self._steps[1::2], strict=False)
        return re.compile("|".join(pattern_of([*one.letters, *other.all]) for one, other in pairs))

    def _differences(self, folded: str, piece: Piece) -> Iterator[Difference]:
        """Yield how a text differs from the words in one piece."""
        words, there = self.plain[piece.first : piece.last], folded[piece.start : piece.end]
        if words == there:
            return
        if not all(is_mark(char) or char in FUNCTION for char in words + there):
            kind = VariantKind.NUMBERS if is_number(words) else VariantKind.WORDS
            yield Difference(kind, piece.start, piece.end, self._words[piece.first : piece.last])
            return
        from difflib import SequenceMatcher  # not before the first screen

        for _name, first, last, start, end in SequenceMatcher(
            None, words, there, autojunk=False
        ).get_opcodes():
            if words[first:last] != there[start:end]:
                given = self._words[piece.first + first : piece.first + last]
                yield from _between_letters(given, there[start:end], piece.start + start)


def _between_letters(words: str, there: str, start: int) -> Iterator[Difference]:
    """Yield how marks and function characters between two letters differ, each kind by itself.

    :param there: what the text has from ``start`` on.
    """
    kinds = [_kind_between(char) for char in there]
    if len({*kinds, *map(_kind_between, words)}) == 1:
        yield Difference(_kind_between((words or there)[0]), start, start + len(there), words)
        return
    for kind, chars in groupby(words, _kind_between):
        yield Difference(kind, start, start, "".join(chars))
    for kind, run in groupby(kinds):
        end = start + len(list(run))
        yield Difference(kind, start, end, "")
        start = end


def _kind_between(char: str) -> VariantKind:
    return VariantKind.MARKS if is_mark(fold(char)) else VariantKind.FUNCTION


def _has_marks(folded: str, step: Step) -> bool:
    """Whether the words have marks within a part."""
    return any(is_mark(char) for char in folded[step.part.start : step.part.end])
