"""Libraries on a server for the tests of their index."""

from __future__ import annotations

from pathlib import Path

from store.index.postgres.postgres_index import PostgresIndex
from store.library import Library
from store.storage.postgres.address import parse_address
from store.storage.postgres.postgres_store import PostgresStore


class Client:
    """One of several who use the same library: each has its own connections."""

    def __init__(self, address: str, folder: Path) -> None:
        """Open the library at an address; ``folder`` is for what is kept on this machine."""
        self.now = 0.0
        """What the clock of its index says, in seconds."""
        self.store = PostgresStore(parse_address(address), folder, person="甲")
        self.store.create()
        self.index = PostgresIndex(self.store, clock=lambda: self.now)
        self.library = Library(self.store, self.index, creator="甲")

    def close(self) -> None:
        """Close the library."""
        self.library.close()
