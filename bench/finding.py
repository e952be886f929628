"""Finding words: Pizhu beside ripgrep, an SQLite trigram index and NLTK, over the same articles.

ripgrep and NLTK are used where they are installed. NLTK holds the words of all articles in memory, so that it
is measured in the smaller library alone; the time of dividing texts into words is left out for it.

"All lines" of Pizhu is the command, ``pizhu kwic WORD --json``, from start to end, beside ripgrep, which
prints whole paragraphs. Times of programs and of counting are of the processor, all cores together, in
processes of their own; the first count also divides all texts into words, the others find that kept.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.libraries import sized_libraries
from bench.timing import Row, milliseconds
from store.chinese.segmentation.shared import shared_segmenter
from store.corpus.tokens import TokenReader, Unit
from store.finding.concordance import concordance
from store.library import Library, open_library

SIZES = (10_000, 100_000)
FREQUENT, RARE, TOGETHER, FAMILY, FIELD = "中国", "骡马", "经济 发展", '~"经济的发展"', "date:2020"
LONGER = "实际上"
PAGE = 8
"""The lines that are a first result."""
RUNS = 5
NOT_MEASURED = "—"


def rows(folder: Path) -> Iterator[Row]:
    """Yield what was found, and the times of each program."""
    for size, root in sized_libraries(folder).items():
        if size in SIZES:
            with open_library(root) as library:
                yield from _rows(library, root, size)


def _rows(library: Library, root: Path, size: int) -> Iterator[Row]:
    where = f"{size:,}: "
    for name, query in (
        ("a frequent word", FREQUENT), ("a rare word", RARE), ("two words", TOGETHER),
        ("a family", FAMILY), ("a field", FIELD),
    ):  # fmt: skip
        yield f"{where}{name}, key to screen", _to_screen(library, query), *[NOT_MEASURED] * 3
    yield f"{where}memory with the lines of a frequent word", _memory(root), *[NOT_MEASURED] * 3
    trigrams = _trigram_index(library, root)
    text = _nltk_text(library) if size == SIZES[0] and find_spec("nltk") else None
    for name, query in (("a frequent word", FREQUENT), ("a rare word", RARE), ("three characters", LONGER)):
        yield (
            f"{where}{name}, first lines",
            _time(partial(_first_lines, library, query)),
            _ripgrep(root, query, first=True),
            _time(partial(_trigram_lines, trigrams, query, PAGE)),
            _time(partial(text.concordance_list, query, lines=PAGE)) if text else NOT_MEASURED,
        )
        yield (
            f"{where}{name}, all lines",
            _processor([sys.executable, "-m", "tui", "--library", str(root), "kwic", query, "--json"]),
            _ripgrep(root, query, first=False),
            _time(partial(_trigram_lines, trigrams, query, -1), runs=1),
            _time(partial(text.concordance_list, query, lines=10**9), runs=1) if text else NOT_MEASURED,
        )
    trigrams.close()
    yield from _word_rows(root, where, text)


HELD = """
import sys
from pathlib import Path
from bench.finding import peak_memory
from store.finding.concordance import concordance
from store.library import open_library
with open_library(Path(sys.argv[1])) as library:
    held = list(concordance(library, library.codebook.query(sys.argv[2])))
    print(f"{peak_memory():,} MB, {len(held):,} lines")
"""


def peak_memory() -> int:
    """Return the most memory that this process has held, in MB.

    ``ru_maxrss`` would start with the memory of the process that started this one.
    """
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _memory(root: Path) -> str:
    """Return the peak memory of a process of its own that holds the lines of the frequent word."""
    command = [sys.executable, "-c", HELD, str(root), FREQUENT]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _first_lines(library: Library, query: str, most: int = PAGE) -> int:
    return sum(1 for _ in islice(concordance(library, library.codebook.query(query)), most))


def _time(call: Callable[[], object], *, runs: int = RUNS) -> str:
    return f"{median(milliseconds(call) for _ in range(runs)):,.1f} ms"


COUNTED = """
import sys, time
from pathlib import Path
from bench.finding import peak_memory
from store.chinese.segmentation.shared import shared_segmenter
from store.corpus.collocates import collocates
from store.corpus.frequency import frequency_table, ngrams_of, word_list
from store.corpus.keyness import key_items
from store.corpus.tokens import TokenReader, Unit
from store.errors import UsageError
from store.library import open_library
from store.query.places import places
with open_library(Path(sys.argv[1])) as library:
    reader = TokenReader(library, Unit.WORD, shared_segmenter())
    articles = list(library.texts.matching(library.codebook.query("")))
    half, query = len(articles) // 2, library.codebook.query(sys.argv[3])
    counts = {
        "list": lambda: frequency_table(reader, articles, limit=5000),
        "ngrams": lambda: frequency_table(reader, articles, ngrams_of(2), limit=5000),
        "keyness": lambda: key_items(word_list(reader, articles[:half]), word_list(reader, articles[half:])),
        "collocates": lambda: collocates(reader, articles, lambda text: places(query, text)),
    }
    started, remark = time.process_time(), ""
    try:
        counts[sys.argv[2]]()
    except UsageError as error:
        remark = f", then: {error}"
    taken = time.process_time() - started
    print(f"{taken:,.1f} s, {peak_memory():,} MB{remark}")
