"""Finds all terms of a list in a text, in one pass over it however many they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _
from store.query.places import Finder, finder
from store.query.regular_expression import BadPattern
from store.query.tree import Node, any_of, words
from store.terms.listed_term import ListedTerm
from store.terms.term_list import pattern_of


class TermPlace(NamedTuple):
    """A place of terms: ``text[start:end]``, in code points."""

    start: int
    end: int
    terms: tuple[int, ...]
    """The numbers of the terms in their list. They are several if the list has the same words several times,
    or words that a pattern matches too."""


class TermFinder:
    """Finds the places of terms.

    Words are found as a search finds them (see :func:`store.chinese.folding.fold`), except that a term does
    not begin or end within a word or number of Latin letters and digits: AI is not in MAIN, nor 5 in 15.
    """

    def __init__(self, terms: Sequence[ListedTerm]) -> None:
        """Prepare to find terms.

        :raises QuerySyntaxError: a pattern among them is not valid.
        """
        self.terms = terms
        words_of: defaultdict[str, list[int]] = defaultdict(list)
        self._patterns: list[tuple[int, Finder]] = []
        self._nodes: list[Node] = []
        for number, term in enumerate(terms):
            pattern = pattern_of(term.written)
            if pattern is None:
                words_of[fold(term.written)].append(number)
            else:
                self._patterns.append((number, finder(pattern)))
            self._nodes.append(words(term.written) if pattern is None else pattern)
        self._words = {word: tuple(numbers) for word, numbers in words_of.items()}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:2]].add(len(word))
        self._lengths = {head: tuple(sorted(each)) for head, each in lengths.items()}
        self._heads = _heads(self._lengths)

    def node(self) -> Node:
        """Return the node of a query for texts that have one of the terms."""
        return any_of(self._nodes)

    def places(self, text: str, *, overlapping: bool = False) -> list[TermPlace]:
        """Return the places of all terms in a text, in its order.

        :param overlapping: keep all; else the longest wins where some overlap, of equally long ones the
            first.
        :raises UsageError: a pattern takes too long on this text.
        """
        found: dict[tuple[int, int], tuple[int, ...]] = {}
        folded = fold(text)
        for start, end, numbers in self._places_of_words(folded):
            found[start, end] = numbers
        for number, sought in self._patterns:
            if all(run in folded for run in sought.required_runs):
                for place in self._places_of_pattern(number, sought, text):
                    found[place] = (*found.get(place, ()), number)
        every = [TermPlace(start, end, numbers) for (start, end), numbers in sorted(found.items())]
        return every if overlapping else _longest(every, len(text))

    def _places_of_words(self, folded: str) -> Iterator[TermPlace]:
        if self._heads is None:
            return
        lengths_of, words_of = self._lengths, self._words
        for candidate in self._heads.finditer(folded):
            start = candidate.start()
            for head in (folded[start], folded[start : start + 2]):
                for length in lengths_of.get(head, ()):
                    end = start + length
                    numbers = words_of.get(folded[start:end])
                    if numbers is not None and end <= len(folded) and _is_whole(folded, start, end):
                        yield TermPlace(start, end, numbers)

    def _places_of_pattern(self, number: int, sought: Finder, text: str) -> set[tuple[int, int]]:
        try:
            return set(sought.places(text))
        except BadPattern as error:
            raise UsageError(
                _("The term {term}: {problem}", term=self.terms[number].written, problem=error)
            ) from error


def _heads(heads: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that matches where a word may begin; None if there are no words.

    :param heads: the first two characters of all words, or the only one.
    """
    several, single = {head[0] for head in heads if len(head) > 1}, {head for head in heads if len(head) == 1}
    options = []
    if several:
        second = {head[1] for head in heads if len(head) > 1}
        options.append(f"{_class(several)}(?={_class(second)})")
    if single:
        options.append(_class(single))
    return re.compile("|".join(options)) if options else None


def _class(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(characters)))}]"


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether neither end of a place divides a run of Latin letters and digits."""
    return not (
        (folded[start].isascii() and _divides(folded, start))
        or (folded[end - 1].isascii() and _divides(folded, end))
    )


def _divides(folded: str, at: int) -> bool:
    if not 0 < at < len(folded):
        return False
    before, after = folded[at - 1], folded[at]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _longest(places: list[TermPlace], length: int) -> list[TermPlace]:
    """Return places without those that overlap a longer one.

    One that is no longer than those taken before it overlaps one of them only if an end of it is within it.
    """
    last = 0
    for start, end, _terms in places:
        if start < last:
            break
        last = end
    else:
        return places
    taken = bytearray(length)
    kept = []
    for place in sorted(places, key=lambda each: (each.start - each.end, each.start)):
        if not (taken[place.start] or taken[place.end - 1]):
            taken[place.start : place.end] = b"\1" * (place.end - place.start)
            kept.append(place)
    return sorted(kept)
