"""Where annotations of other programs stand: the selectors of the W3C's data model, which Hypothesis shares.

After the Web Annotation Data Model (Recommendation of 23 February 2017), section 4.2. The quote is what finds
the words here: positions count in another text than ours, and at times in other units.
"""

from __future__ import annotations

import msgspec

from store.formats.shared.lenient_json import fields, number, several, words
from store.model.edits import Fields, Json

DEEPEST = 8
"""Refinements of refinements that are looked into."""


class Selected(msgspec.Struct, frozen=True):
    """The words that selectors name."""

    exact: str = ""
    """Empty where none of them quotes the words."""
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    refined: bool = False
    """Whether a selector was refined by another that is not heeded here."""


def selected(value: Json) -> Selected:
    """What a selector, or several that mean the same, select.

    A quote that refines another selector (a phrase in a paragraph) is as good as one by itself; what refines
    a quote is not heeded.
    """
    selectors = [fields(each) for each in several(value)]
    quote = _first(selectors, "TextQuoteSelector")
    refined = bool(quote.get("refinedBy"))
    depth = 0
    inner = selectors
    while not quote and inner and depth < DEEPEST:
        inner = [fields(each) for outer in inner for each in several(outer.get("refinedBy"))]
        quote, depth = _first(inner, "TextQuoteSelector"), depth + 1
    place = {} if depth else _first(selectors, "TextPositionSelector")
    exact = words(quote.get("exact"))
    start, end = number(place.get("start")), number(place.get("end"))
    if not 0 <= start < end:
        start, end = 0, len(exact)
    return Selected(exact, words(quote.get("prefix")), words(quote.get("suffix")), start, end, refined)


def _first(selectors: list[Fields], kind: str) -> Fields:
    """The first selector of a kind; an empty one where there is none."""
    return next((each for each in selectors if kind in named(each.get("type") or each.get("@type"))), {})


def named(value: Json) -> list[str]:
    """The names of types or motivations, without what stands before ``#`` or ``:`` in an IRI or a prefix."""
    return [words(each).rpartition("#")[2].rpartition(":")[2] for each in several(value)]
