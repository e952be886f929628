"""Where a library is: in a folder, or on a server. :mod:`store.library.opening` chooses what opens it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeAlias

from store.patterns import late_pattern

_PASSWORD = late_pattern(r"(:/{1,2}[^\s/@:]*:)[^\s/]+(?=@)")
"""The password in an address, which may have lost a slash as a path, after the name of the user."""

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
    """Whether what was typed is the address of a server, not a path."""
    return named.startswith(SCHEMES)


def address_in(typed: str) -> str | None:
    """Return the address of a server that was typed, without the spaces and quotation marks around it.

    None if it is none.
    """
    bare = typed.strip().strip("\"'“”‘’").strip()
    return bare if is_address(bare) else None


def without_password(text: str) -> str:
    """Return a text, such as an error message, with ``…`` in place of the passwords of addresses in it."""
    return _PASSWORD.sub(r"\1…", text)
