"""Arranges the codebook as a tree, with the uses of each tag and of the tags below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from store.model.tag import Tag


class Node(msgspec.Struct, frozen=True):
    """A node of the tree: a tag, or only a prefix of the paths of other tags."""

    name: str
    """The full path."""
    tag: Tag | None
    """The codebook entry; None if only tags below it exist."""
    own: int
    """Uses of the tag itself."""
    below: int
    """Uses of the tags below it."""
    is_parent: bool
    """Whether there are tags below it."""

    @property
    def depth(self) -> int:
        """The number of nodes above it."""
        return self.name.count("/")

    @property
    def label(self) -> str:
        """The last part of its path."""
        return self.name.rpartition("/")[2]


def tree(tags: Iterable[Tag], uses: Mapping[str, int]) -> list[Node]:
    """Return all nodes: each before those below it, siblings by name.

    :param uses: the number of uses of each tag.
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
    """Return the paths above a name, the nearest last: 甲 and 甲/乙 for 甲/乙/丙."""
    parts = name.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]
