"""What a variant has otherwise than the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from store.chinese.variants.kinds import VariantKind


class Difference(msgspec.Struct, frozen=True):
    """One place where a variant differs: ``text[start:end]``, in code points, stands for ``words``.

    Both are never empty: without ``words`` it was inserted, without text it was left out, otherwise replaced.
    """

    kind: VariantKind
    start: int
    end: int
    words: str
    """What the words have in this place, as they were given."""


class Variant(msgspec.Struct, frozen=True):
    """A match: ``text[start:end]``, in code points, from first to last letter."""

    start: int
    end: int
    differences: tuple[Difference, ...] = ()
    """In the order of the text. Script, width and case are not among them."""

    @property
    def kinds(self) -> frozenset[VariantKind]:
        """The kinds without which it would not match."""
        return frozenset(each.kind for each in self.differences)


def marked(text: str, start: int, end: int, differences: Iterable[Difference]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of ``text[start:end]`` with its differences written out, and whether each is one.

    Joined, they are such as 想客户[之]所想 (inserted), 想客户[-之]所想 (left out), 增长[5%→8%] (replaced).
    """
    for each in differences:
        if each.start > start:
            yield text[start : each.start], False
        there = text[each.start : each.end]
        if not each.words:
            yield f"[{there}]", True
        elif not there:
            yield f"[-{each.words}]", True
        else:
            yield f"[{each.words}→{there}]", True
        start = each.end
    if start < end:
        yield text[start:end], False
