"""The codebook as a tree: each tag below the one that its path names, with what is counted of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from store.model.tag import Tag


class Node(msgspec.Struct, frozen=True):
    """A place in the tree: a tag, or the beginning of the paths of others."""

    name: str
    """The path from the top."""
    tag: Tag | None
    """Its entry in the codebook; None where there are only tags below it."""
    own: int
    """How often it is used itself."""
    below: int
    """How often those below it are."""
    is_parent: bool
    """Whether there are any."""

    @property
    def depth(self) -> int:
        """How many places are above it."""
        return self.name.count("/")

    @property
    def label(self) -> str:
        """The last part of its path."""
        return self.name.rpartition("/")[2]


def tree(tags: Iterable[Tag], uses: Mapping[str, int]) -> list[Node]:
    """All places, each before those below it, and of one place by name.

    :param uses: how often each tag is used.
    """
    entries = {tag.name: tag for tag in tags}
    below: dict[str, int] = {}
    for name in entries:
        for above in ancestors(name):
            below[above] = below.get(above, 0) + uses.get(name, 0)
    names = sorted({*entries, *below}, key=lambda name: name.split("/"))
    return [
        Node(name, entries.get(name), uses.get(name, 0), below.get(name, 0), is_parent=name in below)
        for name in names
    ]


def ancestors(name: str) -> list[str]:
    """The paths above a name, the nearest last: 甲 and 甲/乙 for 甲/乙/丙."""
    parts = name.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]
