"""Searching a library: the articles, and in each every place where the words stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, islice

import msgspec

from store.anchoring import occurrences
from store.catalogue import Catalogue
from store.chinese.folding import fold
from store.disk import Disk
from store.errors import PizhuError, UsageError
from store.fulltext import FEW
from store.listing import Listing

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


class Texts:
    """The texts of one library, for whoever searches them."""

    def __init__(self, disk: Disk, listing: Listing) -> None:
        self._disk = disk
        self._listing = listing

    def search(self, words: str, *, limit: int | None = None) -> Iterator[Found]:
        """The articles in which the words stand, the most relevant first, with every place where they do.

        Traditional and simplified characters, full and half width, and upper and lower case are taken for
        the same (see :func:`store.chinese.folding.fold`); nothing else is, and any character counts. Each
        article is read when its turn comes; one that has been damaged or removed meanwhile is left out.

        :param limit: at most so many articles.
        :raises UsageError: there are no words to search for.
        """
        phrase = fold(words)
        if not phrase:
            raise UsageError("There is nothing to search for: name the words.")
        return islice(self._found(phrase), limit)

    def _found(self, phrase: str) -> Iterator[Found]:
        numbers = self._listing.ask(lambda catalogue: catalogue.search(phrase))
        found = chain.from_iterable(self._look_into(number, phrase) for number in numbers)
        if len(numbers) > FEW:
            return (each for each, _ in found)
        ranked = sorted(found, key=lambda pair: relevance(pair[0], pair[1], phrase))
        return iter([each for each, _ in ranked])

    def _look_into(self, number: int, phrase: str) -> Iterator[tuple[Found, int]]:
        """What is found in a text of the index, and how long it is."""
        for article, title in self._listing.ask(partial(Catalogue.with_text, number=number)):
            with suppress(PizhuError):  # the listing tells of damaged articles
                text = self._disk.text(article)
                places = hits(text, phrase)
                if places:
                    yield Found(article, title, places), len(text)

    def count_with(self, words: str) -> int:
        """In how many articles the words stand, as the index knows it."""
        phrase = fold(words)
        return self._listing.ask(lambda catalogue: catalogue.count_with(phrase)) if phrase else 0


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
