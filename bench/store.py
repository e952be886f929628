"""What the store costs: a durable annotation, opening, searching, importing, memory, and what kills cost."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from tinydb import TinyDB

from bench.corpus import drafts, words_of
from bench.killing import Aftermath, kill_once
from bench.libraries import make_library
from store.chinese.folding import fold
from store.importing.batch import find_files, import_files
from store.index.search import Found
from store.index.sqlite.catalogue import Catalogue
from store.library import Library, open_library
from store.storage.atomic_write import write_durably
from store.storage.folder.folder_store import FolderStore

Row = tuple[str, ...]

SIZES = (1_000, 10_000, 100_000)
KILLS = 200
NOTE = "一条二十个字左右的批注，写在词语的旁边。"


def libraries(folder: Path) -> dict[int, Path]:
    """A library of each size, made once: in the folder that ``PIZHU_BENCH`` names, they are kept."""
    made = {}
    for size in SIZES:
        made[size] = folder / f"library-{size}"
        if not made[size].exists():
            make_library(made[size], size)
    return made


def milliseconds(deed: Callable[[], object]) -> float:
    """How long a deed takes."""
    started = time.perf_counter()
    deed()
    return (time.perf_counter() - started) * 1000


# One durable annotation


def annotation_rows(made: dict[int, Path]) -> Iterator[Row]:
    """One annotation, beside a bare durable write of the same file, stock TinyDB and SQLite."""
    for size, root in made.items():
        with open_library(root) as library:
            articles = [row.id for row in library.articles.rows(0, 30)] * 4
            yield _annotations(f"{size:,} articles", library, articles)
    with (
        tempfile.TemporaryDirectory(dir=made[SIZES[0]].parent) as folder,
        open_library(Path(folder) / "l") as library,
    ):
        article = library.articles.add(next(drafts(1)))[0]
        with library.one_step("many"):
            for number in range(2000):
                library.annotations.annotate(article, number % 1900, number % 1900 + 5, note=NOTE)
        yield _annotations("2,000 annotations in one article", library, [article] * 60)


def _annotations(what: str, library: Library, articles: list[str]) -> Row:
    disk, chance = FolderStore(Path(library.location)), random.Random(1)
    os.sync()
    with tempfile.TemporaryDirectory(dir=Path(library.location)) as folder:
        row = _sqlite(Path(folder))
        ours, bare, tiny, sqlite = [], [], [], []
        for article in articles:
            start = chance.randrange(1500)
            annotate = partial(library.annotations.annotate, article, start, start + 5, note=NOTE)
            ours.append(milliseconds(annotate))
            data = disk.article_file(article).read_bytes()
            bare.append(milliseconds(lambda: write_durably(Path(folder) / "bare.json", data)))  # noqa: B023
            tiny.append(milliseconds(_tinydb(Path(folder), data)))
            sqlite.append(milliseconds(row))
    # The first of them read what others would find in memory.
    times = [median(each[30:]) for each in (ours, bare, tiny, sqlite)]
    return (what, *(f"{each:.2f} ms" for each in times), f"{times[0] / times[1]:.2f}")


def _tinydb(folder: Path, data: bytes) -> Callable[[], object]:
    """Stock TinyDB, the same file: one insertion, not durable."""
    path = folder / "stock.json"
    path.write_bytes(data)
    table = TinyDB(path, ensure_ascii=False).table("annotations")
    return lambda: table.insert({"exact": "油菜花", "note": NOTE, "start": 1, "end": 4})


def _sqlite(folder: Path) -> Callable[[], object]:
    """A row in SQLite with synchronous=FULL."""
    connection = sqlite3.connect(folder / "rows.sqlite")
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE notes (a, b)")

    def insert() -> None:
        connection.execute("INSERT INTO notes VALUES ('油菜花', ?)", (NOTE,))
        connection.commit()

    return insert


# Opening, memory


def opening_rows(made: dict[int, Path]) -> Iterator[Row]:
    """From the imports to the first page of the list; the check of the files behind it; peak memory."""
    for size, root in made.items():
        runs = [_run_opening(root) for _ in range(5)]
        page, heal, memory = (median(each) for each in zip(*runs, strict=True))
        yield f"{size:,} articles", f"{page:.1f} ms", f"{heal:.0f} ms", f"{memory:.0f} MB"


def _run_opening(root: Path) -> tuple[float, float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.opening", str(root)], capture_output=True, text=True, check=True
    )
    page, heal, memory = map(float, done.stdout.split())
    return page, heal, memory


# Searching


def search_rows(made: dict[int, Path]) -> Iterator[Row]:
    """A query for a phrase of the texts, beside ripgrep over the files and a scan of the texts in memory."""
    for size, root in made.items():
        chance = random.Random(size)
        catalogue = Catalogue(root / ".cache")
        with open_library(root) as library:
            rows = [library.articles.rows(chance.randrange(size), 1)[0] for _ in range(200)]
            texts = [library.articles.get(row.id).text for row in rows]
            phrases = [words_of(text, 1, seed=number)[0] for number, text in enumerate(texts)]
            asked = [milliseconds(partial(catalogue.search, fold(phrase))) for phrase in phrases]
            first = [milliseconds(partial(_first, library, phrase)) for phrase in phrases]
            scan = _scan(library, phrases[:10]) if size <= 10_000 else None
        catalogue.close()
        grep = _ripgrep(root, phrases[:10])
        yield (
            f"{size:,} articles",
            f"{median(asked):.2f} ms, p95 {quantiles(asked, n=20)[-1]:.2f} ms",
            f"{median(first):.2f} ms, p95 {quantiles(first, n=20)[-1]:.2f} ms",
            "not here" if grep is None else f"{grep:.0f} ms",
            "not tried" if scan is None else f"{scan:.0f} ms",
        )


def _first(library: Library, phrase: str) -> Found | None:
    return next(library.texts.search(phrase), None)


def _scan(library: Library, phrases: list[str]) -> float:
    """A scan of all texts, folded and in memory."""
    texts = [fold(library.articles.get(row.id).text) for row in library.articles.rows()]

    def scan(phrase: str) -> list[str]:
        return [text for text in texts if phrase in text]

    return median(milliseconds(partial(scan, fold(phrase))) for phrase in phrases)


def _ripgrep(root: Path, phrases: list[str]) -> float | None:
    program = shutil.which("rg")
    if program is None:
        return None
    command = [program, "--count", "--fixed-strings", "--glob", "*.txt"]
    searches = [
        partial(subprocess.run, [*command, phrase, str(root)], capture_output=True) for phrase in phrases
    ]
    return median(milliseconds(search) for search in searches)


# Importing


def import_rows(folder: Path) -> Iterator[Row]:
    """Text files of 2,000 characters, durable and searchable.

    Nothing is deleted before the end: the file system looks for new places slowly after a deletion.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        for count in (500, 2000):
            source = Path(place) / f"texts-{count}"
            source.mkdir()
            for number, draft in enumerate(drafts(count, seed=count)):
                (source / f"{number:05}.txt").write_text(draft.text.replace("\n", "\n\n"), "utf-8")
            os.sync()
            files, _ = find_files([source])
            rates = []
            for turn in range(5):
                with open_library(Path(place) / f"library-{count}-{turn}") as library:
                    rates.append(count / milliseconds(partial(_import, library, files)) * 1000)
            yield f"{count:,} files", f"{median(rates):.0f} a second", f"{min(rates):.0f} to {max(rates):.0f}"


def _import(library: Library, files: list[Path]) -> None:
    for _ in import_files(library, files):
        pass


# Kills


def kill_rows() -> Iterator[Row]:
    """Writers killed at random moments: acknowledged changes, lost ones, and stores that cannot be read."""
    for kind, name in (("pizhu", "Pizhu"), ("tinydb", "stock TinyDB `JSONStorage`")):
        found: list[Aftermath] = []
        with tempfile.TemporaryDirectory() as folder:
            for number in range(KILLS):
                place = Path(folder) / str(number)
                found.append(kill_once(kind, place, random.Random(number)))
                with suppress(OSError):
                    shutil.rmtree(place)
        yield (
            name,
            f"{KILLS}",
            f"{sum(each.acknowledged for each in found):,}",
            f"{sum(each.lost for each in found):,}",
            f"{sum(each.unreadable for each in found)}",
        )
