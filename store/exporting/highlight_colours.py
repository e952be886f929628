"""The colours of highlights in exports: the tags' colours, on white paper."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.model.annotation import Annotation
from store.model.tag import PALETTE, Tag

UNTAGGED = "#8f8570"
"""The colour of highlights without a tag and of tags without a colour: a neutral grey."""

PAPER = "#ffffff"
"""The background colour."""

TINT = 0.2
"""The opacity of a highlight's colour, low enough for black text to stay readable."""


class TagColours:
    """The colours of a codebook's tags, as ``#rrggbb`` in lower case."""

    def __init__(self, codebook: Iterable[Tag]) -> None:
        self._named = {tag.name: hex_colour(tag.colour) for tag in codebook}

    def of_tag(self, name: str) -> str:
        """Return the colour of a tag; grey if the codebook does not have it."""
        return self._named.get(name, UNTAGGED)

    def of_annotation(self, annotation: Annotation) -> str:
        """Return the colour of an annotation: that of its first tag."""
        return self.of_tag(annotation.tags[0]) if annotation.tags else UNTAGGED


def hex_colour(colour: str) -> str:
    """Return a codebook colour as ``#rrggbb``; grey if it is not a valid colour."""
    value = PALETTE.get(colour, colour).lower()
    return value if re.fullmatch("#[0-9a-f]{6}", value) else UNTAGGED


def tint(colours: Iterable[str], share: float = TINT) -> str:
    """Return the colour of paper with each of ``colours`` painted over it, one after the other.

    :param share: the opacity of each colour, from 0 to 1.
    """
    ground = _channels(PAPER)
    for colour in colours:
        ground = [
            round(below + (above - below) * share)
            for below, above in zip(ground, _channels(colour), strict=True)
        ]
    return "#" + "".join(f"{channel:02x}" for channel in ground)


def _channels(colour: str) -> list[int]:
    return list(bytes.fromhex(colour[1:]))
