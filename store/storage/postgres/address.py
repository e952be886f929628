"""Addresses of libraries on PostgreSQL servers, as ``--library`` takes them.

An address is a connection URI of libpq, with one parameter more: ``schema``, the schema of the database in
which the library is. Whatever libpq understands works, such as ``?service=NAME``. A password is not allowed
in it: the list of processes and the history of the shell show command lines. libpq reads passwords from
``~/.pgpass``, from a service file or from ``PGPASSWORD``.

Nothing here tells what libpq says of an address that it cannot read: it would repeat all of it.
"""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import unquote

import msgspec

from store.errors import LibraryUnavailable, UsageError
from store.extras import how_to_install
from store.language import _

DEFAULT_SCHEMA = "pizhu"
"""The schema of a library whose address names none."""

LONGEST_SCHEMA = 63
"""Bytes of the longest name: PostgreSQL cuts off the rest."""

_SECRETS = frozenset({"password", "sslpassword"})
"""Parameters that hold a password."""

_PLACE = ("user", "host", "hostaddr", "port", "dbname", "service")
"""The parameters that say which library it is, and for whom; the others say how to reach it."""


class PostgresAddress(msgspec.Struct, frozen=True):
    """The address of a library on a PostgreSQL server. It holds no password."""

    uri: str
    """For libpq: without the schema."""
    schema: str
    """The schema in which the library is."""
    parameters: dict[str, str]
    """What the URI says, by the names of libpq."""

    def __str__(self) -> str:
        """Return the address as ``--library`` takes it."""
        if self.schema == DEFAULT_SCHEMA:
            return self.uri
        from urllib.parse import quote

        return f"{self.uri}{'&' if '?' in self.uri else '?'}schema={quote(self.schema, safe='')}"

    @property
    def key(self) -> str:
        """32 hexadecimal digits that tell this library from others, for names of files on this machine."""
        place = {name: self.parameters.get(name, "") for name in _PLACE}
        return sha256(msgspec.json.encode([place, self.schema])).hexdigest()[:32]


def parse_address(named: str) -> PostgresAddress:
    """Return the address that was typed.

    :raises LibraryUnavailable: psycopg, which the extra ``postgres`` installs, is not there.
    :raises UsageError: it is not an address, or has a password.
    """
    uri, schema = _without_schema(named)
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise LibraryUnavailable(
            _(
                "A library on a PostgreSQL server needs psycopg: install it with {remedy}.",
                remedy=how_to_install("postgres"),
            )
        ) from error
    try:
        parameters = {name: str(value) for name, value in conninfo_to_dict(uri).items()}
    except (ProgrammingError, UnicodeError, ValueError):
        # The error of libpq would show the whole address in a traceback.
        raise UsageError(
            _(
                "The address of the library is not valid: write it as "
                "`postgresql://USER@HOST/DATABASE?schema=NAME`, where each part may be left out."
            )
        ) from None
    if not _SECRETS.isdisjoint(parameters):
        raise UsageError(
            _(
                "The address of a library must have no password, which others could read: write it into "
                "`~/.pgpass`, or name a service of `pg_service.conf` as in `postgresql:///?service=NAME`."
            )
        )
    return PostgresAddress(uri, _checked_schema(schema), parameters)


def _without_schema(named: str) -> tuple[str, str]:
    """Split an address into what libpq understands and the name of the schema."""
    scheme, separator, rest = named.partition("://")
    user, at, place = rest.partition("@")
    if not at or "/" in user:  # a question mark before the @ is part of a name or a password
        user, at, place = "", "", rest
    path, _mark, query = place.partition("?")
    schema, kept = DEFAULT_SCHEMA, []
    for parameter in query.split("&") if query else []:
        name, _equals, value = parameter.partition("=")
        if name == "schema":
            schema = unquote(value)
        else:
            kept.append(parameter)
    mark = "?" if kept else ""
    return f"{scheme}{separator}{user}{at}{path}{mark}{'&'.join(kept)}", schema


def _checked_schema(name: str) -> str:
    """Return the name of a schema that a library may have.

    :raises UsageError: PostgreSQL allows no such name, or keeps it for itself.
    """
    is_readable = name.isprintable() and "\ufffd" not in name and "%" not in name  # % begins a placeholder
    if not (name and is_readable and len(name.encode()) <= LONGEST_SCHEMA) or name.startswith("pg_"):
        raise UsageError(
            _(
                "{name!r} cannot be the schema of a library: name one of 1 to {longest} bytes that has no % "
                "and does not begin with `pg_`.",
                name=name,
                longest=LONGEST_SCHEMA,
            )
        )
    return name
