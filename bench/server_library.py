"""Libraries of random articles on a PostgreSQL server, and the processor time that the server takes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

from bench.corpus import drafts
from bench.libraries import article_of, random_annotations
from store.location import ServerLocation
from store.model.annotation import just_after, timestamp
from store.storage.document_edits import creation_edits
from store.storage.postgres.address import parse_address
from store.storage.postgres.postgres_store import PostgresStore
from tests.postgres_server import ADMINISTRATOR

BATCH = 200
"""Articles that are written in one transaction."""


def server_location(socket: Path, schema: str, local: Path) -> ServerLocation:
    """Return where the library in a schema is.

    :param socket: the folder of the server's socket.
    :param local: the folder on this machine for drafts and backups.
    """
    return ServerLocation(f"postgresql:///postgres?host={socket}&user={ADMINISTRATOR}&schema={schema}", local)


def fill(location: ServerLocation, count: int) -> None:
    """Write the articles that :func:`bench.libraries.make_library` writes to a folder, without an index."""
    chance = random.Random(count)
    added = timestamp()
    remaining = iter(drafts(count, seed=count))
    address = parse_address(location.address)
    with closing(PostgresStore(address, location.local / address.key, person="bench")) as store:
        store.create()
        with store.locked():
            while batch := list(islice(remaining, BATCH)):
                edits = []
                for draft in batch:
                    added = just_after(added)
                    article = article_of(draft, added)
                    edits += creation_edits(article, list(random_annotations(article, chance)))
                store.apply(edits)


def processor_seconds(socket: Path) -> float:
    """Return the processor time of all processes of the server, of those that have ended in hundredths."""
    server = int((socket / "data" / "postmaster.pid").read_text().split()[0])
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return ended + sum(_processor_seconds(process) for process in (server, *_children(server)))


def _children(parent: int) -> Iterator[int]:
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if int(place.read_text().rpartition(")")[2].split()[1]) == parent:
                yield int(place.parent.name)


def _processor_seconds(process: int) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    return 0.0  # it has ended
