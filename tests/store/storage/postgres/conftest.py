"""What tests of a server share: connections to a library that has its tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from store.storage.postgres.address import parse_address
from store.storage.postgres.connections import Connections
from store.storage.postgres.tables import create_tables


@pytest.fixture
def connections(postgres_address: str) -> Iterator[Connections]:
    """Connections to an empty library."""
    opened = Connections(parse_address(postgres_address))
    opened.read(lambda session: create_tables(session, "0", "{}"))
    yield opened
    opened.close()
