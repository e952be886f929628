"""The colours in which exports mark words: those of the tags, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.model.annotation import Annotation
from store.model.tag import PALETTE, Tag

UNTAGGED = "#8f8570"
"""The colour of marked words without a tag, and of a tag without a colour: a grey of paper."""

PAPER = "#ffffff"
"""What is printed on."""

TINT = 0.2
"""How much of a colour is in the ground below words: little, for black to be read on it."""


class Colours:
    """The colours of the tags of a codebook, as ``#rrggbb`` in lower case."""

    def __init__(self, codebook: Iterable[Tag]) -> None:
        self._named = {tag.name: hex_colour(tag.colour) for tag in codebook}

    def of_tag(self, name: str) -> str:
        """The colour of a tag; grey for one that is not in the codebook."""
        return self._named.get(name, UNTAGGED)

    def of(self, mark: Annotation) -> str:
        """The colour of an annotation: that of its first tag."""
        return self.of_tag(mark.tags[0]) if mark.tags else UNTAGGED


def hex_colour(colour: str) -> str:
    """A codebook entry's colour as ``#rrggbb``; grey for anything that is none."""
    value = PALETTE.get(colour, colour).lower()
    return value if re.fullmatch("#[0-9a-f]{6}", value) else UNTAGGED


def tint(colours: Iterable[str], share: float = TINT) -> str:
    """Paper with each of the colours painted thinly on it, one over the other."""
    ground = _channels(PAPER)
    for colour in colours:
        ground = [
            round(below + (above - below) * share)
            for below, above in zip(ground, _channels(colour), strict=True)
        ]
    return "#" + "".join(f"{channel:02x}" for channel in ground)


def _channels(colour: str) -> list[int]:
    return list(bytes.fromhex(colour[1:]))
