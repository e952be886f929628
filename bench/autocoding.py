"""Autocoding a phrase in ten thousand articles, and a merge of tags, each with its undo."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread

from bench.corpus import sample_phrases
from bench.libraries import make_library
from bench.timing import Row
from bench.word_loading import measure_stall
from store.chinese.segmentation.shared import shared_segmenter
from store.chinese.variants import FAMILY
from store.library import Library, open_library
from store.tags.autocoding import places, tag_everywhere

ARTICLES = 10_000
RUNS = 40


def rows(folder: Path) -> Iterator[Row]:
    """Yield what was done, to how many annotations, and how long it took."""
    root = folder / "autocoding"
    if not root.exists():
        make_library(root, ARTICLES)
    with open_library(root) as library:
        library.resync()
        article = library.articles.rows()[0].id
        times, counts = [], []
        for phrase in sample_phrases(library.articles.get(article).text, RUNS):
            started = time.perf_counter()
            counts.append(len(places(library, phrase, first=article)))
            times.append(time.perf_counter() - started)
        times.sort()
        middle, slowest = times[RUNS // 2] * 1000, times[-1] * 1000
        yield "occurrences of a phrase, listed", f"{sum(counts) // RUNS} on average", f"{middle:.0f} ms"
        yield "the slowest phrase of forty", f"{max(counts)} at most", f"{slowest:.0f} ms"
        yield from _families(library, article)
        _tag(library)
        text = library.articles.get(article).text
        common = max(sample_phrases(text, RUNS), key=library.texts.count_with)
        chosen = places(library, common)
        changes: dict[str, Callable[[], object]] = {
            "tagging the occurrences of a phrase": partial(tag_everywhere, library, chosen, ["处"]),
            "its undo": library.undo,
            "a merge of two tags": partial(library.codebook.merge, ["旧"], "新"),
            "the undo of the merge": library.undo,
        }
        for what, change in changes.items():
            took, stall = asyncio.run(_on_a_thread(change))
            uses = library.codebook.uses()
            count = len(chosen) if "merge" not in what else max(uses.get("旧", 0), uses.get("新", 0))
            yield (
                what,
                f"{count:,} annotations",
                f"{took:.1f} s; the screen's thread waits {stall * 1000:.0f} ms",
            )


async def _on_a_thread(change: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a change takes on a thread, and the longest stall of the event loop.

    The garbage collector is off meanwhile, as in the reader.
    """
    thread = Thread(target=change)
    gc.disable()
    thread.start()
    measured = await measure_stall(thread)
    gc.enable()
    return measured


def _families(library: Library, article: str) -> Iterator[Row]:
    """Yield how long it takes to list the families of phrases of five to ten characters."""
    shared_segmenter()
    phrases = sample_phrases(library.articles.get(article).text, RUNS, lengths=(5, 10))
    times, counts = [], []
    for phrase in phrases:
        started = time.perf_counter()
        counts.append(len(places(library, phrase, first=article, kinds=FAMILY)))
        times.append(time.perf_counter() - started)
    times.sort()
    yield (
        "the family of a phrase",
        f"{sum(counts) / RUNS:.1f} on average",
        f"{times[RUNS // 2] * 1000:.0f} ms",
    )
    yield "the slowest family of forty", f"{max(counts)} at most", f"{times[-1] * 1000:.0f} ms"


def _tag(library: Library) -> None:
    """Give ten thousand annotations in two thousand articles the same tag."""
    if library.codebook.uses():
        return
    with library.one_step("tags"):
        for row in library.articles.rows(0, 2000):
            for number in range(5):
                library.annotations.annotate(row.id, 10 + 3 * number, 12 + 3 * number, tags=["旧"])
