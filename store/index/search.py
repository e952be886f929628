"""Searching a library: the articles, and in each every place where the words stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TypeAlias

import msgspec

from store.chinese.folding import fold
from store.chinese.variants import Variants
from store.errors import PizhuError, UsageError
from store.index.article_index import FEW, ArticleIndex
from store.model.anchoring import occurrences
from store.storage.document_store import DocumentStore

AROUND = 20
"""Code points of a snippet on either side of what was found."""

TAGGED_AT_ONCE = 2000
"""Articles with tags that the catalogue is asked for at a time: some milliseconds."""

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


Finding: TypeAlias = Callable[[str], tuple[Hit, ...]]
"""Finds the places of something in a text."""


class TextSearch:
    """The texts of one library, for whoever searches them."""

    def __init__(self, store: DocumentStore, index: ArticleIndex) -> None:
        self._store = store
        self._index = index

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
        numbers = self._index.search(phrase)
        return islice(self._found(numbers, phrase, lambda text: hits(text, phrase)), limit)

    def search_variants(self, words: str) -> Iterator[Found]:
        """The articles in which the words or variants of them stand (see :mod:`store.chinese.variants`).

        As for :meth:`search`; those with variants alone come last.
        """
        variants = Variants(words)
        if not variants.runs:
            return iter(())

        def find(text: str) -> tuple[Hit, ...]:
            return tuple(hit(text, *place) for place in variants.places(text))

        numbers = self._index.search(variants.plain)
        return chain(self._found(numbers, variants.plain, find), self._variants(variants, find, {*numbers}))

    def _variants(self, variants: Variants, find: Finding, known: Collection[int]) -> Iterator[Found]:
        """Where variants stand, but for the texts that are known."""
        if len(variants.runs) > 1:
            for number in self._index.near(variants.runs, variants.reach, variants.marks_within):
                if number not in known:
                    yield from (each for each, _ in self._look_into(number, find))

    def _found(self, numbers: Sequence[int], phrase: str, find: Finding) -> Iterator[Found]:
        """What is found in texts of the index, the most relevant first."""
        found = chain.from_iterable(self._look_into(number, find) for number in numbers)
        if len(numbers) > FEW:
            return (each for each, _ in found)
        ranked = sorted(found, key=lambda pair: relevance(pair[0], pair[1], phrase))
        return iter([each for each, _ in ranked])

    def _look_into(self, number: int, find: Finding) -> Iterator[tuple[Found, int]]:
        """What is found in a text of the index, and how long it is."""
        for article, title in self._index.with_text(number):
            with suppress(PizhuError):  # the listing tells of damaged articles
                text = self._store.text(article)
                places = find(text)
                if places:
                    yield Found(article, title, places), len(text)

    def having(self, words: str) -> frozenset[int]:
        """The texts in which words stand, in either script and width, by their numbers in the index."""
        phrase = fold(words)
        return frozenset(self._index.texts_with(phrase) if phrase else ())

    def tagged(self) -> dict[int, list[str]]:
        """By the numbers of their texts, the articles that have a tag, on themselves or on an annotation.

        The index is asked for some at a time: whoever waits for it has a turn between.
        """
        found: dict[int, list[str]] = {}
        last, part = "", [("", 0)]
        while part:
            part = self._index.tagged_texts(after=last, limit=TAGGED_AT_ONCE)
            for last, number in part:
                found.setdefault(number, []).append(last)
        return found

    def count_with(self, words: str) -> int:
        """In how many articles the words stand, as the index knows it."""
        phrase = fold(words)
        return self._index.count_with(phrase) if phrase else 0


def hits(text: str, phrase: str) -> tuple[Hit, ...]:
    """Every place of a folded phrase in a text."""
    return tuple(hit(text, start, start + len(phrase)) for start in occurrences(fold(text), phrase))


def relevance(found: Found, length: int, phrase: str) -> tuple[bool, float]:
    """What articles are sorted by, the most relevant first: as the index does it, for those it leaves to us.

    Like BM25 with its usual constants, for articles of a usual length.

    :param length: code points of the article's text.
    :param phrase: what was searched for, folded.
    """
    often = len(found.hits)
    return phrase not in fold(found.title), -often / (often + 1.2 * (0.25 + 0.75 * length / USUAL))


def hit(text: str, start: int, end: int) -> Hit:
    """The place ``text[start:end]``."""
    first = max(start - AROUND, text.rfind("\n", 0, start) + 1)
    last = text.find("\n", end, end + AROUND)
    snippet = text[first : end + AROUND if last < 0 else last]
    return Hit(start, end, snippet.replace("\n", " "))
