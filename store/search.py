"""What a search finds: the articles, and in each every place where the words stand."""

from __future__ import annotations

import msgspec

from store.anchoring import occurrences
from store.chinese.folding import fold

AROUND = 20
"""Code points of a snippet on either side of what was found."""


USUAL = 2000
"""Code points of an article of a usual length."""


class Hit(msgspec.Struct, frozen=True):
    """A place where the words stand: ``text[start:end]``, in code points."""

    start: int
    end: int
    snippet: str
    """The words with what stands round them in their paragraph, at most :data:`AROUND` on either side."""


class Found(msgspec.Struct, frozen=True):
    """An article in which the words stand."""

    id: str
    title: str
    hits: tuple[Hit, ...]
    """In text order; one may overlap the next, as 哈哈 in 哈哈哈."""


def hits(text: str, phrase: str) -> tuple[Hit, ...]:
    """Every place of a folded phrase in a text."""
    return tuple(_hit(text, start, start + len(phrase)) for start in occurrences(fold(text), phrase))


def relevance(found: Found, length: int, phrase: str) -> tuple[bool, float]:
    """What articles are sorted by, the most relevant first: as the index does it, for those it leaves to us.

    Like BM25 with its usual constants, for articles of a usual length.

    :param length: code points of the article's text.
    :param phrase: what was searched for, folded.
    """
    often = len(found.hits)
    return phrase not in fold(found.title), -often / (often + 1.2 * (0.25 + 0.75 * length / USUAL))


def _hit(text: str, start: int, end: int) -> Hit:
    first = max(start - AROUND, text.rfind("\n", 0, start) + 1)
    last = text.find("\n", end, end + AROUND)
    snippet = text[first : end + AROUND if last < 0 else last]
    return Hit(start, end, snippet.replace("\n", " "))
