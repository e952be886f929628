"""A library with a team on a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.storage.postgres.rights.teams import ServerTeam, server_team


@pytest.fixture
def team(postgres_socket: Path, tmp_path: Path) -> Iterator[ServerTeam]:
    """A library with the manager 周, coders 林夏 and 陈一 and adjudicator 裁, in an open, blind round.

    The first two of its three articles are assigned to both coders.
    """
    with server_team(postgres_socket, tmp_path / "clients") as made:
        yield made
