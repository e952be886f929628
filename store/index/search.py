"""Full-text search: the articles that contain words, with all matches in each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import chain, islice
from typing import NamedTuple, TypeAlias, overload

import msgspec

from store.chinese.folded_phrase import FoldedPhrase
from store.chinese.folding import fold
from store.chinese.variants import FAMILY, Difference, Variant, VariantKind, Variants, marked
from store.errors import PizhuError, UsageError
from store.index.article_index import FEW, MOST_TOGETHER, ArticleIndex
from store.index.evaluation import Evaluator
from store.index.relevance import weight
from store.language import _
from store.model.anchoring import occurrences
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.progress import Progress, no_progress
from store.query.tree import Query
from store.storage.document_store import DocumentStore

AROUND = 20
"""Code points of a snippet before and after the match."""

TAGGED_PAGE = 2000
"""Articles with tags that are requested from the index at a time: this takes a few milliseconds."""


class Hit(msgspec.Struct, frozen=True):
    """A match: ``text[start:end]``, in code points."""

    start: int
    end: int
    snippet: str
    """The match with up to :data:`AROUND` code points of its paragraph before and after."""
    differences: tuple[Difference, ...] = ()
    """What it has otherwise than the words, if variants are sought."""
    lead: int = 0
    """The code points of the snippet before the match."""

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of the match with its differences written out, and whether each is one.

        See :func:`store.chinese.variants.marked`.
        """
        shift = self.lead - self.start
        here = (
            Difference(each.kind, each.start + shift, each.end + shift, each.words)
            for each in self.differences
        )
        return marked(self.snippet, self.lead, self.end + shift, here)

    @property
    def after(self) -> str:
        """The snippet after the match."""
        return self.snippet[self.lead + self.end - self.start :]

    @property
    def kinds(self) -> frozenset[VariantKind]:
        """The kinds of its differences."""
        return frozenset(each.kind for each in self.differences)


class Hits(Sequence[Hit]):
    """All matches in a text, in its order. The snippet of a match is made when the match is asked for."""

    def __init__(self, text: str, places: Iterable[tuple[int, int]]) -> None:
        """The matches at places in a text: (start, end), in code points."""
        self._text = text
        self._places: Sequence[tuple[int, int] | tuple[int, int, tuple[Difference, ...]]] = tuple(places)

    @classmethod
    def of_variants(cls, text: str, variants: Iterable[Variant]) -> Hits:
        """The variants of words in a text."""
        hits = cls(text, ())
        hits._places = tuple((each.start, each.end, each.differences) for each in variants)
        return hits

    def __len__(self) -> int:
        """Return how many matches there are."""
        return len(self._places)

    @overload
    def __getitem__(self, which: int) -> Hit: ...

    @overload
    def __getitem__(self, which: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, which: int | slice) -> Hit | tuple[Hit, ...]:
        """Return one match, or several."""
        if isinstance(which, slice):
            return tuple(hit(self._text, *place) for place in self._places[which])
        return hit(self._text, *self._places[which])


class Found(NamedTuple):
    """An article that contains the words."""

    id: str
    title: str
    hits: Hits
    """Matches may overlap, like 哈哈 in 哈哈哈."""


FindHits: TypeAlias = Callable[[str], Hits]
"""Returns the matches in a text."""


