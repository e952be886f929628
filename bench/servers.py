"""A library in a folder and the same one on a PostgreSQL server, side by side and in turns.

The server is that of the wheel ``pgserver``, on this machine, with its own settings, so that what it has
confirmed is durable. There is no network: each round trip to a real server adds its time.
``PIZHU_BENCH_SIZES`` says how many articles the libraries have, as ``2000,10000``.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
import psycopg

from bench import coders, taguette
from bench.corpus import drafts
from bench.libraries import NOTE, make_library
from bench.server_library import fill, processor_seconds, server_location
from bench.timing import Row, milliseconds
from store.chinese.folding import fold
from store.importing.batch import find_files, import_files
from store.index.article_index import ArticleIndex
from store.library import Library, open_library
from store.library.opening import index_of, store_at
from store.location import Location
from store.query.parser import parse
from tests.postgres_server import ADMINISTRATOR, running_server

SIZES = "10000,100000"

ANNOTATIONS = 50
OPENINGS = 9
SEARCHES = 20
IMPORTS = 2
IMPORTED = 500
"""Texts of one import."""

FREQUENT, RARE = "中国", "骡马"
"""Words that are in 92 of 100 and in 4 of 1,000 articles."""

FAMILY = '~"中国人民"'
"""A query for a word and its variants."""

QUESTIONS: dict[str, Callable[[ArticleIndex], object]] = {
    "a frequent word": lambda index: index.search(fold(FREQUENT)),
    "a rare word": lambda index: index.search(fold(RARE)),
    "a frequent character": lambda index: index.search("的"),
    "a rare character": lambda index: index.search("骡"),
    "three characters": lambda index: index.search("中国人"),
    "four characters": lambda index: index.search("中国人民"),
    "how many articles have a frequent word": lambda index: index.count_with(fold(FREQUENT)),
    "two words near each other": lambda index: index.near(["中国", "人民"], 10, ""),
    "a filter and a frequent word": lambda index: index.filtered(parse(f"has:note {FREQUENT}")),
    "all without a frequent word": lambda index: index.filtered(parse(f"-{FREQUENT}")),
    "counts of all values": lambda index: index.facets(),
}
"""What an index alone is asked."""


class Place(msgspec.Struct, frozen=True):
    """Where one of the two libraries is."""

    location: Location
    socket: Path | None = None
    """The folder of the server's socket; None for a library in a folder."""

    def processor(self) -> float:
        """Return the milliseconds of processor time of this process, and of the server if there is one."""
        server = processor_seconds(self.socket) if self.socket is not None else 0.0
        return (time.process_time() + server) * 1000


class Taken(msgspec.Struct):
    """What one thing took in one place, time after time, in milliseconds."""

    wall: list[float] = msgspec.field(default_factory=list)
    processor: list[float] = msgspec.field(default_factory=list)


Both = tuple[Taken, Taken]
"""Of the library in a folder, and of the one on the server."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield what was done, in the folder, on the server, and the ratio of the server to the folder."""
    with running_server(folder / "server", is_durable=True) as socket:
        for size in map(int, os.environ.get("PIZHU_BENCH_SIZES", SIZES).split(",")):
            places, filled = _libraries(folder, socket, size)
            for what, seconds in filled.items():
                yield f"{size:,}: {what}", "–", f"{seconds:,.1f} s", "–"
            for what, taken in _measured(places):
                yield f"{size:,}: {what}", *_cells(taken)
            yield from _coders(f"{size:,}: ", places)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            yield f"import of {IMPORTED} texts", *_cells(_imports(Path(temporary), socket))
        yield from taguette.rows(folder)


def _libraries(folder: Path, socket: Path, size: int) -> tuple[tuple[Place, Place], dict[str, float]]:
    """Return the two libraries of a size, and the seconds that it took to fill the server.

    Those that exist are used again.
    """
    root = folder / f"library-{size}"
    if not root.exists():
        make_library(root, size)
    location = server_location(socket, f"bench_{size}", folder / "local")
    with psycopg.connect(f"host={socket} user={ADMINISTRATOR} dbname=postgres", autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (f"bench_{size}",))
        filled: dict[str, float] = {}
        if known.fetchone() is None:
            filled["all articles written"] = fill(location, root)
        with open_library(root) as library:
            library.resync()
        with open_library(location) as library:
            start = time.monotonic()
            library.resync()
        if filled:
            filled["all articles indexed"] = time.monotonic() - start
        server.execute("VACUUM ANALYZE")
    return (Place(root), Place(location, socket)), filled


