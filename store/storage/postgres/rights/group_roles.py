"""The group roles of a library: roles of the server that hold what is granted, and that nobody logs in as."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from store.storage.postgres.address import LONGEST_SCHEMA


class GroupRoles(msgspec.Struct, frozen=True):
    """The names of the group roles of a library."""

    coder: str
    """The group of coders and adjudicators."""
    manager: str
    """The group of managers."""


def group_roles(database: str, schema: str) -> GroupRoles:
    """Return the group roles of the library in a schema of a database.

    All databases of a server share their roles: so the names have that of the database too.
    """
    return GroupRoles(_name(database, schema, "coder"), _name(database, schema, "manager"))


def _name(database: str, schema: str, kind: str) -> str:
    """Return the name of a group, which has no more bytes than PostgreSQL keeps of a name."""
    name = f"{database}.{schema} {kind}"
    if len(name.encode()) <= LONGEST_SCHEMA:
        return name
    mark = sha256(f"{database}\0{schema}".encode()).hexdigest()[:12]
    room = LONGEST_SCHEMA - len(f" {mark} {kind}")
    return f"{name.encode()[:room].decode(errors='ignore')} {mark} {kind}"