class TextSearch:
    """Searches the texts of one library."""

    def __init__(self, store: DocumentStore, index: ArticleIndex, evaluator: Evaluator) -> None:
        self._store = store
        self._index = index
        self._evaluator = evaluator

    def matching(
        self,
        query: Query,
        *,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        progress: Progress = no_progress,
    ) -> Iterator[str]:
        """Yield the IDs of the articles that match a query, as they are found.

        See :meth:`store.index.evaluation.Evaluator.matching`. Stop iterating when you have enough.
        """
        return self._evaluator.matching(query, keep=keep, order=order, progress=progress)

    def places_in(self, article: str, query: Query) -> list[tuple[int, int]]:
        """Return the places in an article of what a query asks for in texts, negations left out.

        They are (start, end) in code points, sorted; some may overlap. The article need not match the query.

        :raises BadPattern: a pattern takes too long on this text.
        """
        from store.query.places import places

        return places(query, self._store.text(article))

    def search(self, words: str, *, limit: int | None = None) -> Iterator[Found]:
        """Yield the articles that contain the words, the most relevant first, with all matches.

        Traditional and simplified characters, full and half width, and upper and lower case are the same (see
        :func:`store.chinese.folding.fold`). All other characters must match, punctuation too. Each article is
        read when it is needed; one that is damaged or was removed meanwhile is left out.

        :param limit: the largest number of articles; None for all.
        :raises UsageError: the words are empty.
        """
        phrase = fold(words)
        if not phrase:
            raise UsageError(_("There is nothing to search for: name the words."))
        numbers = self._index.search(phrase)
        return islice(self._found(numbers, phrase, lambda text: hits(text, phrase)), limit)

    def search_variants(
        self, words: str, *, kinds: frozenset[VariantKind] = FAMILY, limit: int | None = None
    ) -> Iterator[Found]:
        """Yield the articles that contain the words or variants of them (see :mod:`store.chinese.variants`).

        Like :meth:`search`; articles that contain only variants come last.

        :param kinds: the differences that a variant may have.
        :raises UsageError: the words are empty or too long.
        """
        variants = Variants(words, kinds=kinds)
        if not variants.plain:
            raise UsageError(_("There is nothing to search for: name the words."))

        def find(text: str) -> Hits:
            return Hits.of_variants(text, variants.matches(text))

        numbers = self._index.search(variants.plain)
        same = self._found(numbers, variants.plain, find)
        return islice(chain(same, self._variants(variants, find, {*numbers})), limit)

    def _variants(self, variants: Variants, find: FindHits, known: Collection[int]) -> Iterator[Found]:
        """Yield the articles that contain variants, without the texts that are ``known``."""
        for number in self.candidates(variants, known):
            yield from (each for each, _score in self._search_text(number, find))

    def candidates(self, variants: Variants, known: Collection[int] = ()) -> Iterator[int]:
        """Yield the numbers in the index of the texts that may contain variants, without those ``known``.

        Every text with a variant is among them, except that the words as they are may be left out where
        ``known`` has the texts that contain them.
        """
        seen = {*known}
        for runs, reach, marks in variants.candidates:
            if len(runs) > 1:
                numbers = self._index.near(runs if marks else runs[:MOST_TOGETHER], reach, marks)
            elif marks or (runs == (variants.plain,) and known):
                numbers = []
            else:
                numbers = self._index.texts_with(runs[0])
            for number in numbers:
                if number not in seen:
                    seen.add(number)
                    yield number

    def _found(self, numbers: Sequence[int], phrase: str, find: FindHits) -> Iterator[Found]:
        """Yield the articles with these texts, the most relevant first."""
        found = chain.from_iterable(self._search_text(number, find) for number in numbers)
        if len(numbers) > FEW:
            return (each for each, _score in found)
        ranked = sorted(found, key=lambda pair: relevance(pair[0], pair[1], phrase))
        return iter([each for each, _score in ranked])

    def _search_text(self, number: int, find: FindHits) -> Iterator[tuple[Found, int]]:
        """Yield the articles with this text if it matches, with the length of the text."""
        for article, title in self._index.with_text(number):
            with suppress(PizhuError):  # the index reports damaged articles
                text = self._store.text(article)
                places = find(text)
                if places:
                    yield Found(article, title, places), len(text)

    def text(self, article: str) -> str:
        """Return the text of an article.

        :raises PizhuError: there is no such article, or it cannot be read.
        """
        return self._store.text(article)

    def fingerprint(self, articles: Sequence[str]) -> bytes:
        """Return 16 bytes that are others as soon as the articles, their order or their texts are others."""
        found = blake2b(digest_size=16)
        for article, digest in zip(articles, self._index.digests(articles), strict=True):
            found.update(f"{article}{digest}\n".encode())
        return found.digest()

    def having(self, words: str) -> frozenset[int]:
        """Return the numbers in the index of the texts that contain words, in either script and width."""
        phrase = fold(words)
        return frozenset(self._index.texts_with(phrase) if phrase else ())

    def tagged(self) -> dict[int, list[str]]:
        """Return, by the numbers of their texts, the articles that use a tag.

        The index is asked page by page, so that other threads can use it in between.
        """
        found: dict[int, list[str]] = {}
        last, page = "", [("", 0)]
        while page:
            page = self._index.tagged_texts(after=last, limit=TAGGED_PAGE)
            for last, number in page:
                found.setdefault(number, []).append(last)
        return found

    def count_with(self, words: str) -> int:
        """Return how many articles contain the words, according to the index."""
        phrase = fold(words)
        return self._index.count_with(phrase) if phrase else 0


def hits(text: str, phrase: str) -> Hits:
    """Return all matches of a folded phrase in a text."""
    found = occurrences(FoldedPhrase(phrase).searched(text), phrase)
    return Hits(text, ((start, start + len(phrase)) for start in found))


def relevance(found: Found, length: int, phrase: str) -> tuple[bool, float]:
    """Return the sort key of an article, smaller for more relevant ones, in place of the index's ranking.

    Titles that contain the phrase come first, then the order is by :func:`store.index.relevance.weight`.

    :param length: code points of the article's text.
    :param phrase: the folded words that were searched for.
    """
    return phrase not in fold(found.title), -weight(len(found.hits), length)


def hit(text: str, start: int, end: int, differences: tuple[Difference, ...] = ()) -> Hit:
    """Return the match ``text[start:end]`` with its snippet."""
    first = max(start - AROUND, 0)
    first = max(first, text.rfind("\n", first, start) + 1)
    last = text.find("\n", end, end + AROUND)
    snippet = text[first : end + AROUND if last < 0 else last]
    return Hit(start, end, snippet.replace("\n", " "), differences, start - first)
