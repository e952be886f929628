"""Run the measurements and print them as tables in Markdown: all, or those named (reader, words, store…)."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import coding, exporting, narrowing, reader, reading, store, suggesting, tags, words

Section = tuple[str, str, Callable[[Path], Iterable[tuple[str, ...]]]]

SECTIONS: dict[str, Section] = {
    "reader": (
        "The reader beside an empty Textual app",
        "what | Pizhu | empty app | ratio",
        lambda _: reader.rows(),
    ),
    "reading": (
        "Long texts: the reading view beside Textual's own",
        "characters | program | first paint | down | word | page | next find | resize | memory",
        lambda _: reading.rows(),
    ),
    "words": ("The event loop while words are loaded", "what | took | worst stall", lambda _: words.rows()),
    "tags": (
        "Finding among 5,000 tags as one types",
        "typed | Pizhu, pinyin and all | textual.fuzzy | plain substring | found by Pizhu",
        lambda _: tags.rows(),
    ),
    "coding": (
        "Tags everywhere, in 10,000 articles",
        "what | how many | took",
        coding.rows,
    ),
    "suggesting": (
        "Suggested tags, in 10,000 articles with tags",
        "for | suggestions | median | slowest of forty",
        suggesting.rows,
    ),
    "narrowing": (
        "Narrowing the list, in 10,000 articles",
        "query | articles | to the first page of the list",
        narrowing.rows,
    ),
    "exporting": (
        "Every export of 10,000 articles with 50,000 annotations",
        "format | took | peak memory | size | ratio to writing the same bytes | ratio to reading them",
        exporting.rows,
    ),
    "annotation": (
        "One durable annotation",
        "in | Pizhu | bare durable write | stock TinyDB, not durable | SQLite, durable | Pizhu : bare",
        lambda folder: store.annotation_rows(store.libraries(folder)),
    ),
    "opening": (
        "Opening a library",
        "of | first page of the list | check of all files, behind it | peak memory",
        lambda folder: store.opening_rows(store.libraries(folder)),
    ),
    "search": (
        "Searching for a phrase of two to four characters",
        "in | the index | to the first article with its places | ripgrep, all files | scan in memory",
        lambda folder: store.search_rows(store.libraries(folder)),
    ),
    "import": (
        "Importing text files of 2,000 characters, durable and searchable",
        "of | articles | from to",
        store.import_rows,
    ),
    "kills": (
        "A writer killed with SIGKILL at random moments",
        "store | kills | acknowledged changes | lost | unreadable",
        lambda _: store.kill_rows(),
    ),
}


def main() -> None:
    """Measure and print, row by row. Libraries are kept where ``PIZHU_BENCH`` says, else made anew."""
    named = sys.argv[1:] or list(SECTIONS)
    packages = ", ".join(f"{name} {version(name)}" for name in ("textual", "rich", "tinydb", "jieba"))
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine},")
    print(f"Python {platform.python_version()}, {packages}. Medians.\n")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("PIZHU_BENCH", temporary))
        folder.mkdir(parents=True, exist_ok=True)
        for name in named:
            title, heads, rows = SECTIONS[name]
            columns = heads.count("|") + 1
            print(f"## {title}\n\n| {heads} |\n|{' --- |' * columns}")
            for row in rows(folder):
                print(f"| {' | '.join(row)} |", flush=True)
            print()


if __name__ == "__main__":
    main()
