"""Tags everywhere, in ten thousand articles: the places of some words, a merge of tags and its undo."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import words_of
from bench.libraries import make_library
from store.everywhere import places
from store.library import Library

ARTICLES = 10_000
RUNS = 40

Row = tuple[str, ...]


def rows(folder: Path) -> Iterator[Row]:
    """What was done, to how many, and how long it took."""
    root = folder / "coding"
    if not root.exists():
        make_library(root, ARTICLES)
    with Library(root) as library:
        library.heal()
        here = library.rows()[0].id
        taken, counts = [], []
        for words in words_of(library.article(here).text, RUNS):
            started = time.perf_counter()
            counts.append(len(places(library, words, first=here)))
            taken.append(time.perf_counter() - started)
        taken.sort()
        middle, slowest = taken[RUNS // 2] * 1000, taken[-1] * 1000
        yield "places of a phrase, listed", f"{sum(counts) // RUNS} on average", f"{middle:.0f} ms"
        yield "the slowest phrase of forty", f"{max(counts)} at most", f"{slowest:.0f} ms"
        _tag(library)
        deeds = (
            ("a merge of two tags", lambda: library.codebook.merge(["旧"], "新")),
            ("its undo", library.undo),
        )
        for what, deed in deeds:
            started = time.perf_counter()
            deed()
            took = time.perf_counter() - started
            uses = library.codebook.uses()
            yield what, f"{max(uses.get('旧', 0), uses.get('新', 0)):,} annotations", f"{took:.1f} s"


def _tag(library: Library) -> None:
    """Give ten thousand annotations one tag, in two thousand articles."""
    if library.codebook.uses():
        return
    with library.one_step("tags"):
        for row in library.rows(0, 2000):
            for number in range(5):
                library.marks.annotate(row.id, 10 + 3 * number, 12 + 3 * number, tags=["旧"])
