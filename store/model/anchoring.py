"""Finding the words of an annotation again in a text that has changed.

After fuzzy anchoring as Hypothesis does it (https://web.hypothes.is/blog/fuzzy-anchoring/), with one
difference: what is not certain is not placed. An annotation on other words than its reader chose is worse
than one that waits to be placed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from store.chinese.folding import fold
from store.chinese.graphemes import snap_end, snap_start
from store.model.annotation import CONTEXT, Anchor

SHORT = 8
"""Code points: shorter words may stand anywhere, and need their context to be told by."""

SHORTEST = 4
"""Code points: with shorter words one character more or less makes other words of them (同意, 不同意)."""

ALIKE, NEARLY_SAME = 0.7, 0.9
"""How alike (Indel similarity, 0 to 1) words must be to be a new version of an annotation's, and how alike
for their context to matter less."""

SOME_CONTEXT, STRONG_CONTEXT = 0.5, 0.8
"""How alike (Indel similarity) the text on one side must be to count, and to make short words certain."""

FAMILIAR = 3
"""Code points of context that are the same right beside the words: enough to know their place by."""

AROUND = 10_000
"""Code points on either side of where words are expected in which a new version of them is looked for."""


def occurrences(text: str, quote: str) -> Iterator[int]:
    """Where ``quote`` starts in ``text``, in order, overlapping occurrences included."""
    place = text.find(quote)
    while quote and place >= 0:
        yield place
        place = text.find(quote, place + 1)


def locate(anchor: Anchor, text: str, former: str | None = None) -> tuple[int, int] | None:
    """Where the words of ``anchor`` stand in ``text``, as (start, end), or None when that is not certain.

    The same words are looked for first, then the same in the other script, width or case, and at last a new
    version of them. Of several places the one with most of the old context round it is taken, and of equals
    the one nearest to where the words are expected.

    :param former: the text that the anchor was made in, where it is known.
    """
    if former == text:
        return anchor.start, anchor.end
    expected = anchor.start if former is None else _moved(anchor.start, former, text)
    start = _same_words(anchor, text, former, expected)
    if start is None:
        former_folded = None if former is None else fold(former)
        start = _same_words(_folded(anchor), fold(text), former_folded, expected)
    if start is not None:
        return start, start + len(anchor.exact)
    return _new_version(anchor, text, former, expected)


def _moved(place: int, former: str, text: str) -> int:
    """Where a place of the former text is expected in the new one.

    What stands before the first difference has stayed, what stands after the last has moved by the
    difference in length, and between the two it is in proportion.
    """
    from rapidfuzz.distance import Postfix, Prefix

    before = Prefix.similarity(former, text)
    longest = min(len(former), len(text)) - before
    after = min(longest, Postfix.similarity(former, text))
    changed, now = len(former) - before - after, len(text) - before - after
    if place < before:
        return place
    if place >= len(former) - after:
        return place + len(text) - len(former)
    return before + (place - before) * now // max(changed, 1)


def _folded(anchor: Anchor) -> Anchor:
    return Anchor(anchor.start, anchor.end, fold(anchor.exact), fold(anchor.prefix), fold(anchor.suffix))


# The same words


def _same_words(anchor: Anchor, text: str, former: str | None, expected: int) -> int | None:
    places = list(occurrences(text, anchor.exact))
    if not places:
        return None
    best = min(places, key=lambda place: (-_neighbours(anchor, text, place), abs(place - expected)))
    if former is not None and _is_anothers(anchor, text, best, former):
        return None
    if len(anchor.exact) >= SHORT or _is_at_home(anchor, text, best):
        return best
    is_only_one = len(places) == 1 and former is not None and former.count(anchor.exact) == 1
    return best if is_only_one else None


def _neighbours(anchor: Anchor, text: str, place: int) -> int:
    """How many code points of the prefix and the suffix stand round ``place``, counted outwards."""
    before, after = _context(text, place, place + len(anchor.exact))
    return _common(reversed(before), reversed(anchor.prefix)) + _common(after, anchor.suffix)


def _is_anothers(anchor: Anchor, text: str, place: int, former: str) -> bool:
    """Whether the same words stood elsewhere in the former text, and these are rather those."""
    ours, length = _neighbours(anchor, text, place), len(anchor.exact)
    return any(
        _neighbours(Anchor.at(former, other, other + length), text, place) > ours
        for other in occurrences(former, anchor.exact)
        if other != anchor.start
    )


def _is_at_home(anchor: Anchor, text: str, place: int) -> bool:
    """Whether the words stand among their old neighbours, or among such as are much like them."""
    if _neighbours(anchor, text, place) >= FAMILIAR:
        return True
    before, after = _context(text, place, place + len(anchor.exact))
    return max(_likeness(anchor.prefix, before), _likeness(anchor.suffix, after)) >= SOME_CONTEXT


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters the two have in common from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


# A new version of the words


def _new_version(anchor: Anchor, text: str, former: str | None, expected: int) -> tuple[int, int] | None:
    """Where words that are a new version of the anchor's stand in their old context."""
    if len(anchor.exact) < SHORTEST:
        return None
    first = max(0, expected - AROUND)
    stretch = text[first : expected + len(anchor.exact) + AROUND]
    found = _aligned(anchor, stretch)
    if found is None:
        return None
    start, end = snap_start(text, first + found[0]), snap_end(text, first + found[1])
    words = text[start:end]
    if not words.strip() or (former is not None and words in former):
        return None  # words that were there before are no new version of others
    return (start, end) if _is_certain(anchor, text, start, end) else None


def _aligned(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """The stretch that comes to lie on the words when they, with their context, are aligned with the text."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel

    whole = fold(anchor.prefix + anchor.exact + anchor.suffix)
    folded = fold(text)
    near = fuzz.partial_ratio_alignment(whole, folded)
    if near is None or not near.score:
        return None
    first = max(0, near.dest_start - CONTEXT)
    opcodes = Indel.opcodes(whole, folded[first : near.dest_end + CONTEXT])
    start, end = len(anchor.prefix), len(anchor.prefix) + len(anchor.exact)
    same = [
        (source, op.dest_start + source - op.src_start)
        for op in opcodes
        if op.tag == "equal"
        for source in range(op.src_start, op.src_end)
    ]
    inside = [place for source, place in same if start <= source < end]
    if not inside:
        return None
    # The words begin after what is aligned with the prefix, and end before what is with the suffix.
    begin = max((place + 1 for source, place in same if source < start), default=inside[0])
    finish = min((place for source, place in same if source >= end), default=inside[-1] + 1)
    return first + begin, first + finish


def _is_certain(anchor: Anchor, text: str, start: int, end: int) -> bool:
    words = text[start:end]
    before, after = _context(text, start, end)
    alike = _likeness(anchor.exact, words)
    prefix, suffix = _likeness(anchor.prefix, before), _likeness(anchor.suffix, after)
    if len(anchor.exact) < SHORT:
        same_ends = fold(words[0] + words[-1]) == fold(anchor.exact[0] + anchor.exact[-1])
        return same_ends and alike >= ALIKE and min(prefix, suffix) >= STRONG_CONTEXT
    if alike >= NEARLY_SAME:
        return max(prefix, suffix) >= SOME_CONTEXT
    return alike >= ALIKE and min(prefix, suffix) >= SOME_CONTEXT


def _likeness(one: str, other: str) -> float:
    """How alike two strings are once folded, from 0 to 1; two empty ones are the same."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(fold(one), fold(other))
