"""Why it was not possible to connect, as sentences for users.

Errors of connecting have no SQLSTATE: they are recognised by what libpq and the server say in English. A
server that speaks another language gets the general sentence. None of what is said is shown that may be a
part of a password.
"""

from __future__ import annotations

from store.language import Lazy, lazy
from store.patterns import late_pattern
from store.storage.postgres.address import PostgresAddress

_REFUSALS: tuple[tuple[str, Lazy], ...] = (
    (
        r'definition of service ".*" not found|service file ".*" not found',  # untranslated: said
        lazy("The service that {address} names is not defined: define it in `~/.pg_service.conf`."),
    ),
    (
        r"no password supplied",  # untranslated: said
        lazy(
            "The server of {address} asks for a password, and none is known for this host, port, database "
            "and user: write it into `~/.pgpass`, which only you may read, or into the service."
        ),
    ),
    (
        r"no pg_hba\.conf entry .*no encryption|no pg_hba\.conf entry .*SSL off",  # untranslated: said
        lazy(
            "The server of {address} lets this user in from this computer only with encryption, if at all: "
            "add `sslmode=require`, or ask whoever runs it for a line in its `pg_hba.conf`."
        ),
    ),
    (
        r"no pg_hba\.conf entry",  # untranslated: said
        lazy(
            "The server of {address} does not let this user in from this computer: ask whoever runs it for a "
            "line in its `pg_hba.conf`."
        ),
    ),
    (
        r'role "(?P<name>[^"]*)" does not exist',  # untranslated: said
        lazy(
            "The server of {address} has no login “{name}”: name yours before an @ in the address, or have "
            "it created with `createuser`."
        ),
    ),
    (
        r'role "(?P<name>[^"]*)" is not permitted to log in',  # untranslated: said
        lazy(
            "The role “{name}” may not log in to the server of {address}: name another one, or ask whoever "
            "runs it."
        ),
    ),
    (
        r"password authentication failed|authentication failed",  # untranslated: said
        lazy(
            "The server of {address} refused the user: check the name in the address and the password in "
            "`~/.pgpass` or the service."
        ),
    ),
    (
        r'database "(?P<name>.*)" does not exist',  # untranslated: said
        lazy("The server of {address} has no such database: create it with `createdb`, or name another."),
    ),
    (
        r'permission denied for database "(?P<name>.*)"',  # untranslated: said
        lazy(
            "The role may not connect to the database of {address}: ask whoever runs the server for the "
            "right `CONNECT`."
        ),
    ),
    (
        r"too many (?:clients|connections)|connection slots are reserved",  # untranslated: said
        lazy("The server of {address} has no connection left: try again when fewer use it."),
    ),
    (
        r"server does not support SSL",  # untranslated: said
        lazy(
            "The server of {address} offers no encryption, which `sslmode` requires: ask whoever runs it to "
            "turn it on, or leave `sslmode` out if the network is your own."
        ),
    ),
    (
        r'root certificate file "(?P<name>[^"]*)" does not exist',  # untranslated: said
        lazy(
            "The certificate by which the server of {address} is to be checked, {name}, is not there: put it "
            "there, or name its file by `sslrootcert`."
        ),
    ),
    (
        r"certificate verify failed|does not match host name|is not trusted",  # untranslated: said
        lazy(
            "The certificate of the server of {address} is not that of this host: check the host and the "
            "file that `sslrootcert` names; if both are right, another machine answers."
        ),
    ),
    (
        r'on socket "(?P<name>[^"]*)" failed: (?:No such file|Connection refused)',  # untranslated: said
        lazy(
            "The server of {address} cannot be reached: nothing listens on the socket {name}; start it, or "
            "check the host and the port."
        ),
    ),
    (
        r"failed to resolve host|could not translate host name|Name or service not",  # untranslated: said
        lazy("The host in {address} is not known: check its name, and that you are online."),
    ),
    (
        r"timeout expired|timed out",  # untranslated: said
        lazy(
            "The server of {address} does not answer: check the host and the port, that it is running, and "
            "that no firewall is between."
        ),
    ),
    (
        r"invalid response to SSL|expected authentication request|unsupported frontend",  # untranslated: said
        lazy("What answers at {address} is no PostgreSQL server: check the host and the port."),
    ),
    (
        r"invalid port number|invalid integer value|invalid \w+ value|bad value for",  # untranslated: said
        lazy(
            "A setting in {address}, its service or the environment (`PGPORT`, `PGSSLMODE`…) is not valid: "
            "correct it."
        ),
    ),
)
"""What is said, and the sentence for it; ``name`` is what the pattern calls so."""

_PATTERNS = [(late_pattern(said), sentence) for said, sentence in _REFUSALS]


def refusal(said: str, address: PostgresAddress) -> str | None:
    """Return the sentence for a reason that is known; None for another.

    :param said: the message of libpq.
    """
    for pattern, sentence in _PATTERNS:
        if found := pattern.search(said):
            return sentence.format(address=address, name=found.groupdict().get("name") or "")
    return None
