"""Searching for a phrase, beside ripgrep over the files and a scan of the texts in memory."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bench.corpus import sample_phrases
from bench.libraries import sized_libraries
from bench.timing import Row, milliseconds
from store.chinese.folding import fold
from store.index.search import Found
from store.index.sqlite.catalogue import Catalogue
from store.library import Library, open_library

QUERIES = 200


def rows(folder: Path) -> Iterator[Row]:
    """Yield the size of a library and the times of a search."""
    for size, root in sized_libraries(folder).items():
        chance = random.Random(size)
        catalogue = Catalogue(root / ".cache")
        with open_library(root) as library:
            sample = [library.articles.rows(chance.randrange(size), 1)[0] for _ in range(QUERIES)]
            texts = [library.articles.get(row.id).text for row in sample]
            phrases = [sample_phrases(text, 1, seed=number)[0] for number, text in enumerate(texts)]
            index = [milliseconds(partial(catalogue.search, fold(phrase))) for phrase in phrases]
            first = [milliseconds(partial(_first_match, library, phrase)) for phrase in phrases]
            scan = _scan(library, phrases[:10]) if size <= 10_000 else None
        catalogue.close()
        grep = _ripgrep(root, phrases[:10])
        yield (
            f"{size:,} articles",
            f"{median(index):.2f} ms, p95 {quantiles(index, n=20)[-1]:.2f} ms",
            f"{median(first):.2f} ms, p95 {quantiles(first, n=20)[-1]:.2f} ms",
            "not installed" if grep is None else f"{grep:.0f} ms",
            "not measured" if scan is None else f"{scan:.0f} ms",
        )


def _first_match(library: Library, phrase: str) -> Found | None:
    return next(library.texts.search(phrase), None)


def _scan(library: Library, phrases: list[str]) -> float:
    """Return the median milliseconds of a scan of all texts, folded and in memory."""
    texts = [fold(library.articles.get(row.id).text) for row in library.articles.rows()]

    def scan(phrase: str) -> list[str]:
        return [text for text in texts if phrase in text]

    return median(milliseconds(partial(scan, fold(phrase))) for phrase in phrases)


def _ripgrep(root: Path, phrases: list[str]) -> float | None:
    """Return the median milliseconds of ripgrep; None if it is not installed."""
    program = shutil.which("rg")
    if program is None:
        return None
    command = [program, "--count", "--fixed-strings", "--glob", "*.txt"]
    searches = [
        partial(subprocess.run, [*command, phrase, str(root)], capture_output=True) for phrase in phrases
    ]
    return median(milliseconds(search) for search in searches)
