"""Where a library is: in a folder, or on a server. :mod:`store.library.opening` chooses what opens it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeAlias

SCHEMES = ("postgresql://", "postgres://")
"""How the address of a server begins."""


class ServerLocation(NamedTuple):
    """A library on a server."""

    address: str
    """As it was typed; it is checked when the library is opened."""
    local: Path
    """The folder on this machine in which libraries on servers have their drafts, catalogues and backups."""

    def __str__(self) -> str:
        """Return the address."""
        return self.address


Location: TypeAlias = Path | ServerLocation  # untranslated: a type


def is_address(named: str) -> bool:
    """Whether what was typed is meant as the address of a server, not as a path."""
    return named.startswith(SCHEMES)
