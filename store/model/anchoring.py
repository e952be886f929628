"""Re-anchors annotations in a changed text.

Follows the fuzzy anchoring of Hypothesis (https://web.hypothes.is/blog/fuzzy-anchoring/), with one
difference: an uncertain match is no match. An annotation on words that its reader did not choose is worse
than an orphan, which can be anchored by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from store.chinese.folding import fold
from store.chinese.graphemes import snap_end, snap_start
from store.model.annotation import CONTEXT, Anchor

SHORT = 8
"""Code points: a shorter quote can occur anywhere, so its context must match too."""

SHORTEST = 4
"""Code points: in a shorter quote, one character more or less changes the meaning (同意, 不同意), so a
similar wording never matches."""

ALIKE, NEARLY_SAME = 0.7, 0.9
"""Indel similarities, 0 to 1: the least for a new version of a quote, and the least with which context on
one side is enough."""

SOME_CONTEXT, STRONG_CONTEXT = 0.5, 0.8
"""Indel similarities of the context on one side: the least that counts, and the least for short quotes."""

FAMILIAR = 3
"""Code points of identical context next to the quote that identify its place."""

AROUND = 10_000
"""Code points before and after the expected position in which a new version is searched."""


def occurrences(text: str, quote: str) -> Iterator[int]:
    """The offsets of ``quote`` in ``text``, in order, including overlapping occurrences."""
    place = text.find(quote)
    while quote and place >= 0:
        yield place
        place = text.find(quote, place + 1)


def locate(anchor: Anchor, text: str, former: str | None = None) -> tuple[int, int] | None:
    """The place of ``anchor`` in ``text``, as (start, end), or None if it is uncertain.

    Searches for the identical words, then for the same words in another script, width or case, then for a
    new version of them. Of several places, the one with the most identical context is chosen; if they are
    equal, the one nearest to the expected position.

    :param former: the text that the anchor was created in, if known.
    """
    if former == text:
        return anchor.start, anchor.end
    expected = anchor.start if former is None else _expected_position(anchor.start, former, text)
    start = _identical_words(anchor, text, former, expected)
    if start is None:
        former_folded = None if former is None else fold(former)
        start = _identical_words(_folded(anchor), fold(text), former_folded, expected)
    if start is not None:
        return start, start + len(anchor.exact)
    return _new_version(anchor, text, former, expected)


def _expected_position(place: int, former: str, text: str) -> int:
    """The expected position in the new text of a position in the former one.

    Before the first difference it is unchanged; after the last one it is shifted by the difference in length;
    between them it is interpolated.
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


# Identical words


def _identical_words(anchor: Anchor, text: str, former: str | None, expected: int) -> int | None:
    places = list(occurrences(text, anchor.exact))
    if not places:
        return None
    best = min(places, key=lambda place: (-_shared_context(anchor, text, place), abs(place - expected)))
    if former is not None and _belongs_to_another(anchor, text, best, former):
        return None
    if len(anchor.exact) >= SHORT or _has_known_context(anchor, text, best):
        return best
    is_only_one = len(places) == 1 and former is not None and former.count(anchor.exact) == 1
    return best if is_only_one else None


def _shared_context(anchor: Anchor, text: str, place: int) -> int:
    """How many code points of prefix and suffix are identical around ``place``, counted outwards."""
    before, after = _context(text, place, place + len(anchor.exact))
    return _common_length(reversed(before), reversed(anchor.prefix)) + _common_length(after, anchor.suffix)


def _belongs_to_another(anchor: Anchor, text: str, place: int, former: str) -> bool:
    """Whether another occurrence in the former text matches this place better."""
    ours, length = _shared_context(anchor, text, place), len(anchor.exact)
    return any(
        _shared_context(Anchor.at(former, other, other + length), text, place) > ours
        for other in occurrences(former, anchor.exact)
        if other != anchor.start
    )


def _has_known_context(anchor: Anchor, text: str, place: int) -> bool:
    """Whether the context is the old one, or similar to it."""
    if _shared_context(anchor, text, place) >= FAMILIAR:
        return True
    before, after = _context(text, place, place + len(anchor.exact))
    return max(_similarity(anchor.prefix, before), _similarity(anchor.suffix, after)) >= SOME_CONTEXT


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def _common_length(one: Iterable[str], other: Iterable[str]) -> int:
    """The length of the common beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


# A new version of the words


def _new_version(anchor: Anchor, text: str, former: str | None, expected: int) -> tuple[int, int] | None:
    """The place of a new version of the anchor's words in their old context."""
    if len(anchor.exact) < SHORTEST:
        return None
    first = max(0, expected - AROUND)
    segment = text[first : expected + len(anchor.exact) + AROUND]
    found = _aligned(anchor, segment)
    if found is None:
        return None
    start, end = snap_start(text, first + found[0]), snap_end(text, first + found[1])
    words = text[start:end]
    if not words.strip() or (former is not None and words in former):
        return None  # the former text had these words too, so they are not a new version
    return (start, end) if _is_certain(anchor, text, start, end) else None


def _aligned(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """The range of the text that aligns with the quote when quote and context are aligned with the text."""
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
    # The quote begins after the part aligned with the prefix, and ends before that of the suffix.
    begin = max((place + 1 for source, place in same if source < start), default=inside[0])
    finish = min((place for source, place in same if source >= end), default=inside[-1] + 1)
    return first + begin, first + finish


def _is_certain(anchor: Anchor, text: str, start: int, end: int) -> bool:
    words = text[start:end]
    before, after = _context(text, start, end)
    alike = _similarity(anchor.exact, words)
    prefix, suffix = _similarity(anchor.prefix, before), _similarity(anchor.suffix, after)
    if len(anchor.exact) < SHORT:
        same_ends = fold(words[0] + words[-1]) == fold(anchor.exact[0] + anchor.exact[-1])
        return same_ends and alike >= ALIKE and min(prefix, suffix) >= STRONG_CONTEXT
    if alike >= NEARLY_SAME:
        return max(prefix, suffix) >= SOME_CONTEXT
    return alike >= ALIKE and min(prefix, suffix) >= SOME_CONTEXT


def _similarity(one: str, other: str) -> float:
    """The similarity of two folded strings, 0 to 1. Two empty strings are identical."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(fold(one), fold(other))