def _measured(places: tuple[Place, Place]) -> Iterator[tuple[str, Both]]:
    yield (
        "opened, first page of the list",
        _in_turns(places, [partial(_open, each.location) for each in places], OPENINGS),
    )
    libraries = tuple(open_library(each.location, creator="bench") for each in places)
    chance = random.Random(1)
    articles = [[row.id for row in library.articles.rows(0, 30)] for library in libraries]
    for library, known in zip(libraries, articles, strict=True):
        library.annotations.annotate(known[0], 0, 5, note=NOTE)  # what is imported and connected first
    yield (
        "one annotation",
        _in_turns(
            places,
            [partial(_annotate, *each, chance) for each in zip(libraries, articles, strict=True)],
            ANNOTATIONS,
        ),
    )
    yield "undo of an annotation", _in_turns(places, [library.undo for library in libraries], ANNOTATIONS)
    for name, word in (("a frequent word", FREQUENT), ("a rare word", RARE)):
        yield (
            f"{name}, first hits",
            _in_turns(places, [partial(_first_hits, library, word) for library in libraries], SEARCHES),
        )
    yield (
        "variants of a word, all articles",
        _in_turns(places, [partial(_all_with, library, FAMILY) for library in libraries], SEARCHES),
    )
    for library in libraries:
        library.close()
    stores = [store_at(each.location) for each in places]
    for store in stores:
        store.open()
    with closing(index_of(stores[0])) as first, closing(index_of(stores[1])) as second:
        for name, ask in QUESTIONS.items():
            asked = [partial(ask, index) for index in (first, second)]
            yield f"{name}, the index alone", _in_turns(places, asked, SEARCHES)
    for store in stores:
        store.close()


def _in_turns(places: tuple[Place, Place], calls: Sequence[Callable[[], object]], times: int) -> Both:
    """Call each as often as ``times``, one after the other."""
    taken = Taken(), Taken()
    for _ in range(times):
        for place, call, each in zip(places, calls, taken, strict=True):
            before = place.processor()
            each.wall.append(milliseconds(call))
            each.processor.append(place.processor() - before)
    return taken


def _cells(taken: Both) -> Row:
    folder, server = taken
    ratio = median(there / here for here, there in zip(folder.wall, server.wall, strict=True))
    return (*(_cell(each) for each in taken), f"{ratio:.1f}")


def _cell(taken: Taken) -> str:
    processor = sum(taken.processor) / len(taken.processor)
    return f"{median(taken.wall):,.1f} ms, processor {processor:,.1f} ms"


def _open(location: Location) -> None:
    with open_library(location) as library:
        library.articles.rows(0, 60)
        library.articles.count()


def _annotate(library: Library, articles: list[str], chance: random.Random) -> None:
    start = chance.randrange(1500)
    library.annotations.annotate(chance.choice(articles), start, start + 5, note=NOTE)


def _all_with(library: Library, query: str) -> None:
    for _ in library.texts.matching(parse(query)):
        pass


def _first_hits(library: Library, word: str) -> None:
    for _ in library.texts.search(word, limit=20):
        pass


def _imports(folder: Path, socket: Path) -> Both:
    source = folder / "texts"
    source.mkdir()
    for number, draft in enumerate(drafts(IMPORTED, seed=IMPORTED)):
        (source / f"{number:05}.txt").write_text(draft.text.replace("\n", "\n\n"), "utf-8")
    files, _ = find_files([source])
    both = Taken(), Taken()
    for run in range(IMPORTS):
        schema = f"import_{os.urandom(4).hex()}"
        places = Place(folder / f"library-{run}"), Place(server_location(socket, schema, folder), socket)
        with open_library(places[0].location) as here, open_library(places[1].location) as there:
            calls = [partial(_import, library, files) for library in (here, there)]
            for each, taken in zip(both, _in_turns(places, calls, 1), strict=True):
                each.wall += taken.wall
                each.processor += taken.processor
    return both


def _import(library: Library, files: list[Path]) -> None:
    for _ in import_files(library, files):
        pass


def _coders(prefix: str, places: tuple[Place, Place]) -> Iterator[Row]:
    """Yield the cells of the coders who annotate at once."""
    cells, seconds = [], []
    for place in places:
        found = coders.annotate_at_once(place.location)
        lost = coders.lost(place.location, found)
        cells.append(coders.cell(found, lost))
        seconds.append(found.seconds)
    yield f"{prefix}{coders.DONE}", *cells, f"{seconds[1] / seconds[0]:.1f}"
