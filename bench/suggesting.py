"""Suggested tags, in ten thousand articles that all have tags: the work that a thread of its own does."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bench.corpus import words_of
from bench.libraries import make_library
from store.chinese.words import Segmenter
from store.library import open_library
from store.suggestions.for_article import suggest_for_article
from store.suggestions.for_words import suggest_for_words
from store.suggestions.suggestion import Suggestion

ARTICLES = 10_000
RUNS = 40
KINDS_OF_TAGS = 200
"""Different tags in the library."""

Row = tuple[str, ...]
Question = Callable[[], list[Suggestion]]


def rows(folder: Path) -> Iterator[Row]:
    """For what suggestions were asked, how many came, and how long it took."""
    root = folder / "suggesting"
    if not root.exists():
        make_library(root, ARTICLES)
        _tag(root)
    segmenter = Segmenter(folder / "words", engine="jieba")
    segmenter.load()
    with open_library(root) as library:
        library.resync()
        chosen = random.Random(1).sample(library.articles.rows(), RUNS)
        for_article = [partial(suggest_for_article, library, row.id, segmenter) for row in chosen]
        yield from _measured("an article", for_article)
        for what, length in (("a selected word or phrase", 0), ("a selected sentence of 40 characters", 40)):
            for_words: list[Question] = []
            for number, row in enumerate(chosen):
                text = library.articles.get(row.id).text
                (phrase,) = words_of(text, 1, seed=number)
                start = text.index(phrase)
                end = start + (length or len(phrase))
                for_words.append(partial(suggest_for_words, library, row.id, start, end))
            yield from _measured(what, for_words)


def _measured(what: str, questions: Sequence[Question]) -> Iterator[Row]:
    taken, counts = [], []
    for question in questions:
        started = time.perf_counter()
        counts.append(len(question()))
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    average = f"{sum(counts) / len(counts):.0f}"
    yield what, average, f"{taken[len(taken) // 2]:.0f} ms", f"{taken[-1]:.0f} ms"


def _tag(root: Path) -> None:
    """Give each article two tags, and a tag to a phrase of it."""
    chance = random.Random(1)
    names = [f"主题/{number}" for number in range(KINDS_OF_TAGS)]
    with open_library(root) as library, library.one_step("tags"):
        for row in library.articles.rows():
            library.articles.tag(row.id, chance.sample(names, 2))
            (phrase,) = words_of(library.articles.get(row.id).text, 1, seed=chance.randrange(ARTICLES))
            library.annotations.annotate_quote(row.id, phrase, tags=[chance.choice(names)])
