"""Filtering a list of ten thousand articles, up to its first page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.libraries import make_library
from bench.timing import Row
from store.library import open_library
from store.query.parser import parse

ARTICLES = 10_000
RUNS = 15


def rows(folder: Path) -> Iterator[Row]:
    """Yield a query, how many articles match, and the time until the first page of them is read."""
    root = folder / "autocoding"
    if not root.exists():
        make_library(root, ARTICLES)
    with open_library(root) as library:
        library.resync()
        phrase = library.articles.get(library.articles.rows()[0].id).text[20:22]
        for text in ("is:unread", "has:note -is:read", "tag:旧|新", "date:2020..2021", f'"{phrase}"'):
            query, times, count = parse(text), [], 0
            for _ in range(RUNS):
                started = time.perf_counter()
                filtered = library.articles.filtered(query)
                filtered.rows(0, 64)
                times.append((time.perf_counter() - started) * 1000)
                count = filtered.count()
            shown = text if text.isascii() or ":" in text else "two characters of the text"
            yield shown.replace("|", "\\|"), f"{count:,}", f"{median(times):.0f} ms"
        started = time.perf_counter()
        library.articles.facets()
        yield "all facets", "", f"{(time.perf_counter() - started) * 1000:.0f} ms"