"""
"""Counts the words of a library: its folder, what is counted, a node."""


def _word_rows(root: Path, where: str, text: Any) -> Iterator[Row]:
    (root / ".cache" / "words.sqlite").unlink(missing_ok=True)
    peer = _time(lambda: text.vocab().most_common(5000), runs=1) if text else NOT_MEASURED
    for name, what in (
        ("word list with dispersion, first time", "list"), ("word list with dispersion", "list"),
        ("keyness of one half", "keyness"), ("collocates of a frequent word", "collocates"),
        ("n-grams of two words", "ngrams"),
    ):  # fmt: skip
        command = [sys.executable, "-c", COUNTED, str(root), what, FREQUENT]
        counted = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        yield f"{where}{name}", counted, NOT_MEASURED, NOT_MEASURED, peer if what == "list" else NOT_MEASURED


def _processor(command: Sequence[str], *, runs: int = 3) -> str:
    """Return the processor time of a program that prints to a pipe, of all its cores."""

    def measure() -> float:
        before = os.times()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            while program.stdout.read(1 << 20):
                pass
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return f"{min(measure() for _ in range(runs)):,.2f} s"


def _to_screen(library: Library, query: str) -> str:
    """Return the processor time from the last key to the first painted results."""
    from tui.app import PizhuApp
    from tui.config import Config
    from tui.search.screen import SearchScreen

    async def measure() -> float:
        app = PizhuApp(library, Config(backups=0), starters=False, segmenter=shared_segmenter())
        async with app.run_test(size=(120, 40)) as pilot:
            await asyncio.sleep(3)
            await pilot.press("S")
            await asyncio.sleep(1)
            screen = app.screen
            assert isinstance(screen, SearchScreen)
            taken = []
            for _ in range(RUNS):
                screen._query_input.put("")  # noqa: SLF001 - as if it were typed
                screen.begin()
                await asyncio.sleep(0.5)
                started = time.process_time()
                screen._query_input.put(query)  # noqa: SLF001
                while not (screen.results.results or screen.is_finished(query)):  # noqa: ASYNC110
                    await asyncio.sleep(0.001)  # the screen has no event for it
                screen._compositor.render_strips()  # noqa: SLF001
                taken.append((time.process_time() - started) * 1000)
                screen._stop()  # noqa: SLF001
            return median(taken)

    return f"{asyncio.run(measure()):,.0f} ms"


def _ripgrep(root: Path, words: str, *, first: bool) -> str:
    program = shutil.which("rg")
    if program is None:
        return "not installed"
    command = [program, "--fixed-strings", "--no-heading", "--glob", "*.txt", words, str(root)]

    if not first:
        return _processor(command)

    def run() -> None:
        with subprocess.Popen(command, stdout=subprocess.PIPE) as searching:
            assert searching.stdout is not None
            list(islice(searching.stdout, PAGE))
            searching.kill()

    return _time(run, runs=3)


def _trigram_index(library: Library, root: Path) -> sqlite3.Connection:
    """Return an FTS5 index of all texts whose tokens are three characters; made once."""
    path = root.parent / f"{root.name}-trigrams.sqlite"
    is_new = not path.exists()
    connection = sqlite3.connect(path)
    if is_new:
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='trigram')")
        texts = ((library.texts.text(row.id),) for row in library.articles.rows())
        connection.executemany("INSERT INTO texts VALUES (?)", texts)
        connection.commit()
    return connection


def _trigram_lines(connection: sqlite3.Connection, words: str, limit: int) -> int:
    """Count the places of words. The index knows none of fewer than three characters: all texts are read."""
    where = "texts MATCH ?" if len(words) > 2 else "instr(text, ?)"
    sought = f'"{words}"' if len(words) > 2 else words
    found = connection.execute(f"SELECT text FROM texts WHERE {where} LIMIT ?", (sought, limit))
    return sum(text.count(words) for (text,) in found)


def _nltk_text(library: Library) -> Any:
    """Return the words of all articles as NLTK takes them."""
    text_of = import_module("nltk.text").Text

    reader = TokenReader(library, Unit.WORD, shared_segmenter())
    articles: Sequence[str] = list(library.texts.matching(library.codebook.query("")))
    text = text_of([word for each in reader.read(articles) for word in each.words()])
    text.concordance_list(RARE)  # makes its index
    return text
