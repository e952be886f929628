"""Libraries of random articles on a PostgreSQL server, and the processor time that the server takes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

from store.library import open_library
from store.location import ServerLocation
from store.storage.document_edits import creation_edits
from store.storage.documents import annotations_of, article_of
from store.storage.folder.folder_store import FolderStore
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


def fill(location: ServerLocation, root: Path) -> float:
    """Write the articles of the library in a folder to one on a server, without an index.

    :return: how many seconds that took, reading included.
    """
    with open_library(root) as library:
        remaining = iter([row.id for row in reversed(library.articles.rows())])
    source, address = FolderStore(root), parse_address(location.address)
    start = time.monotonic()
    with closing(PostgresStore(address, location.local / address.key, person="bench")) as store:
        store.create()
        with store.locked():
            while batch := list(islice(remaining, BATCH)):
                edits = []
                for record in map(source.read, batch):
                    edits += creation_edits(article_of(record), annotations_of(record))
                store.apply(edits)
    return time.monotonic() - start


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
