"""How a PostgreSQL server answers each kind of question: the indexes it uses, the cost it expects, the time.

``python -m bench.postgres_plans 5000`` makes a library of so many random articles on a server of the wheel
``pgserver`` and explains every statement that a question needs. It prints the sizes of the tables, too.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from bench.corpus import drafts, sample_phrases
from bench.libraries import article_of, random_annotations
from store.chinese.folding import fold
from store.index.postgres import fulltext, statements
from store.index.postgres.postgres_index import PostgresIndex
from store.index.sketch import sketch_of
from store.model.annotation import just_after, timestamp
from store.model.article import Status
from store.model.listing.order import Order, SortField
from store.query.parser import parse
from store.storage.document_edits import creation_edits
from store.storage.postgres.address import parse_address
from store.storage.postgres.connections import Answer, Session
from store.storage.postgres.postgres_store import PostgresStore
from tests.postgres_server import ADMINISTRATOR, running_server

BATCH = 200
"""Articles that are written in one transaction."""

SOURCES = 50
"""Different sources of the articles."""


def main(count: int) -> None:
    """Make a library of ``count`` articles, and print how it is asked."""
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder) / "server") as socket:
        address = f"postgresql:///postgres?host={socket}&user={ADMINISTRATOR}"
        store = PostgresStore(parse_address(address), Path(folder) / "local", person="bench")
        store.create()
        index = PostgresIndex(store)
        fill(store, count)
        start = time.monotonic()
        index.resync()
        print(f"{count} articles indexed in {time.monotonic() - start:.0f} s")
        store.connections.read(lambda session: session.rows("VACUUM ANALYZE"))
        print_sizes(store, count)
        print_plans(store, index)
        store.close()


def fill(store: PostgresStore, count: int) -> None:
    """Write random articles with annotations, some tags and sources."""
    chance = random.Random(count)
    added = timestamp()
    remaining = iter(drafts(count, seed=count))
    start = time.monotonic()
    with store.locked():
        while batch := list(islice(remaining, BATCH)):
            edits = []
            for draft in batch:
                added = just_after(added)
                source = f"{chance.randrange(SOURCES)}号日报"
                given = msgspec.structs.replace(article_of(draft, added), source=source, date="2024-03-24")
                tags = ("水/船",) if chance.random() < 0.05 else ()
                given = msgspec.structs.replace(given, tags=tags, status=chance.choice(list(Status)))
                edits += creation_edits(given, list(random_annotations(given, chance)))
            store.apply(edits)
    print(f"{count} articles written in {time.monotonic() - start:.0f} s")


def print_sizes(store: PostgresStore, count: int) -> None:
    """Print the sizes of the tables and of their indexes, in bytes an article."""
    rows = store.connections.read(
        lambda session: session.rows(
            "SELECT c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind = 'r'"
            " ORDER BY 1",
            session.schema,
        )
    )
    print(f"\n{'table':<14}{'bytes an article':>18}{'of its indexes':>18}")
    for name, table, indexes in rows:
        print(f"{name:<14}{table / count:>18.0f}{indexes / count:>18.0f}")


def print_plans(store: PostgresStore, index: PostgresIndex) -> None:
    """Print the plan of each statement of each kind of question."""
    rows = index.rows(0, 50)
    text = fold(store.text(rows[7].id))
    two, four = (sample_phrases(text, 1, lengths=(length, length))[0] for length in (2, 4))
    middle = index.count() // 2
    questions: dict[str, Callable[[], object]] = {
        "count": index.count,
        "rows(0, 50)": lambda: index.rows(0, 50),
        f"rows({middle}, 50)": lambda: index.rows(middle, 50),
        "rows_of(50)": lambda: index.rows_of([row.id for row in rows]),
        "position": lambda: index.position(rows[7].id),
        "starting_with": lambda: index.starting_with(rows[7].id[:6], 2),
        "from_origin": lambda: index.from_origin("/none.txt"),
        "with_digest": lambda: index.with_digest(index.digests([rows[7].id])[0]),
        "titled": lambda: index.titled(fold(rows[7].title)),
        "named": lambda: index.named("dypian"),
        "facets": index.facets,
        "uses": index.uses,
        "tagged": lambda: index.tagged("水/船"),
        "linking_to": lambda: index.linking_to(["渡口"]),
        "resembling": lambda: index.resembling(sketch_of(text)),
        "filtered: all": lambda: index.filtered(parse("")),
        "filtered: all, by title": lambda: index.filtered(parse(""), order=Order(SortField.TITLE)),
        "filtered: tag:水": lambda: index.filtered(parse("tag:水")),
        "filtered: -tag:水": lambda: index.filtered(parse("-tag:水")),
        "filtered: is:read source:7号": lambda: index.filtered(parse("is:read source:7号")),
        "filtered: two characters": lambda: index.filtered(parse(two)),
        "search: one character": lambda: index.search(four[0]),
        "search: two characters": lambda: index.search(two),
        "search: four characters": lambda: index.search(four),
        "search: found nowhere": lambda: index.search("渡口纸鸢"),
        "count_with: two characters": lambda: index.count_with(two),
        "search: a frequent word": lambda: index.search("中国"),
        "count_with: a frequent word": lambda: index.count_with("中国"),
        "filtered: a note and a frequent word": lambda: index.filtered(parse("has:note 中国")),
        "near: two words of two characters": lambda: index.near([four[:2], four[2:]], 10, ""),
        "near: two frequent words": lambda: index.near(["中国", "人民"], 10, ""),
        "resync: nothing is stale": index.resync,
    }
    print(f"\n{'question':<36}{'ms':>8}{'cost':>10}  indexes, and tables that are read whole")
    for name, question in questions.items():
        with _recorded() as asked:
            start = time.perf_counter()
            question()
            seconds = time.perf_counter() - start
        plans = [store.connections.read(partial(explained, statement=each)) for each in asked]
        cost = sum(plan["Total Cost"] for plan in plans)
        used = dict.fromkeys(each for plan in plans for each in places(plan))
        print(f"{name:<36}{seconds * 1000:>8.1f}{cost:>10.0f}  {', '.join(used)}", flush=True)


Statement = tuple[tuple[str, ...], str, tuple[object, ...]]
"""What is set before it, the statement, its values."""


@contextmanager
def _recorded() -> Iterator[list[Statement]]:
    """Record the statements that are run meanwhile."""
    asked: list[Statement] = []
    settings: list[str] = []
    run, send, stream = Session.rows, Session.later, statements.streamed

    def rows(session: Session, query: str, *values: object) -> list[Any]:
        settings.clear()
        if "{schema}" in query:
            asked.append(((), query, values))
        return run(session, query, *values)

    def later(session: Session, query: str, *values: object) -> Answer:
        if query.startswith("SET LOCAL"):
            settings.append(query)
        elif "{schema}" in query:
            asked.append((tuple(settings), query, values))
        elif query == "BEGIN":
            settings.clear()
        return send(session, query, *values)

    def streamed(session: Session, query: str, values: Sequence[object]) -> Iterator[Any]:
        asked.append((tuple(settings), query.replace("?", "%s"), tuple(values)))
        return stream(session, query, values)

    with (
        mock.patch.object(Session, "rows", rows),
        mock.patch.object(Session, "later", later),
        mock.patch.object(fulltext, "streamed", streamed),
    ):
        yield asked


def explained(session: Session, *, statement: Statement) -> dict[str, Any]:
    """Return the plan of a statement."""
    settings, query, values = statement
    with session.transaction():
        for each in settings:
            session.rows(each)
        found = session.rows(f"EXPLAIN (FORMAT JSON) {query}", *values)
    plan: dict[str, Any] = found[0][0][0]["Plan"]
    return plan


def places(plan: dict[str, Any]) -> Iterator[str]:
    """Yield the indexes that a plan uses and the tables that it reads whole."""
    if "Index Name" in plan:
        yield plan["Index Name"]
    elif plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"].upper()
    for child in plan.get("Plans", ()):
        yield from places(child)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
