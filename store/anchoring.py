"""Finding the words of an annotation again in a text that has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from store.annotation import Anchor


def occurrences(text: str, quote: str) -> Iterator[int]:
    """Where ``quote`` starts in ``text``, in order, overlapping occurrences included."""
    place = text.find(quote)
    while quote and place >= 0:
        yield place
        place = text.find(quote, place + 1)


def locate(anchor: Anchor, text: str) -> int | None:
    """Where the quote of ``anchor`` starts in ``text``, or None when it cannot be placed.

    The same position with the same words is taken as it is. Otherwise the words are taken where most
    of their old context stands round them, and of equals the nearest to the old position. Other words
    are never taken for them.
    """
    if text.startswith(anchor.exact, anchor.start) and _context(anchor, text, anchor.start):
        return anchor.start
    return min(
        occurrences(text, anchor.exact),
        key=lambda place: (-_context(anchor, text, place), abs(place - anchor.start)),
        default=None,
    )


def _context(anchor: Anchor, text: str, place: int) -> int:
    """How many code points of the prefix and the suffix stand round ``place``, counted outwards."""
    end = place + len(anchor.exact)
    before = text[max(0, place - len(anchor.prefix)) : place]
    after = text[end : end + len(anchor.suffix)]
    return _alike(reversed(before), reversed(anchor.prefix)) + _alike(after, anchor.suffix)


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters the two have in common from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
