"""Runs the benchmarks and prints their tables in Markdown.

Usage: ``python -m bench [SECTION...]``. Without sections, all are run.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from bench import (
    annotation,
    autocoding,
    exporting,
    filtering,
    finding,
    importing,
    importing_formats,
    kills,
    opening,
    reader,
    reading_view,
    search,
    servers,
    suggestions,
    tag_finder,
    word_loading,
)
from bench.timing import Row


class Section(msgspec.Struct, frozen=True):
    """One table of the results."""

    title: str
    columns: tuple[str, ...]
    rows: Callable[[Path], Iterable[Row]]
    """Measures and yields the rows, given a folder for libraries."""


SECTIONS = {
    "reader": Section(
        "The reader beside an empty Textual app",
        ("what", "Pizhu", "empty app", "ratio"),
        reader.rows,
    ),
    "reading_view": Section(
        "Long texts: the reading view beside Textual's own widgets",
        ("characters", "program", "first paint", "down", "word", "page", "next find", "resize", "memory"),
        reading_view.rows,
    ),
    "word_loading": Section(
        "The event loop while words are loaded",
        ("what", "took", "longest stall"),
        word_loading.rows,
    ),
    "tag_finder": Section(
        "Finding among 5,000 tags while typing",
        ("typed", "Pizhu, with pinyin", "textual.fuzzy", "plain substring", "found by Pizhu"),
        tag_finder.rows,
    ),
    "autocoding": Section(
        "Autocoding and merging tags, in 10,000 articles",
        ("what", "how many", "took"),
        autocoding.rows,
    ),
    "suggestions": Section(
        "Suggested tags, in 10,000 articles with tags",
        ("for", "suggestions", "median", "slowest of forty"),
        suggestions.rows,
    ),
    "filtering": Section(
        "Filtering the list, in 10,000 articles",
        ("query", "articles", "to the first page of the list"),
        filtering.rows,
    ),
    "find": Section(
        "Finding words in 10,000 and 100,000 articles",
        ("what", "Pizhu", "ripgrep", "SQLite, trigrams", "NLTK, Text.concordance"),
        finding.rows,
    ),
    "exporting": Section(
        "Every export of 10,000 articles with 50,000 annotations",
        ("format", "took", "peak memory", "size", "ratio to writing the same bytes", "ratio to reading them"),
        exporting.rows,
    ),
    "annotation": Section(
        "One durable annotation",
        ("in", "Pizhu", "bare durable write", "stock TinyDB, not durable", "SQLite, durable", "Pizhu : bare"),
        annotation.rows,
    ),
    "opening": Section(
        "Opening a library",
        ("of", "first page of the list", "check of all files, in the background", "peak memory"),
        opening.rows,
    ),
    "search": Section(
        "Searching for a phrase of two to four characters",
        ("in", "the index", "to the first article with its matches", "ripgrep, all files", "scan in memory"),
        search.rows,
    ),
    "import": Section(
        "Importing text files of 2,000 characters, durable and searchable",
        ("of", "articles", "from to"),
        importing.rows,
    ),
    "import_formats": Section(
        "Importing 1,000 files of 2,000 characters of each format, beside its library alone",
        ("format", "imported a second", "peak memory", "only read", "its library alone", "read : library"),
        importing_formats.rows,
    ),
    "servers": Section(
        "A library in a folder and on a PostgreSQL server",
        ("articles: what", "in a folder", "on a server", "ratio"),
        servers.rows,
    ),
    "kills": Section(
        "A writer killed with SIGKILL at random moments",
        ("store", "kills", "acknowledged changes", "lost", "unreadable"),
        kills.rows,
    ),
}


def main() -> None:
    """Measure and print, row by row.

    Libraries are kept in the folder that ``PIZHU_BENCH`` names; without it, they are made in a temporary one.
    """
    names = sys.argv[1:] or list(SECTIONS)
    unknown = ", ".join(name for name in names if name not in SECTIONS)
    if unknown:
        sys.exit(f"There is no section {unknown}: use {', '.join(SECTIONS)}.")
    packages = ", ".join(f"{name} {version(name)}" for name in ("textual", "rich", "tinydb", "jieba"))
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine},")
    print(f"Python {platform.python_version()}, {packages}. Medians.\n")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("PIZHU_BENCH", temporary))
        folder.mkdir(parents=True, exist_ok=True)
        for section in map(SECTIONS.__getitem__, names):
            separator = "|".join(" --- " for _ in section.columns)
            print(f"## {section.title}\n\n| {' | '.join(section.columns)} |\n|{separator}|")
            for row in section.rows(folder):
                print(f"| {' | '.join(row)} |", flush=True)
            print()


if __name__ == "__main__":
    main()
