"""Creates annotations and codebook entries."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import QuoteNotFound
from store.language import _
from store.model.annotation import Anchor, Annotation, QuotedAnnotation, clean_note, motivation_of, timestamp
from store.model.tag import Tag, clean_tag_names, least_used_colour


def new_annotation(
    text: str, start: int, end: int, *, tags: Iterable[str], note: str, creator: str
) -> Annotation:
    """Create an annotation of ``text[start:end]``, extended to whole grapheme clusters.

    :raises BadTagName: one of the names is invalid.
    """
    anchor = Anchor.at(text, snap_start(text, start), snap_end(text, end))
    names, kept, now = clean_tag_names(tags), clean_note(note), timestamp()
    return Annotation(
        **msgspec.structs.asdict(anchor),
        id=str(uuid.uuid4()),
        tags=names,
        note=kept,
        kind=motivation_of(names, kept),
        creator=creator,
        created=now,
        modified=now,
    )


def annotation_of_quote(text: str, mark: QuotedAnnotation, *, creator: str) -> Annotation:
    """Create an annotation of a quote.

    :raises QuoteNotFound: the text does not contain that occurrence of the quote.
    :raises BadTagName: one of the names is invalid.
    """
    start, end = find_quote(text, mark.quote, mark.occurrence)
    return new_annotation(text, start, end, tags=mark.tags, note=mark.note, creator=creator)


def find_quote(text: str, quote: str, occurrence: int) -> tuple[int, int]:
    """The start and end of the ``occurrence``-th ``quote`` in the text, counted from 1.

    :raises QuoteNotFound: the text does not contain that occurrence.
    """
    from store.model.anchoring import occurrences

    places = list(occurrences(text, quote))
    if not places:
        raise QuoteNotFound(
            _("The words “{quote}” do not stand in the article: copy them from its text.", quote=quote)
        )
    if not 1 <= occurrence <= len(places):
        raise QuoteNotFound(
            _(
                "There is no occurrence {number} of “{quote}” in the article: the last one is {last}.",
                number=occurrence,
                quote=quote,
                last=len(places),
            )
        )
    start = places[occurrence - 1]
    return start, start + len(quote)


def new_tags(known: Iterable[Tag], names: Iterable[str]) -> list[Tag]:
    """Create codebook entries for the names that have none, with the least used colours of the palette."""
    tags = list(known)
    there, used = {tag.name for tag in tags}, Counter(tag.colour for tag in tags)
    made: list[Tag] = []
    for name in dict.fromkeys(names):
        if name not in there:
            made.append(Tag(name=name, colour=least_used_colour(used)))
            used[made[-1].colour] += 1
    return made
