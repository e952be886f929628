"""Suggested tags in ten thousand articles that all have tags. The reader computes them on a thread."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bench.corpus import sample_phrases
from bench.libraries import make_library
from bench.timing import Row
from store.chinese.words import Segmenter
from store.library import open_library
from store.suggestions.for_article import suggest_for_article
from store.suggestions.for_words import suggest_for_words
from store.suggestions.suggestion import Suggestion

ARTICLES = 10_000
RUNS = 40
TAGS = 200
"""Different tags in the library."""

Suggest = Callable[[], list[Suggestion]]


def rows(folder: Path) -> Iterator[Row]:
    """Yield what suggestions were for, how many there were, and how long they took."""
    root = folder / "suggestions"
    if not root.exists():
        make_library(root, ARTICLES)
        _tag(root)
    segmenter = Segmenter(folder / "words", engine="jieba")
    segmenter.load()
    with open_library(root) as library:
        library.resync()
        sample = random.Random(1).sample(library.articles.rows(), RUNS)
        for_article = [partial(suggest_for_article, library, row.id, segmenter) for row in sample]
        yield from _measure("an article", for_article)
        for what, length in (("a selected word or phrase", 0), ("a selected sentence of 40 characters", 40)):
            for_words: list[Suggest] = []
            for number, row in enumerate(sample):
                text = library.articles.get(row.id).text
                (phrase,) = sample_phrases(text, 1, seed=number)
                start = text.index(phrase)
                end = start + (length or len(phrase))
                for_words.append(partial(suggest_for_words, library, row.id, start, end))
            yield from _measure(what, for_words)


def _measure(what: str, calls: Sequence[Suggest]) -> Iterator[Row]:
    times, counts = [], []
    for suggest in calls:
        started = time.perf_counter()
        counts.append(len(suggest()))
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    average = f"{sum(counts) / len(counts):.0f}"
    yield what, average, f"{times[len(times) // 2]:.0f} ms", f"{times[-1]:.0f} ms"


def _tag(root: Path) -> None:
    """Give each article two tags, and a phrase of it one."""
    chance = random.Random(1)
    names = [f"主题/{number}" for number in range(TAGS)]
    with open_library(root) as library, library.one_step("tags"):
        for row in library.articles.rows():
            library.articles.tag(row.id, chance.sample(names, 2))
            text = library.articles.get(row.id).text
            (phrase,) = sample_phrases(text, 1, seed=chance.randrange(ARTICLES))
            library.annotations.annotate_quote(row.id, phrase, tags=[chance.choice(names)])
