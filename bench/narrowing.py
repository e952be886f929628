"""Narrowing a list of ten thousand articles: until it can be shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.libraries import make_library
from store.library import open_library
from store.model.query import parse

ARTICLES = 10_000
RUNS = 15

Row = tuple[str, ...]


def rows(folder: Path) -> Iterator[Row]:
    """A query, how many articles it means, and how long it takes until the first page of them is read."""
    root = folder / "coding"
    if not root.exists():
        make_library(root, ARTICLES)
    with open_library(root) as library:
        library.resync()
        words = library.articles.get(library.articles.rows()[0].id).text[20:22]
        for asked in ("is:unread", "has:note -is:read", "tag:旧|新", "date:2020..2021", f'"{words}"'):
            query, taken, count = parse(asked), [], 0
            for _ in range(RUNS):
                started = time.perf_counter()
                narrowed = library.articles.filtered(query)
                narrowed.rows(0, 64)
                taken.append((time.perf_counter() - started) * 1000)
                count = narrowed.count()
            shown = asked if asked.isascii() or ":" in asked else "two characters of the text"
            yield shown.replace("|", "\\|"), f"{count:,}", f"{median(taken):.0f} ms"
        started = time.perf_counter()
        library.articles.facets()
        yield "all that it can be narrowed by", "", f"{(time.perf_counter() - started) * 1000:.0f} ms"
