"""One durable annotation, beside a bare durable write of the same file, stock TinyDB and SQLite."""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from tinydb import TinyDB

from bench.corpus import drafts
from bench.libraries import NOTE, sized_libraries
from bench.timing import Row, milliseconds
from store.library import Library, open_library
from store.storage.atomic_write import write_durably
from store.storage.folder.folder_store import FolderStore


def rows(folder: Path) -> Iterator[Row]:
    """Yield a library, the four times, and the ratio of Pizhu to the bare write."""
    for size, root in sized_libraries(folder).items():
        with open_library(root) as library:
            articles = [row.id for row in library.articles.rows(0, 30)] * 4
            yield _measure(f"{size:,} articles", library, articles)
    with (
        tempfile.TemporaryDirectory(dir=folder) as temporary,
        open_library(Path(temporary) / "library") as library,
    ):
        article = library.articles.add(next(drafts(1)))[0]
        with library.one_step("many"):
            for number in range(2000):
                library.annotations.annotate(article, number % 1900, number % 1900 + 5, note=NOTE)
        yield _measure("2,000 annotations in one article", library, [article] * 60)


def _measure(what: str, library: Library, articles: list[str]) -> Row:
    store, chance = FolderStore(Path(library.location)), random.Random(1)
    os.sync()
    with tempfile.TemporaryDirectory(dir=Path(library.location)) as folder:
        insert_row = _sqlite_insert(Path(folder))
        ours, bare, tiny, sqlite = [], [], [], []
        for article in articles:
            start = chance.randrange(1500)
            annotate = partial(library.annotations.annotate, article, start, start + 5, note=NOTE)
            ours.append(milliseconds(annotate))
            data = store.article_file(article).read_bytes()
            bare.append(milliseconds(partial(write_durably, Path(folder) / "bare.json", data)))
            tiny.append(milliseconds(_tinydb_insert(Path(folder), data)))
            sqlite.append(milliseconds(insert_row))
    # The first ones are left out: they read files that are not yet in the cache of the system.
    times = [median(each[30:]) for each in (ours, bare, tiny, sqlite)]
    return (what, *(f"{each:.2f} ms" for each in times), f"{times[0] / times[1]:.2f}")


def _tinydb_insert(folder: Path, data: bytes) -> Callable[[], object]:
    """Return an insertion by stock TinyDB into the same file, which is not durable."""
    path = folder / "stock.json"
    path.write_bytes(data)
    table = TinyDB(path, ensure_ascii=False).table("annotations")
    return lambda: table.insert({"exact": "油菜花", "note": NOTE, "start": 1, "end": 4})


def _sqlite_insert(folder: Path) -> Callable[[], object]:
    """Return an insertion into SQLite with ``synchronous=FULL``."""
    connection = sqlite3.connect(folder / "rows.sqlite")
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE notes (a, b)")

    def insert() -> None:
        connection.execute("INSERT INTO notes VALUES ('油菜花', ?)", (NOTE,))
        connection.commit()

    return insert
