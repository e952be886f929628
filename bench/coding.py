"""Tags everywhere, in ten thousand articles: the places of some words, a merge of tags and its undo."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread

from bench.corpus import words_of
from bench.libraries import make_library
from bench.words import stalled_by
from store.library import Library, open_library
from store.tags.autocoding import places, tag_everywhere

ARTICLES = 10_000
RUNS = 40

Row = tuple[str, ...]


def rows(folder: Path) -> Iterator[Row]:
    """What was done, to how many, and how long it took."""
    root = folder / "coding"
    if not root.exists():
        make_library(root, ARTICLES)
    with open_library(root) as library:
        library.resync()
        here = library.articles.rows()[0].id
        taken, counts = [], []
        for words in words_of(library.articles.get(here).text, RUNS):
            started = time.perf_counter()
            counts.append(len(places(library, words, first=here)))
            taken.append(time.perf_counter() - started)
        taken.sort()
        middle, slowest = taken[RUNS // 2] * 1000, taken[-1] * 1000
        yield "places of a phrase, listed", f"{sum(counts) // RUNS} on average", f"{middle:.0f} ms"
        yield "the slowest phrase of forty", f"{max(counts)} at most", f"{slowest:.0f} ms"
        _tag(library)
        common = max(words_of(library.articles.get(here).text, RUNS), key=library.texts.count_with)
        chosen = places(library, common)
        deeds: dict[str, Callable[[], object]] = {
            "tagging the places of a phrase": partial(tag_everywhere, library, chosen, ["处"]),
            "its undo": library.undo,
            "a merge of two tags": partial(library.codebook.merge, ["旧"], "新"),
            "the undo of the merge": library.undo,
        }
        for what, deed in deeds.items():
            took, worst = asyncio.run(_beside(deed))
            uses = library.codebook.uses()
            many = len(chosen) if "merge" not in what else max(uses.get("旧", 0), uses.get("新", 0))
            yield (
                what,
                f"{many:,} annotations",
                f"{took:.1f} s; the screen's thread waits {worst * 1000:.0f} ms",
            )


async def _beside(deed: Callable[[], object]) -> tuple[float, float]:
    """The seconds that a deed takes on a thread, and the longest that the loop beside it stands still.

    Garbage is not collected meanwhile, as in the reader.
    """
    thread = Thread(target=deed)
    gc.disable()
    thread.start()
    measured = await stalled_by(thread)
    gc.enable()
    return measured


def _tag(library: Library) -> None:
    """Give ten thousand annotations one tag, in two thousand articles."""
    if library.codebook.uses():
        return
    with library.one_step("tags"):
        for row in library.articles.rows(0, 2000):
            for number in range(5):
                library.annotations.annotate(row.id, 10 + 3 * number, 12 + 3 * number, tags=["旧"])
