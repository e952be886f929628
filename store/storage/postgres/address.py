"""Addresses of libraries on PostgreSQL servers, as ``--library`` takes them.

An address is a connection URI of libpq, with one parameter more: ``schema``, the schema of the database in
which the library is. Whatever libpq understands works, such as ``?service=NAME``. A password is not allowed
in it: the list of processes and the history of the shell show command lines. libpq reads passwords from
``~/.pgpass``, from a service file or from ``PGPASSWORD``.

Nothing here tells what libpq says of an address that it cannot read: it would repeat all of it.
"""

from __future__ import annotations

from difflib import get_close_matches
from hashlib import sha256
from urllib.parse import unquote

import msgspec

from store.errors import LibraryUnavailable, UsageError
from store.extras import how_to_install
from store.language import _
from store.patterns import late_pattern
from store.wording import listed

DEFAULT_SCHEMA = "pizhu"
"""The schema of a library whose address names none."""

LONGEST_SCHEMA = 63
"""Bytes of the longest name: PostgreSQL cuts off the rest."""

_SECRETS = frozenset(
    {"password", "sslpassword", "scram_client_key", "scram_server_key", "oauth_client_secret"}
)
"""Parameters that hold a password."""

LIMIT_OF_PORTS = 1 << 16
"""The first number that is no port."""

_VALUES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "gssencmode": ("disable", "prefer", "require"),
    "channel_binding": ("disable", "prefer", "require"),
    "target_session_attrs": ("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
}
"""The values of parameters that have few."""

_PLAIN_PLACE = late_pattern(r"(?:[^@:/?]*@)?[^@:/?]*(?::[0-9,]*)?(?:/[^@:/?]*)?")
"""User, host, port and database, as they are in an address without a password."""

_PLAIN_NAME = late_pattern("[A-Za-z_]+")
"""A name that a parameter could have."""

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
        from psycopg.pq import Conninfo
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
        unknown = _unknown_parameter(uri, {each.keyword.decode() for each in Conninfo.get_defaults()})
        if unknown is not None:
            raise unknown from None
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
    _check_values(parameters)
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


def _unknown_parameter(uri: str, known: set[str]) -> UsageError | None:
    """Return the error for the first parameter that libpq does not know; None if that is not what is wrong.

    A part of a password, which may have a question mark, is not named: the names of parameters are letters,
    and nothing follows the host but a port.
    """
    place, _mark, query = uri.partition("://")[2].partition("?")
    if not _PLAIN_PLACE.fullmatch(place):
        return None
    for parameter in query.split("&"):
        name, equals, _value = parameter.partition("=")
        if not equals or name in known or not _PLAIN_NAME.fullmatch(name):
            continue
        (nearest,) = get_close_matches(name.lower(), sorted({*known, "schema"}), 1) or ("",)
        if nearest:
            return UsageError(
                _(
                    "An address has no parameter `{name}`: did you mean `{nearest}`?",
                    name=name,
                    nearest=nearest,
                )
            )
        return UsageError(
            _(
                "An address has no parameter `{name}`: leave it out; there is `schema`, and what "
                "PostgreSQL knows, such as `sslmode`.",
                name=name,
            )
        )
    return None


def _check_values(parameters: dict[str, str]) -> None:
    """Check the values that are often wrong. None is shown: ``user:pass/word@host`` has a port ``pass``.

    :raises UsageError: one of them is wrong.
    """
    ports = parameters.get("port", "").split(",")
    if not all(not port or (port.isdecimal() and 0 < int(port[:9]) < LIMIT_OF_PORTS) for port in ports):
        raise UsageError(
            _(
                "The port in the address, after the colon, must be a number from 1 to {highest}; a password "
                "goes into `~/.pgpass`.",
                highest=LIMIT_OF_PORTS - 1,
            )
        )
    for name, allowed in _VALUES.items():
        if parameters.get(name, allowed[0]) not in allowed:
            raise UsageError(
                _("`{name}` in the address must be one of {allowed}.", name=name, allowed=listed(allowed))
            )
    if not parameters.get("connect_timeout", "0").lstrip("-").isdecimal():
        raise UsageError(_("`connect_timeout` in the address must be a number of seconds."))


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
