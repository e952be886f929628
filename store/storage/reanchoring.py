"""Moves annotations to another text or to another range of their text."""

from __future__ import annotations

import msgspec

from store.model.anchoring import locate, same_words
from store.model.annotation import Anchor, Annotation


def anchor_of(annotation: Annotation) -> Anchor:
    """Return the anchor of an annotation: its range and its quote."""
    return Anchor(annotation.start, annotation.end, annotation.exact, annotation.prefix, annotation.suffix)


def anchored_at(annotation: Annotation, text: str, start: int, end: int) -> Annotation:
    """Return the annotation anchored at ``text[start:end]``."""
    anchor = Anchor.at(text, start, end)
    return msgspec.structs.replace(annotation, **msgspec.structs.asdict(anchor), orphan=False)


def reanchored(annotation: Annotation, text: str, former: str | None = None) -> Annotation:
    """Return the annotation re-anchored in a new text; as an orphan, otherwise unchanged, if that fails.

    If it now stands on changed words, its ``former`` says which words it stood on, until they are confirmed.

    :param former: the text that the annotation was made in, if it is known.
    """
    if annotation.orphan:
        former = None  # its place is one in an older text
    place = locate(anchor_of(annotation), text, former)
    if place is None:
        return msgspec.structs.replace(annotation, orphan=True, former="")
    after = anchored_at(annotation, text, *place)
    words = annotation.former or annotation.exact
    return msgspec.structs.replace(after, former="" if same_words(words, after.exact) else words)
