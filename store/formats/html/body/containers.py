"""Tells which paragraphs of a page stand in the same division."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

CONTAINERS = frozenset(["article", "div", "main", "section", "td"])
"""Elements that hold the paragraphs of an article."""


class ContainerDepths:
    """Follows the beginnings and ends of divisions. An end without a beginning is none."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._names: Counter[str] = Counter()
        self._parts: list[int] = [0]
        self._depths: list[int] = [0]
        """The depth from each of these paragraphs on, and the least one on the way to it."""
        self._least: list[int] = [0]
        self._cells: set[int] = set()
        """The first paragraphs of cells."""

    def start(self, name: str, part: int) -> None:
        """Take the beginning of a division.

        :param part: the index of the paragraph that is being read.
        """
        self._open.append(name)
        if name == "td":
            self._cells.add(part)
        self._names[name] += 1
        self._note(part)

    def finish(self, name: str, part: int) -> None:
        """Take the end of a division, and with it of those in it that are not closed."""
        if not self._names[name]:
            return
        while True:
            last = self._open.pop()
            self._names[last] -= 1
            if last == name:
                break
        self._note(part)

    def _note(self, part: int) -> None:
        depth = len(self._open)
        if self._parts[-1] == part:
            self._depths[-1] = depth
            self._least[-1] = min(self._least[-1], depth)
        else:
            self._parts.append(part)
            self._depths.append(depth)
            self._least.append(min(depth, self._depths[-2]))

    def common(self, first: int, last: int) -> int:
        """Return the depth of the innermost division that holds both paragraphs; 0 outside all."""
        at = bisect_right(self._parts, first) - 1
        end = bisect_right(self._parts, last)
        return min([self._depths[at], *self._least[at + 1 : end]])

    def are_beside(self, first: int, second: int) -> bool:
        """Whether two paragraphs stand in the same division, or in two cells of the same table."""
        depth, common = self.common(first, first), self.common(first, second)
        are_cells = first in self._cells and second in self._cells
        return depth == self.common(second, second) and common >= depth - are_cells

    def end(self, last: int, depth: int) -> int:
        """Return the paragraph after the last one of the division of this depth that holds a paragraph."""
        at = bisect_right(self._parts, last)
        while at < len(self._parts) and self._least[at] >= depth:
            at += 1
        return self._parts[at] if at < len(self._parts) else self._parts[-1] + 1

    def begin(self, first: int, depth: int) -> int:
        """Return the first paragraph of the division of this depth that holds a paragraph."""
        at = bisect_right(self._parts, first) - 1
        while at > 0 and self._least[at] >= depth:
            at -= 1
        return self._parts[at]
