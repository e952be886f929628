"""Word lists and n-grams: what occurs how often, and how evenly over the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from store.chinese.pinyin import collation_key
from store.corpus.kept_counts import kept
from store.corpus.statistics import Dispersion, per_million
from store.corpus.tokens import TokenizedText, TokenReader
from store.errors import UsageError
from store.language import _
from store.patterns import late_pattern
from store.progress import Progress, halves, no_progress

PARTS = 20
"""Parts of the bar that shows where in the articles an item occurs; fewer if there are fewer articles."""

MOST_DIFFERENT = 2_000_000
"""The most different items that are counted: they take about 300 MB."""

Items = Callable[[TokenizedText], Iterable[str]]
"""Returns what is counted in a text, each as often as it occurs."""


class FrequencySort(StrEnum):
    """An order of a word list."""

    COUNT = "count"
    """The most frequent first."""
    ARTICLES = "articles"
    """Those in most articles first."""
    DISPERSION = "dispersion"
    """The most evenly spread first."""
    ITEM = "item"
    """By pinyin."""


class Frequency(msgspec.Struct, frozen=True):
    """A line of a word list."""

    item: str
    """A word, a character, or an n-gram: words are joined without a space where their script uses none."""
    count: int
    per_million: float
    articles: int
    """How many articles it occurs in."""
    dispersion: float
    """DP: see :class:`store.corpus.statistics.Dispersion`."""
    parts: tuple[int, ...]
    """How often it occurs in each part of the articles, in their order; see :data:`PARTS`."""


class WordList(msgspec.Struct, frozen=True):
    """What occurs in some articles, and how often."""

    counts: Counter[str]
    """By item."""
    tokens: int
    """How many items there are."""
    articles: int
    """How many articles were read."""

    @property
    def types(self) -> int:
        """How many different items there are."""
        return len(self.counts)


class FrequencyTable(msgspec.Struct, frozen=True):
    """The lines of a word list that are shown, with the figures of the whole."""

    lines: tuple[Frequency, ...]
    tokens: int
    types: int
    articles: int


class _Spread:
    """How an item is spread over the articles."""

    __slots__ = ("articles", "dispersion", "parts")

    def __init__(self, dispersion: Dispersion, parts: int) -> None:
        self.articles = 0
        self.dispersion = dispersion
        self.parts = [0] * parts


def words_of(text: TokenizedText) -> list[str]:
    """Return the tokens of a text: the items of a word list."""
    return text.words()


class NGrams(msgspec.Struct, frozen=True):
    """The items of a list of n-grams: ``size`` tokens that no mark of a clause separates."""

    size: int

    def __call__(self, text: TokenizedText) -> Iterator[str]:
        """Yield the n-grams of a text."""
        for run in text.runs():
            grams = zip(*(run[first:] for first in range(self.size)), strict=False)
            yield from map(joined if _MAY_NEED_SPACES.search("".join(run)) else "".join, grams)


def ngrams_of(size: int) -> Items:
    """Return the items of a list of n-grams: see :class:`NGrams`."""
    return NGrams(size)


_MAY_NEED_SPACES = late_pattern(r"[\x00-\x7f]")


def joined(words: Sequence[str]) -> str:
    """Return words as one text: with a space only between words of scripts that use spaces."""
    text = words[0] if words else ""
    for word in words[1:]:
        needs_space = text[-1:].isascii() and word[:1].isascii()
        text += f" {word}" if needs_space else word
    return text


def word_list(
    reader: TokenReader,
    articles: Sequence[str],
    items: Items = words_of,
    *,
    without: Collection[str] = (),
    progress: Progress = no_progress,
) -> WordList:
    """Count what occurs in articles.

    :param without: items that are not listed; they still count as tokens.
    :raises UsageError: there is too much that is different.
    """

    def counted() -> WordList:
        counts: Counter[str] = Counter()
        read = 0
        for text in reader.read(articles, progress):
            read += 1
            counts.update(items(text))
            _check_size(counts)
        tokens = counts.total()
        for item in without:
            counts.pop(item, None)
        return WordList(counts, tokens, read)

    return kept(reader, articles, (_name_of(items), sorted(without)), WordList, counted)


def frequency_table(
    reader: TokenReader,
    articles: Sequence[str],
    items: Items = words_of,
    *,
    sort: FrequencySort = FrequencySort.COUNT,
    is_reversed: bool = False,
    limit: int = 0,
    least: int = 1,
    without: Collection[str] = (),
    progress: Progress = no_progress,
) -> FrequencyTable:
    """Return a word list with its dispersion. The articles are read twice.

    Lines that are equal in an order stand by count, then by code point, also if it is reversed.

    :param limit: the largest number of lines; 0 for all.
    :param least: how often an item must occur to be listed.
    :param without: items that are not listed; they still count as tokens.
    :raises UsageError: there is too much that is different.
    """

    def counted_twice() -> FrequencyTable:
        first, second = halves(progress)
        counted = word_list(reader, articles, items, without=without, progress=first)
        shown = [item for item, count in counted.counts.most_common() if count >= least]
        is_by_count = sort is FrequencySort.COUNT and not is_reversed
        if limit and is_by_count:  # ties are cut by code point, as they are sorted
            shown = sorted(shown, key=lambda item: (-counted.counts[item], item))[:limit]
        expected = {item: counted.counts[item] for item in shown}
        spreads = _spreads(reader.read(articles, second), items, expected, counted)
        lines = [_line(item, counted, spreads[item]) for item in shown]
        lines.sort(key=lambda line: (-line.count, line.item))
        lines.sort(key=_FIGURES[sort], reverse=is_reversed)
        return FrequencyTable(
            tuple(lines[:limit] if limit else lines), counted.tokens, counted.types, counted.articles
        )

    how = (_name_of(items), sort, is_reversed, limit, least, sorted(without))
    return kept(reader, articles, how, FrequencyTable, counted_twice)


def _name_of(items: Items) -> str:
    """Return the name by which what is counted is known the next time; empty if it is not."""
    if isinstance(items, NGrams):
        return f"{items.size}-grams"
    return "words" if items is words_of else ""


def _spreads(
    texts: Iterable[TokenizedText], items: Items, shown: dict[str, int], counted: WordList
) -> dict[str, _Spread]:
    """Return how the items that are shown are spread over the texts.

    :param shown: how often each occurs in all texts.
    """
    parts = min(PARTS, counted.articles)
    spreads = {item: _Spread(Dispersion(count, counted.tokens), parts) for item, count in shown.items()}
    for place, text in enumerate(texts):
        here = Counter(items(text))
        size = here.total()
        part = min(place * parts // max(counted.articles, 1), parts - 1)
        for item, count in here.items():
            if (spread := spreads.get(item)) is not None:
                spread.articles += 1
                spread.dispersion.add(count, size)
                spread.parts[part] += count
    return spreads


def _line(item: str, counted: WordList, spread: _Spread) -> Frequency:
    count = counted.counts[item]
    return Frequency(
        item=item,
        count=count,
        per_million=per_million(count, counted.tokens),
        articles=spread.articles,
        dispersion=min(max(spread.dispersion.value, 0.0), 1.0),
        parts=tuple(spread.parts),
    )


_FIGURES: dict[FrequencySort, Callable[[Frequency], float | str]] = {
    FrequencySort.COUNT: lambda line: -line.count,
    FrequencySort.ARTICLES: lambda line: -line.articles,
    FrequencySort.DISPERSION: lambda line: line.dispersion,
    FrequencySort.ITEM: lambda line: collation_key(line.item),
}
"""By order, the figure by which lines ascend."""


def _check_size(counts: Counter[str]) -> None:
    if len(counts) > MOST_DIFFERENT:
        raise UsageError(
            _(
                "More than {most:,} different items: choose fewer articles by a query, or shorter n-grams.",
                most=MOST_DIFFERENT,
            )
        )
