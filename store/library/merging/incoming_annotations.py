"""Anchors annotations from other libraries and programs in the texts of this library."""

from __future__ import annotations

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.model.annotation import Annotation
from store.storage.reanchoring import anchored_at, reanchored


def anchored(incoming: Annotation, text: str, former: str | None) -> Annotation:
    """Return an incoming annotation anchored in a text; as an orphan when the match is not certain.

    :param former: the text that it was made in, if that came along.
    """
    if incoming.orphan:
        return incoming
    start, end = incoming.start, incoming.end
    quote_matches = 0 <= start < end <= len(text) and text[start:end] == incoming.exact
    if quote_matches and (former == text or _context_matches(incoming, text)):
        return anchored_at(incoming, text, snap_start(text, start), snap_end(text, end))
    if not incoming.exact:
        return msgspec.structs.replace(incoming, orphan=True)
    return reanchored(incoming, text, former if former != text else None)


def content_of(annotation: Annotation) -> tuple[object, ...]:
    """Return what two annotations with the same ID must share to be the same annotation."""
    return (
        annotation.orphan or (annotation.start, annotation.end),
        annotation.exact,
        annotation.tags,
        annotation.note,
        annotation.creator,
    )


def _context_matches(incoming: Annotation, text: str) -> bool:
    """Whether the prefix or the suffix is in the text where it should be, or there is neither."""
    has_context = bool(incoming.prefix or incoming.suffix)
    return (
        not has_context
        or (bool(incoming.prefix) and text.endswith(incoming.prefix, 0, incoming.start))
        or (bool(incoming.suffix) and text.startswith(incoming.suffix, incoming.end))
    )
