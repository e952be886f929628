"""Selectors: which text an annotation is on, in the W3C's data model, which Hypothesis shares.

Source: Web Annotation Data Model (Recommendation of 23 February 2017), section 4.2. Only the quote is used to
find the text: positions refer to another version of the text, and sometimes count other units.
"""

from __future__ import annotations

import msgspec

from store.formats.shared.json_reading.lenient_json import as_list, as_number, as_object, as_text
from store.model.edits import Fields, Json

MAX_REFINEMENTS = 8
"""How deeply nested refinements are searched for a quote."""


class QuotedText(msgspec.Struct, frozen=True):
    """The text that selectors quote."""

    exact: str = ""
    """Empty if no selector has a quote."""
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    is_refined: bool = False
    """Whether a further selector refines the quote. It is ignored."""


def quoted_text(value: Json) -> QuotedText:
    """Return the text that a selector, or several alternative ones, quote.

    A quote may refine another selector (a phrase within a paragraph). What refines a quote is ignored.
    """
    selectors = [as_object(each) for each in as_list(value)]
    quote = _first_of_type(selectors, "TextQuoteSelector")
    is_refined = bool(quote.get("refinedBy"))
    depth = 0
    inner = selectors
    while not quote and inner and depth < MAX_REFINEMENTS:
        inner = [as_object(each) for outer in inner for each in as_list(outer.get("refinedBy"))]
        quote, depth = _first_of_type(inner, "TextQuoteSelector"), depth + 1
    position = {} if depth else _first_of_type(selectors, "TextPositionSelector")
    exact = as_text(quote.get("exact"))
    start, end = as_number(position.get("start")), as_number(position.get("end"))
    if not 0 <= start < end:
        start, end = 0, len(exact)
    return QuotedText(
        exact, as_text(quote.get("prefix")), as_text(quote.get("suffix")), start, end, is_refined
    )


def _first_of_type(selectors: list[Fields], name: str) -> Fields:
    """Return the first selector of a type; an empty object if there is none."""
    return next(
        (each for each in selectors if name in local_names(each.get("type") or each.get("@type"))), {}
    )


def local_names(value: Json) -> list[str]:
    """Return the names of types or motivations without their prefix or the IRI of their vocabulary."""
    return [as_text(each).rpartition("#")[2].rpartition(":")[2] for each in as_list(value)]
