"""The parts of words whose variants are sought: words that must be there, numbers, and function words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from store.chinese.segmentation.shared import shared_segmenter
from store.chinese.variants.kinds import SPELLING, VariantKind
from store.chinese.variants.marks import FUNCTION, NEGATIONS, is_mark
from store.chinese.variants.numbers import number_in

FEWEST_LETTERS = 3
"""Letters beside function characters, at least, where function characters may be absent: 我的 is not 我."""

FEWEST_BESIDE_NUMBER = 2
"""Letters beside numbers, at least, where numbers may differ: otherwise every number would match."""

FEWEST_WORDS = 4
"""Words beside function words and numbers, at least, where one may differ, and so many for each that may."""

DIFFERING_IN = 5
"""Of how many words one may differ."""

MOST_WORDS = 60
"""The most words of which some may differ."""

ROLES = WORD, NUMBER, FUNCTION_WORD = "word", "number", "function"


class Part(NamedTuple):
    """A part of the folded words: ``folded[start:end]``, from first to last letter."""

    start: int
    end: int
    role: str
    """One of :data:`ROLES`."""
    is_content: bool = True
    """Whether it is a word that has other letters than function characters."""
    may_differ: bool = False
    """Whether it is a word in whose place another may stand."""


class Formula(NamedTuple):
    """Folded words in parts."""

    parts: tuple[Part, ...]
    """All parts in order; between them are only marks."""
    kinds: frozenset[VariantKind]
    """The kinds of differences that these words can have."""
    differing: int
    """The most words that may differ."""


def formula_of(folded: str, kinds: frozenset[VariantKind]) -> Formula:
    """Return the parts of folded words that begin and end with a letter."""
    whole = Formula((Part(0, len(folded), WORD),), kinds & SPELLING, 0)
    if kinds <= SPELLING:
        return whole
    try:
        segmenter = shared_segmenter()
    except (ImportError, OSError, ValueError):  # the reader tells; without words there is only spelling
        return whole
    words, pieces = segmenter.spans(folded), segmenter.spans(folded, guess=False)
    roles = _roles(folded, pieces, kinds)
    letters = sum(role == WORD and char not in FUNCTION for role, char in zip(roles, folded, strict=True))
    if letters < FEWEST_BESIDE_NUMBER:
        _replace(roles, NUMBER, WORD)
    function_differs = letters + roles.count(NUMBER) >= FEWEST_LETTERS
    if not function_differs:
        _replace(roles, FUNCTION_WORD, WORD)
    cuts = {start for start, _ in words} | {at for at in range(1, len(folded)) if roles[at] != roles[at - 1]}
    parts = list(_parts(folded, roles, sorted({0, *cuts, len(folded)})))
    applied = kinds & SPELLING
    if VariantKind.FUNCTION in kinds and function_differs and len(parts) > 1:
        applied |= {VariantKind.FUNCTION}
    if any(part.role == NUMBER for part in parts):
        applied |= {VariantKind.NUMBERS}
    differing = _differing(parts) if VariantKind.WORDS in kinds else 0
    if differing:
        applied |= {VariantKind.WORDS}
        parts = [part._replace(may_differ=_may_differ(folded, part)) for part in parts]
    return Formula(tuple(parts), applied, differing)


def _roles(folded: str, pieces: list[tuple[int, int]], kinds: frozenset[VariantKind]) -> list[str]:
    """Return the role of each letter; that of a mark is empty unless it is in a number."""
    roles = ["" if is_mark(char) else WORD for char in folded]
    for start, end in pieces:
        piece = folded[start:end]
        if VariantKind.NUMBERS in kinds and (number := number_in(piece)):
            roles[start + number[0] : start + number[1]] = [NUMBER] * (number[1] - number[0])
        elif VariantKind.FUNCTION in kinds and _may_be_absent(folded, start, end):
            roles[start:end] = [FUNCTION_WORD] * (end - start)
    return roles


def _may_be_absent(folded: str, start: int, end: int) -> bool:
    """Whether a word has function characters alone, within the words, and none beside a negation."""
    return (
        all(char in FUNCTION for char in folded[start:end])
        and start > 0
        and end < len(folded)
        and folded[start - 1] not in NEGATIONS
        and folded[end] not in NEGATIONS
    )


def _replace(roles: list[str], old: str, new: str) -> None:
    roles[:] = [new if role == old else role for role in roles]


def _parts(folded: str, roles: list[str], cuts: list[int]) -> Iterator[Part]:
    """Yield the parts between cuts, without the marks around them."""
    for first, last in pairwise(cuts):
        letters = [at for at in range(first, last) if roles[at]]
        if letters:
            start, end = letters[0], letters[-1] + 1
            is_content = roles[start] == WORD and any(char not in FUNCTION for char in folded[start:end])
            yield Part(start, end, roles[start], is_content)


def _differing(parts: list[Part]) -> int:
    """Return how many words may differ."""
    count = sum(part.is_content for part in parts)
    return min(len(parts) // DIFFERING_IN, count // FEWEST_WORDS) if len(parts) <= MOST_WORDS else 0


def _may_differ(folded: str, part: Part) -> bool:
    """Whether another word may stand for a part: not for numbers, nor for words that turn the meaning."""
    letters = folded[part.start : part.end]
    return (
        part.is_content
        and not any(char in NEGATIONS or char.isdigit() for char in letters)
        and number_in(letters) is None
    )
